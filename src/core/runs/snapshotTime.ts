/** `2026-11-23T205124Z` of milliseconds since 1970: the end of a snapshot's name; sorted by name is sorted by time. */
export function snapshotTime(now: number): string {
  return new Date(now).toISOString().replace(/:|\.\d+/g, "");
}
