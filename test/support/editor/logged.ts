import { spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync, readFileSync } from "node:fs";

export interface Logged {
  readonly log: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a long, talkative program into a log file; if it fails, the error holds the end of what it said. */
export async function runLogged(program: string, args: readonly string[], { log, cwd, env }: Logged): Promise<void> {
  appendFileSync(log, `\n$ ${[program, ...args].join(" ")}\n`);
  const file = openSync(log, "a");
  const code = await new Promise<number | null>((resolve, reject) => {
    spawn(program, args, { cwd, env: env ?? process.env, stdio: ["ignore", file, file] })
      .once("error", reject)
      .once("exit", resolve);
  }).finally(() => closeSync(file));
  if (code === 0) return;
  const end = readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  throw new Error(`${program} ${args[0] ?? ""} ended with ${code ?? "a signal"}; the end of ${log}:\n${end}`);
}
