import { PassThrough, Transform } from "node:stream";
import type { ZfsrError } from "../../base/errors";
import { newMarker, reportingScript } from "../command/commandScript";
import { Trailer } from "../command/trailer";
import type { CommandChannel, CommandEnd } from "../connector";
import { connectionLost } from "../ssh2/failures";
import type { SshProgram } from "../settings/sshProgram";
import { sshMissing } from "../settings/sshProgram";
import { sshFailure } from "../sshFailures";

export interface ChildContext {
  readonly host: string;
  /** Whether the connection still stands; asked when ssh ends without a report. */
  readonly alive: () => Promise<boolean>;
}

export interface SshChild extends CommandChannel {
  /**
   * Settles as soon as it is known: undefined when the command was started, else why it was not. Then nothing ran on the
   * host, and starting it again is safe.
   */
  readonly failedToStart: Promise<ZfsrError | undefined>;
}

/** The exit status of ssh itself. */
const sshGaveUp = 255;

/**
 * Starts one ssh process that runs `script`. Its report of the exit status (see `reportingScript`) is cut out of standard
 * error and tells how the command ended; without a report ssh's own words do.
 * @param words all of ssh's words up to the destination @param quote makes the remote command of a script
 */
export async function startCommand(
  program: SshProgram,
  words: readonly string[],
  script: string,
  quote: (script: string) => string,
  context: ChildContext,
): Promise<SshChild> {
  const { execa } = await import("execa");
  const marker = newMarker();
  const trailer = new Trailer(marker);
  const child = execa(program.path, [...words, quote(reportingScript(script, marker))], {
    env: program.env,
    extendEnv: false,
    buffer: false,
    reject: false,
    stripFinalNewline: false,
    encoding: "buffer",
    stdin: "pipe",
    // Not in the terminal's process group: Ctrl-C is ours to answer, by ending the command on the host first.
    detached: true,
  });
  let said = "";
  let begun: () => void = () => undefined;
  const began = new Promise<void>((resolve) => (begun = resolve));
  const stdout = child.stdout.pipe(new PassThrough());
  child.stdout.once("data", begun);
  const stderr = child.stderr.pipe(
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        if (said.length < 1 << 16) said += chunk.toString("utf8");
        done(null, trailer.push(chunk));
      },
      flush: (done) => done(null, trailer.end()),
    }),
  );
  const outputs = Promise.all([finished(stdout), finished(stderr)]);
  const exited = child.then((result) => result);

  const judge = async (): Promise<CommandEnd> => {
    const { exitCode, signal, code } = await exited;
    if (trailer.status !== undefined) return { code: trailer.status, signal: undefined };
    if (code === "ENOENT") throw sshMissing(context.host);
    if (exitCode !== undefined && exitCode !== sshGaveUp) return { code: exitCode, signal: undefined };
    const failure = sshFailure(context.host, said);
    if (failure) throw failure;
    if (signal === undefined && (await context.alive())) return { code: undefined, signal: "UNKNOWN" };
    throw connectionLost(context.host);
  };
  const judged = judge();
  const ended = judged.then(async (end) => {
    await outputs;
    return end;
  });
  ended.catch(() => undefined);
  const failedToStart = Promise.race([
    began.then(() => undefined),
    judged.then(
      () => undefined,
      (error: unknown) => error as ZfsrError,
    ),
  ]);
  return { stdin: child.stdin, stdout, stderr, ended, failedToStart, close: () => child.kill("SIGKILL") };
}

function finished(stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once("end", () => resolve());
    stream.once("close", () => resolve());
  });
}
