import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { cancelled } from "../../../src/core/base/abort";
import { remoteCommand, shellCommand } from "../../../src/core/base/shellQuote";
import { deliver } from "../../../src/core/hosts/command/longScript";
import type { ExecOptions, ExecResult, FollowOptions, FollowResult, Host, HostId } from "../../../src/core/hosts/host";
import type { FakeCommands } from "./commands";

/** A host whose commands are the fakes of a test, run by the real sh of this machine. */
export class FakeHost implements Host {
  readonly facts = undefined;
  /** Every script that was run, in order. */
  readonly scripts: string[] = [];
  readonly id: HostId;

  constructor(
    id: string,
    private readonly fakes: FakeCommands,
  ) {
    this.id = id as HostId;
  }

  connect(): Promise<never> {
    return Promise.reject(new Error("a fake has no connection"));
  }

  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return this.script(shellCommand(argv), options);
  }

  async script(script: string, options: ExecOptions = {}): Promise<ExecResult> {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const end = await this.follow(script, {
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      onStdoutLine: (line) => stdout.push(`${line}\n`),
      onStderrLine: (line) => stderr.push(`${line}\n`),
    });
    return { ...end, stdout: stdout.join(""), stderr: stderr.join("") };
  }

  follow(script: string, options: FollowOptions): Promise<FollowResult> {
    this.scripts.push(script);
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) {
        reject(cancelled(this.id, options.signal.reason));
        return;
      }
      // a word of a command line has an end here, too
      const delivery = deliver(script, options.stdin, options.label);
      const child = spawn("/bin/sh", ["-c", delivery.script], { env: this.fakes.env, stdio: ["pipe", "pipe", "pipe"] });
      child.stdin.on("error", () => undefined); // it may end without having read all of it
      child.stdin.end(delivery.input);
      createInterface({ input: child.stdout }).on("line", (line) => options.onStdoutLine?.(line));
      createInterface({ input: child.stderr }).on("line", (line) => options.onStderrLine?.(line));
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code: code ?? undefined, signal: signal?.replace("SIG", "") }));
    });
  }

  spawnWords(script: string): Promise<readonly string[]> {
    return Promise.resolve(["sh", "-c", remoteCommand(script)]);
  }

  readFile(): Promise<string> {
    return Promise.reject(new Error("a fake has no files"));
  }

  dispose(): void {
    this.scripts.length = 0;
  }
}
