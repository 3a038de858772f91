import { ZfsrError } from "../base/errors";
import { shellCommand, shellQuote } from "../base/shellQuote";
import { privileged, sudoFunctions } from "../zfs/place";
import { LineSplitter } from "./command/lines";
import { runCommand } from "./command/runCommand";
import type { Connector } from "./connector";
import type { ConnectionFacts, ExecOptions, ExecResult, FollowOptions, FollowResult, Host, HostId } from "./host";

/** More output than anything here asks for. */
const usualMaxOutput = 2 ** 30;

/** The words that lead a script to a host from a process of this machine. */
export type SpawnWords = (script: string, ssh?: readonly string[]) => Promise<readonly string[]>;

/** A Host over any Connector: turns its channels into results, lines and files. */
export class ConnectedHost implements Host {
  private noise: string | undefined;

  /** What stands before every script. */
  private readonly opening: string;

  constructor(
    readonly id: HostId,
    private readonly connector: Connector,
    private readonly words: SpawnWords,
  ) {
    this.opening = sudoFunctions(id);
  }

  get facts(): ConnectionFacts | undefined {
    const { facts } = this.connector;
    return facts && this.noise ? { ...facts, noise: this.noise } : facts;
  }

  async connect(signal?: AbortSignal): Promise<ConnectionFacts> {
    try {
      return await this.connector.connect({ signal });
    } catch (error) {
      throw ZfsrError.from(error, this.id);
    }
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return await this.script(this.quoted(argv), options);
  }

  async script(script: string, options: ExecOptions = {}): Promise<ExecResult> {
    const { maxOutput = usualMaxOutput, ...rest } = options;
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    const end = await runCommand(this.connector, this.opening + script, {
      ...rest,
      host: this.id,
      onNoise: this.onNoise,
      onStdout: (chunk) => {
        bytes += chunk.length;
        if (bytes > maxOutput) throw tooMuch(this.id, maxOutput);
        stdout.push(chunk);
      },
      onStderr: (chunk) => {
        bytes += chunk.length;
        if (bytes > maxOutput) throw tooMuch(this.id, maxOutput);
        stderr.push(chunk);
      },
    });
    return { ...end, stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") };
  }

  async follow(script: string, options: FollowOptions): Promise<FollowResult> {
    const { onStdoutLine, onStderrLine, ...rest } = options;
    const stdout = new LineSplitter(onStdoutLine ?? (() => undefined));
    const stderr = new LineSplitter(onStderrLine ?? (() => undefined));
    const end = await runCommand(this.connector, this.opening + script, {
      ...rest,
      host: this.id,
      onNoise: this.onNoise,
      onStdout: (chunk) => stdout.push(chunk),
      onStderr: (chunk) => stderr.push(chunk),
    });
    stdout.end();
    stderr.end();
    return end;
  }

  spawnWords: SpawnWords = async (script, ssh) => {
    try {
      return await this.words(this.opening + script, ssh);
    } catch (error) {
      throw ZfsrError.from(error, this.id);
    }
  };

  async readFile(path: string, signal?: AbortSignal): Promise<string> {
    const quoted = shellQuote(path);
    const { code, stdout, stderr } = await this.script(
      `[ -e ${quoted} ]||exit 44;exec cat -- ${quoted}`,
      signal ? { signal } : {},
    );
    if (code === 0) return stdout;
    const missing = code === 44;
    const denied = /permission denied/i.test(stderr);
    throw new ZfsrError({
      reason: missing ? "not-found" : denied ? "permission" : "failed",
      object: `${this.id}:${path}`,
      because: missing
        ? "there is no such file"
        : denied
          ? "it can't be read by this user"
          : stderr.trim() || "it could not be read",
      nextStep: missing ? "check the path" : "read it as a user who may",
      output: stderr,
    });
  }

  dispose(): void {
    this.connector.dispose();
  }

  private readonly onNoise = (noise: string): void => {
    this.noise = noise.trim() === "" ? undefined : noise.slice(0, 1000);
  };

  private quoted(argv: readonly string[]): string {
    try {
      return `exec ${shellCommand(privileged(this.id, argv))}`;
    } catch (error) {
      throw new ZfsrError({
        reason: "invalid-name",
        object: this.id,
        because: `a word of the command ${argv[0] ?? ""} has a line break in it`,
        nextStep: "use names without line breaks",
        cause: error,
      });
    }
  }
}

function tooMuch(host: string, most: number): ZfsrError {
  return new ZfsrError({
    reason: "unexpected-output",
    object: host,
    because: `a command printed more than ${most} bytes`,
    nextStep: "ask for less at once",
  });
}
