import { cancelled, throwIfAborted } from "../../base/abort";
import { ZfsrError } from "../../base/errors";
import type { CommandChannel, CommandEnd, Connector } from "../connector";
import { announcedScript, newMarker } from "./commandScript";
import { deliver } from "./longScript";
import { endCommand } from "./endCommand";
import { Preamble } from "./preamble";
import { endFromStatus } from "./trailer";

export interface RunOptions {
  /** The host's name, for messages. */
  readonly host: string;
  readonly stdin?: string | undefined;
  /** See FollowOptions. */
  readonly label?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds, counted from when the command was started. */
  readonly timeout?: number | undefined;
  readonly background?: boolean | undefined;
  /** Take the output's bytes; what they throw ends the command and is what the promise rejects with. */
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
  /** What the login shell printed before the command began, once it is known. */
  readonly onNoise?: (noise: string) => void;
}

/**
 * Runs `script` through `connector` and hands over its output without what the login shell printed before it.
 * When it is cancelled, timed out or fails on this side, the command is ended on the host too; the promise rejects when
 * that is done, or after a second at most. A status of 128 and a signal's number counts as that signal, whichever
 * connector runs the script: sh reports a command so that a signal ended, and OpenSSH tells nothing better.
 */
export async function runCommand(connector: Connector, script: string, options: RunOptions): Promise<CommandEnd> {
  const { host, signal } = options;
  throwIfAborted(signal, host);
  const marker = newMarker();
  const stdout = new Preamble(marker);
  const stderr = new Preamble(marker);
  const delivery = deliver(script, options.stdin, options.label);
  const opening = connector.open(announcedScript(delivery.script, marker), options);

  return await new Promise<CommandEnd>((resolve, reject) => {
    let over = false;
    let timer: NodeJS.Timeout | undefined;
    let announce: (pid: number) => void = () => undefined;
    const announced = new Promise<number>((done) => (announce = done));

    const finish = (): boolean => {
      if (over) return false;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      return true;
    };
    /** Gives up: ends the command on the host as well as it can be ended. */
    const stop = (error: ZfsrError): void => {
      if (!finish()) return;
      void endCommand(connector, opening, announced).finally(() => reject(error));
    };
    const onAbort = (): void => stop(cancelled(host, signal?.reason));
    signal?.addEventListener("abort", onAbort, { once: true });

    const guarded = (take: () => void): void => {
      if (over) return;
      try {
        take();
      } catch (error) {
        stop(ZfsrError.from(error, host));
      }
    };
    const listen = (channel: CommandChannel): void => {
      channel.stdout.on("data", (chunk: Buffer) => {
        const waiting = stdout.announced === undefined;
        const rest = stdout.push(chunk);
        if (waiting && stdout.announced !== undefined) {
          announce(Number(stdout.announced));
          if (!over) options.onNoise?.(stdout.noise);
        }
        if (rest.length > 0) guarded(() => options.onStdout(rest));
      });
      channel.stderr.on("data", (chunk: Buffer) => {
        const rest = stderr.push(chunk);
        if (rest.length > 0) guarded(() => options.onStderr(rest));
      });
      channel.stdin.on("error", () => undefined); // The command may end without having read all of it.
      channel.stdin.end(delivery.input);
      if (options.timeout !== undefined)
        timer = setTimeout(() => stop(timedOut(host, options.timeout ?? 0)), options.timeout);
    };
    opening.then(
      (channel) => {
        listen(channel);
        channel.ended.then(
          (end) => {
            if (!finish()) return;
            if (stdout.announced === undefined) reject(neverBegan(host, end, stdout.noise, stderr.noise));
            else resolve(end.code === undefined ? end : endFromStatus(end.code));
          },
          (error: unknown) => finish() && reject(ZfsrError.from(error, host)),
        );
      },
      (error: unknown) => finish() && reject(ZfsrError.from(error, host)),
    );
  });
}

function timedOut(host: string, timeout: number): ZfsrError {
  return new ZfsrError({
    reason: "timeout",
    object: host,
    because: `a command did not end within ${timeout / 1000} s`,
    nextStep: "look at what keeps the host busy, then try again",
  });
}

/** The login shell answered in the place of our command: a forced command, nologin, a shell that knows no /bin/sh. */
function neverBegan(host: string, end: CommandEnd, stdout: string, stderr: string): ZfsrError {
  const said = `${stdout}\n${stderr}`.trim().split("\n", 1)[0] ?? "";
  return new ZfsrError({
    reason: "unexpected-output",
    object: host,
    because: `the login shell ended with ${end.signal ?? end.code ?? "no status"} before the command began${said ? ` (it printed: ${said.slice(0, 200)})` : ""}`,
    nextStep: "see that the account may run commands with /bin/sh: its login shell, and the forced command of its key",
    output: `${stdout}${stderr}`,
  });
}
