import { homedir, hostname, userInfo } from "node:os";
import type { LocalMachine } from "./expandTokens";

/** The machine this process runs on. ssh takes `~` from the passwd entry, not from HOME. */
export function thisMachine(env: NodeJS.ProcessEnv): LocalMachine {
  const name = hostname();
  try {
    const { homedir: home, uid, username } = userInfo();
    return { home, uid, user: username, hostname: name, env };
  } catch {
    return { home: homedir(), uid: -1, user: env["USER"] ?? env["USERNAME"] ?? "", hostname: name, env };
  }
}
