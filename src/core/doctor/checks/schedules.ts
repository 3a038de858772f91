import { type Check, fine, hostsOf, type Seen, unseen } from "../check";
import type { ScheduleEntry } from "../facts";

const replicators = /syncoid|zrepl|znapzend|pyznap|autobackup|bzfs|pvesr|zfsr (run|replicate)|zfs send/;

/** No two schedules do the same work at the same time. */
export const schedules: Check = {
  id: "schedules",
  group: "upkeep",
  why: "two tools that replicate at one time wait for each other, prune each other's snapshots, or find the target busy",
  look: (facts) =>
    hostsOf(facts).flatMap((side): Seen[] => {
      const entries = side.facts.schedules;
      if (!entries) return [unseen(side, "schedules", "schedules")];
      const work = entries.filter(({ command }) => replicators.test(command));
      const groups = new Map<string, ScheduleEntry[]>();
      for (const entry of work) groups.set(entry.when, [...(groups.get(entry.when) ?? []), entry]);
      const together = [...groups].filter(([, same]) => same.length > 1);
      if (together.length > 0)
        return together.map(([when, same]) => ({
          host: side.host,
          state: "warn",
          title: `${same.length} replications start at the same time`,
          detail: `${when}: ${same.map(({ from, command }) => `${from} (${short(command)})`).join("; ")}`,
          remedy: "move one of them by some minutes, or make them jobs of one file, which waits by itself",
        }));
      const tools = new Set(work.flatMap(({ command }) => replicators.exec(command)?.[0] ?? []));
      if (tools.size > 1)
        return [
          {
            host: side.host,
            state: "warn",
            title: "more than one tool replicates here",
            detail: [...tools].join(", "),
            remedy: "let one of them have each dataset",
          },
        ];
      return [fine(side.host, "schedules do not collide", `${entries.length} entries of ZFS in cron and timers`)];
    }),
};

function short(command: string): string {
  return command.length > 60 ? `${command.slice(0, 57)}...` : command;
}
