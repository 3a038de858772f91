const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** A moment as this machine's clock and language have it. @param ms milliseconds since 1970 */
export function formatTime(ms: number): string {
  return Number.isFinite(ms) ? day.format(ms) : "?";
}
