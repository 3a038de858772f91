/** A shell on a host that stays open, so that what a person types there is timed without the way to it. */
import { type ChildProcess, spawn } from "node:child_process";
import type { HostName } from "../support/lab/hosts";
import { inNamespace } from "../support/lab/network";
import { files } from "../support/lab/places";

export interface Typed {
  /** When it was typed, and when it had ended: milliseconds since 1970 by this machine's clock. */
  readonly from: number;
  readonly to: number;
}

export class Shell {
  private readonly child: ChildProcess;
  private text = "";
  private waiting: (() => void) | undefined;
  private count = 0;

  /** @param host undefined for a shell on this machine, whose `ssh alpha` reaches the lab's hosts as zfsr does */
  constructor(host: HostName | undefined) {
    const words =
      host === undefined ? ["bash"] : inNamespace(["ssh", "-F", files.lineConfig, "-o", "BatchMode=yes", host, "bash"]);
    const [program = "", ...argv] = words;
    this.child = spawn(program, argv, { stdio: ["pipe", "pipe", "inherit"] });
    this.child.stdout?.setEncoding("utf8").on("data", (data: string) => {
      this.text += data;
      this.waiting?.();
    });
    this.child.once("close", () => this.waiting?.());
  }

  /** Runs a line to its end. @throws Error when it does not end with 0 */
  async type(line: string): Promise<Typed> {
    const mark = `typed-${++this.count}`;
    this.text = "";
    const from = Date.now();
    this.child.stdin?.write(`{ ${line}\n} </dev/null; echo ${mark} $?\n`);
    const code = await new Promise<string>((resolve, reject) => {
      this.waiting = () => {
        const found = new RegExp(`^${mark} (\\d+)$`, "m").exec(this.text)?.[1];
        if (found !== undefined) resolve(found);
        else if (this.child.exitCode !== null) reject(new Error("The shell ended."));
      };
      this.waiting();
    });
    const to = Date.now();
    if (code !== "0") throw new Error(`'${line}' ended with ${code}: ${this.text}`);
    return { from, to };
  }

  close(): void {
    this.child.stdin?.end();
  }
}
