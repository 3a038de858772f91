import type { KeepRules } from "../jobs/job";
import type { Snapshot } from "../zfs/model";

const hour = 3_600_000;
const day = 24 * hour;

/** The bucket that a moment falls into, as a number or a word that is equal for equal buckets. */
const buckets: Readonly<Record<"hourly" | "daily" | "weekly" | "monthly" | "yearly", (at: number) => number>> = {
  hourly: (at) => Math.floor(at / hour),
  daily: (at) => Math.floor(at / day),
  // the first of January 1970 was a Thursday, and weeks begin on Mondays
  weekly: (at) => Math.floor((at / day + 3) / 7),
  monthly: (at) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth(),
  yearly: (at) => new Date(at).getUTCFullYear(),
};

/**
 * The snapshots that a policy lets go. Ages count from the newest snapshot, not from now: where nothing new comes any
 * more, nothing more is destroyed. A policy without any rule keeps everything, and so does one whose rules are all 0; the
 * newest is always kept.
 * @param snapshots those that the policy is about, in the order of createtxg
 * @param now milliseconds since 1970: no age counts from a moment that is still to come, which a wrong clock wrote down
 */
export function expired(snapshots: readonly Snapshot[], policy: KeepRules, now = Infinity): Snapshot[] {
  const newest = snapshots.at(-1);
  const rules = Object.values(policy).filter((value) => value !== undefined && value > 0);
  if (!newest || rules.length === 0) return [];
  const kept = new Set<Snapshot>([newest, ...(policy.last ? snapshots.slice(-policy.last) : [])]);
  for (const [rule, bucketOf] of Object.entries(buckets)) {
    const wanted = policy[rule as keyof typeof buckets] ?? 0;
    const seen = new Set<number>();
    for (let i = snapshots.length - 1; i >= 0 && seen.size < wanted; i -= 1) {
      const snapshot = snapshots[i];
      if (!snapshot) continue;
      const bucket = bucketOf(snapshot.creation);
      if (!seen.has(bucket)) kept.add(snapshot);
      seen.add(bucket);
    }
  }
  const { within } = policy;
  const latest = Math.min(newest.creation, now);
  if (within !== undefined)
    for (const snapshot of snapshots) if (latest - snapshot.creation <= within) kept.add(snapshot);
  return snapshots.filter((snapshot) => !kept.has(snapshot));
}
