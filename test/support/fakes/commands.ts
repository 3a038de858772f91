import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder with executables of the test's own in front of the PATH, for scripts that call zfs, zpool or ssh. */
export class FakeCommands {
  readonly folder = mkdtempSync(join(tmpdir(), "zfsr-test-"));
  private readonly log = join(this.folder, "log");

  constructor() {
    mkdirSync(join(this.folder, "bin"));
    writeFileSync(this.log, "");
  }

  /**
   * Puts an executable there. `$LOG` is a file whose content `calls` takes apart; `logged` writes the words of a call.
   * @param body of a script for sh
   */
  add(name: string, body: string): this {
    const file = join(this.folder, "bin", name);
    writeFileSync(
      file,
      // one write for each call, because both ends of a pipe log at the same time
      `#!/bin/sh\nLOG='${this.log}'\nlogged() { printf '%s\\0' "$@" '\n' >>"$LOG"; }\n${body}\n`,
    );
    chmodSync(file, 0o755);
    return this;
  }

  get env(): Record<string, string> {
    return { PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`, LC_ALL: "C", HOME: this.folder };
  }

  run(script: string): SpawnSyncReturns<string> {
    return spawnSync("/bin/sh", ["-c", script], { env: this.env, encoding: "utf8", input: "" });
  }

  /** The words of each call that was logged, in order. */
  calls(): string[][] {
    return readFileSync(this.log, "utf8")
      .split("\n\0")
      .slice(0, -1)
      .map((call) => call.split("\0").slice(0, -1));
  }

  /** Begins a new log, and takes what the fakes have left behind away. */
  forget(): void {
    writeFileSync(this.log, "");
    rmSync(join(this.folder, "received"), { force: true });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
