import type { Services } from "../services";

/** Shows what was done on the hosts: every command, how long it took, and how it ended. */
export function showLog({ log }: Pick<Services, "log">): void {
  log.show(true);
}
