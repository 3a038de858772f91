import { formatPlace } from "../zfs/place";
import type { CommandStep } from "./step";

/** A command of a plan in a few words: `hold alpha:tank/demo`; a hook by its program: `hook alpha: pg_dump`. */
export function describeCommand({ kind, host, dataset, argv }: CommandStep): string {
  return kind === "hook" ? `hook ${host}: ${argv[0] ?? ""}` : `${kind} ${formatPlace(host, dataset)}`;
}
