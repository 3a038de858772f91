import { type StdioOptions, spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What the program reads; without it, nothing. */
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** After so many milliseconds the program is killed. */
  readonly limit?: number;
  /** Exit codes besides 0 that are no failure; 'any' for all. */
  readonly accept?: "any";
  /** Where its output goes instead of being collected. */
  readonly output?: NodeJS.WriteStream;
}

/** Runs a program to its end. Takes it with its arguments, gives its exit code and output, or throws what it said. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [file = "", ...args] = command;
  const out = options.output ?? "pipe";
  const stdio: StdioOptions = [options.input === undefined ? "ignore" : "pipe", out, out];
  const child = spawn(file, args, {
    stdio,
    env: { ...process.env, ...options.env },
    ...(options.limit === undefined ? {} : { timeout: options.limit, killSignal: "SIGKILL" }),
  });
  child.stdin?.on("error", () => undefined); // it may end without reading all
  child.stdin?.end(options.input);
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`'${file}' could not be started: ${error.message}.`)));
    child.on("close", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 1)));
  });
  const [code, stdout, stderr] = await Promise.all([
    ended,
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
  ]);
  if (code !== 0 && options.accept !== "any") {
    const said = (stderr || stdout).trim() || "it said nothing";
    throw new Error(`'${command.join(" ")}' ended with exit code ${code}: ${said}`);
  }
  return { code, stdout, stderr };
}
