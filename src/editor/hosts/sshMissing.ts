import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/**
 * Whether there is no ssh program in the PATH, by looking for its file: no process is started.
 * @param path as the PATH variable has it @param platform as `process.platform`
 */
export async function sshMissing(path: string, platform: NodeJS.Platform): Promise<boolean> {
  const name = platform === "win32" ? "ssh.exe" : "ssh";
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const found = await Promise.allSettled(folders.map((folder) => access(join(folder, name), constants.X_OK)));
  return found.every(({ status }) => status === "rejected");
}
