import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Runs work while holding a lock that the kernel keeps: it goes when this process goes, however that happens.
 * Takes the lock's file, what to say when somebody else holds it, and the work; gives what the work gives.
 */
export async function withLock<T>(file: string, waiting: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  // cat holds the lock until its standard input, a pipe from us, is closed.
  const holder = spawn("flock", ["--exclusive", file, "sh", "-c", "echo locked; exec cat >/dev/null"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(holder, "exit");
  const notice = setTimeout(() => process.stderr.write(`${waiting}\n`), 1000);
  try {
    await Promise.race([
      once(holder.stdout, "data"),
      ended.then(() => {
        throw new Error(`The lock ${file} could not be had: flock ended before it was granted.`);
      }),
    ]);
    clearTimeout(notice);
    return await work();
  } finally {
    clearTimeout(notice);
    holder.stdin.end();
    await ended.catch(() => undefined);
  }
}
