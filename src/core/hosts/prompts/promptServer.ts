import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Disposable } from "../../base/disposable";
import { ZfsrError } from "../../base/errors";
import type { Log } from "../../base/log";
import type { PrivateFolder } from "../openssh/privateFolder";
import type { Prompter } from "../prompter";
import { promptOfAskpass } from "./askpassText";
import type { PromptReply, PromptRequest } from "./messages";

/** Where a prompt server is reached, by whom it let in. */
export interface PromptAddress {
  /** A socket of mode 0600 in a folder of mode 0700; a named pipe on Windows. */
  readonly path: string;
  /** Without it nobody is answered. Hand it over by file or environment, never as an argument. */
  readonly token: string;
}

/** Where the server listens: a pipe that nobody can guess on Windows, else a socket in the folder, which is made only then. */
export function promptPath(folder: () => string, platform: NodeJS.Platform): string {
  return platform === "win32" ? `\\\\.\\pipe\\zfsr-${randomBytes(12).toString("hex")}` : join(folder(), "ask");
}

/** Longer than any question. */
const mostRequest = 1 << 16;

/** Hands the questions of other processes (ssh through askpass, detached runs) to a Prompter of this one. */
export class PromptServer implements Disposable {
  private readonly token = randomBytes(24).toString("hex");
  private readonly attempts = new Map<string, number>();
  private readonly sockets = new Set<Socket>();
  private listening: Promise<PromptAddress> | undefined;
  private server: Server | undefined;

  constructor(
    private readonly folder: PrivateFolder,
    private readonly prompter: Prompter,
    private readonly log: Log,
    /** Whether the ssh that asks marks a server's words as such; see `promptOfAskpass`. */
    private readonly marked: () => Promise<boolean> = () => Promise.resolve(false),
  ) {}

  /** Listens, from the first call on. */
  address(): Promise<PromptAddress> {
    return (this.listening ??= this.listen());
  }

  dispose(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private listen(): Promise<PromptAddress> {
    const path = promptPath(() => this.folder.path, process.platform);
    const server = (this.server = createServer((socket) => this.serve(socket)));
    server.unref();
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, () => {
        if (process.platform !== "win32") chmodSync(path, 0o600);
        resolve({ path, token: this.token });
      });
    });
  }

  private serve(socket: Socket): void {
    const gone = new AbortController();
    this.sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.sockets.delete(socket);
      gone.abort();
    });
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      const before = text.includes("\n");
      text += chunk;
      if (text.length > mostRequest) socket.destroy();
      else if (!before && text.includes("\n")) void this.answer(text.slice(0, text.indexOf("\n")), socket, gone.signal);
    });
  }

  private async answer(line: string, socket: Socket, signal: AbortSignal): Promise<void> {
    try {
      const request = JSON.parse(line) as PromptRequest;
      if (!this.isToken(request.token)) throw new Error("a wrong token");
      const prompt =
        "prompt" in request
          ? request.prompt
          : promptOfAskpass(request.askpass, this.attemptOf(request.askpass), await this.marked());
      if ("notice" in prompt) {
        const host = "askpass" in request ? request.askpass.host : "";
        this.prompter.tell?.({ host, message: prompt.notice }, signal);
        return; // ssh ends askpass when the notice is over.
      }
      const answer = await this.prompter.ask(prompt, signal);
      const reply: PromptReply = { answer: answer ?? null };
      socket.end(`${JSON.stringify(reply)}\n`);
    } catch (error) {
      this.log.debug(`a question could not be put: ${ZfsrError.from(error, "prompt").because}`);
      socket.destroy();
    }
  }

  private isToken(token: unknown): boolean {
    const given = Buffer.from(typeof token === "string" ? token : "");
    const own = Buffer.from(this.token);
    return given.length === own.length && timingSafeEqual(given, own);
  }

  /** The same question from the same ssh process was answered wrongly before. */
  private attemptOf({ host, text, asker }: { host: string; text: string; asker: string }): number {
    const key = `${host}\0${asker}\0${text}`;
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    return attempt;
  }
}
