import { access, constants } from "node:fs/promises";
import { posix, win32 } from "node:path";

/**
 * Whether there is no ssh program in the PATH, by looking for its file: no process is started.
 * @param path as the PATH variable has it
 * @param platform as `process.platform`
 * @param check rejects where a file is not there or cannot be run
 */
export async function sshMissing(
  path: string,
  platform: NodeJS.Platform,
  check: (file: string) => Promise<void> = (file) => access(file, constants.X_OK),
): Promise<boolean> {
  const windows = platform === "win32";
  const paths = windows ? win32 : posix;
  const folders = path.split(paths.delimiter).filter((folder) => folder !== "");
  const found = await Promise.allSettled(
    folders.map((folder) => check(paths.join(folder, windows ? "ssh.exe" : "ssh"))),
  );
  return found.every(({ status }) => status === "rejected");
}
