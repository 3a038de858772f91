import type { Plan, Warning } from "../plan/plan";
import type { Destroyed, Step } from "../plan/step";
import type { Bookmark, Snapshot } from "../zfs/model";
import { formatPlace } from "../zfs/place";
import type { Observation } from "./observation";

/** A plan of command steps: it has no goals, since nothing is replicated. */
export function planOf(title: string, steps: readonly Step[], warnings: readonly Warning[] = []): Plan {
  return { version: 1, title, steps, goals: [], warnings };
}

/** A warning that ends the planning: nothing of what was asked for can be done. @param nextStep an imperative clause */
export function stop(host: string, name: string, message: string, nextStep: string): Warning {
  return { object: formatPlace(host, name), message, nextStep, level: "person", stops: true };
}

/** A warning about a part of what was asked for: the rest is done, this is left for a person. */
export function left(host: string, name: string, message: string, nextStep: string): Warning {
  return { object: formatPlace(host, name), message, nextStep, level: "person" };
}

/** Something worth knowing that keeps nothing from being done. */
export function note(host: string, name: string, message: string, nextStep: string): Warning {
  return { object: formatPlace(host, name), message, nextStep, level: "note" };
}

/** What was asked for is so already. */
export function already(host: string, name: string, message: string): Warning {
  return note(host, name, message, "nothing is to be done");
}

/** The dataset, or a snapshot of it, is not there. */
export function missing({ host, pool }: Observation, name: string): Warning {
  return pool
    ? stop(host, name, "it does not exist", `list what is there: zfsr ls ${host}:`)
    : stop(host, name, "its pool is not imported there", "import the pool, or correct the name");
}

/** A snapshot or bookmark as something that is destroyed. A snapshot's bytes are those that it alone holds. */
export function destroyedItem(host: string, item: Snapshot | Bookmark): Destroyed {
  return {
    host,
    kind: item.kind,
    name: item.name,
    bytes: item.kind === "snapshot" ? item.used : 0,
    guid: item.guid,
  };
}

/** Names in one command: a shell takes 128 KiB as one script, and a name may have 255 bytes. */
const mostInOneCommand = 200;

/** Cuts a list into pieces of at most `mostInOneCommand`. */
export function chunked<T>(items: readonly T[]): (readonly [T, ...T[]])[] {
  const chunks: (readonly [T, ...T[]])[] = [];
  for (let start = 0; start < items.length; start += mostInOneCommand) {
    const [first, ...rest] = items.slice(start, start + mostInOneCommand);
    if (first !== undefined) chunks.push([first, ...rest]);
  }
  return chunks;
}

/** `3 snapshots`, `1 snapshot`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `@a, @b, @c and 7 more` */
export function someOf(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
