import type { Plan } from "../plan/plan";
import { formatPlace } from "../zfs/place";
import type { Observation } from "./observation";
import { already, missing, note, planOf, stop } from "./plans";
import type { ScrubRequest } from "./request";

/** Reads a whole pool and compares every block with its checksum; or pauses or stops that. */
export function planScrub({ host, pool, action }: ScrubRequest, { scan = "", ...observation }: Observation): Plan {
  const title = `${action === "start" ? "scrub" : `${action} the scrub of`} ${formatPlace(host, pool)}`;
  if (!observation.pool) return planOf(title, [], [missing({ scan, ...observation }, pool)]);
  const resilver = /^resilver in progress/.test(scan);
  const paused = /^scrub paused/.test(scan);
  const running = /^scrub in progress/.test(scan);
  if (action === "start" && resilver)
    return planOf(
      title,
      [],
      [stop(host, pool, "it resilvers, and does one at a time", "wait until that is done: zpool status")],
    );
  if (action === "start" && running) return planOf(title, [], [already(host, pool, "a scrub runs already")]);
  if (action === "pause" && paused) return planOf(title, [], [already(host, pool, "its scrub is paused already")]);
  if (action !== "start" && !running && !paused) return planOf(title, [], [already(host, pool, "no scrub runs there")]);
  const flag = action === "pause" ? ["-p"] : action === "stop" ? ["-s"] : [];
  return planOf(
    title,
    [
      {
        id: `scrub:${pool}`,
        kind: "scrub",
        host,
        dataset: pool,
        argv: ["zpool", "scrub", ...flag, pool],
        destroys: [],
        needs: [],
        reason:
          action === "start"
            ? paused
              ? "it goes on where it was paused"
              : "every block is read and compared with its checksum"
            : action === "pause"
              ? "it can be gone on with later"
              : "a later one begins anew",
      },
    ],
    action === "start"
      ? [
          note(
            host,
            pool,
            "it goes on after the command has ended, for hours on a large pool",
            `follow it: zpool status ${pool}`,
          ),
        ]
      : [],
  );
}
