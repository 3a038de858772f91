import { createHash } from "node:crypto";
import { join } from "node:path";
import { cancelled } from "../../base/abort";
import { ZfsrError } from "../../base/errors";
import type { SshProgram } from "../settings/sshProgram";
import { option } from "./arguments";
import type { PrivateFolder } from "./privateFolder";

/** Seconds the master outlives its last command, should this process end without taking it down. */
const persist = 60;

/** The ssh process that holds the shared connection (ControlMaster); it runs in the background and is known by its socket. */
export class Master {
  readonly socket: string;

  /** @param words the options of `commonOptions` @param own whether the socket is ours, and not one of the user's config */
  constructor(
    private readonly program: SshProgram,
    private readonly host: string,
    private readonly words: readonly string[],
    folder: PrivateFolder,
  ) {
    const name = createHash("sha256").update(`${host}\0${program.configFile ?? ""}`).digest("hex").slice(0, 12);
    this.socket = join(folder.path, `cm-${name}`);
  }

  /** Whether it is there and its connection stands, as far as it knows. */
  async alive(): Promise<boolean> {
    const { code } = await this.program.run([...this.control("check"), ...this.program.destination(this.host)], 5000);
    return code === 0;
  }

  /**
   * Starts it: ssh goes to the background when it has authenticated. @param env with SSH_ASKPASS where there is somebody
   * @returns what ssh printed on standard error; `code` 0 when the connection stands
   */
  async start(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<{ code: number | undefined; stderr: string; missing: boolean }> {
    const { execa } = await import("execa");
    const result = await execa(
      this.program.path,
      [
        ...this.program.configWords,
        "-f",
        "-N",
        "-M",
        "-S",
        this.socket,
        ...option("ControlPersist", String(persist)),
        ...this.words,
        ...this.program.destination(this.host),
      ],
      { env, extendEnv: false, reject: false, stdin: "ignore", stdout: "ignore", cancelSignal: signal },
    );
    if (result.isCanceled) throw cancelled(this.host, signal.reason);
    return { code: result.exitCode, stderr: result.stderr, missing: result.code === "ENOENT" };
  }

  /** Ends it and with it all commands that run through it. Never rejects. */
  async exit(): Promise<void> {
    try {
      await this.program.run([...this.control("exit"), ...this.program.destination(this.host)], 5000);
    } catch (error) {
      ZfsrError.from(error, this.host); // It is gone.
    }
  }

  private control(command: "check" | "exit"): string[] {
    return ["-S", this.socket, "-O", command];
  }
}
