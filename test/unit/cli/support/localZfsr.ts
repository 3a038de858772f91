/** Runs the built command line on this machine, with a `zfs` and a `zpool` that say what a test wants. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const cli = join(__dirname, "..", "..", "..", "..", "dist", "cli.js");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with programs of its own in front of the PATH, and a state folder. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "zfsr-cli-"));
  readonly runs = join(this.folder, "state", "runs");
  readonly env: NodeJS.ProcessEnv;

  constructor() {
    mkdirSync(join(this.folder, "bin"));
    this.env = {
      ...process.env,
      PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`,
      ZFSR_STATE_DIR: join(this.folder, "state"),
    };
  }

  /** A program of that name: a script for sh. */
  program(name: string, script: string): void {
    const file = join(this.folder, "bin", name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  file(name: string, text: string): string {
    const file = join(this.folder, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  start(...words: string[]): ChildProcess {
    return spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "pipe", "pipe"], env: this.env });
  }

  run(...words: string[]): Promise<Ran> {
    const child = this.start(...words);
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A line of `zfs list` as listDatasets asks for it. */
export function datasetLine(name: string, token = "-"): string {
  return [name, "filesystem", "11", "1", "1700000000", ...["10", "10", "10", "0"], "-", "off", "-", "-", "off", "no"]
    .concat(token)
    .join("\\t");
}

/** What a hostile host would print: colours, the cursor, a title, a C1 sequence, a direction override. */
export const hostile = "\u001b[31mred\u001b[2J\u001b]0;title\u0007\u009b1A\r\u202egnp.exe";

/** None of it has come through. */
export function isClean(text: string): boolean {
  return !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/u.test(text);
}
