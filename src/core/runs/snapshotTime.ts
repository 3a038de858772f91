const fields: Readonly<Record<string, (at: Date) => string>> = {
  "%Y": (at) => String(at.getUTCFullYear()),
  "%m": (at) => two(at.getUTCMonth() + 1),
  "%d": (at) => two(at.getUTCDate()),
  "%H": (at) => two(at.getUTCHours()),
  "%M": (at) => two(at.getUTCMinutes()),
  "%S": (at) => two(at.getUTCSeconds()),
  "%s": (at) => String(Math.floor(at.getTime() / 1000)),
  "%%": () => "%",
};

/** The format where none is given: sorted by name is sorted by time. */
const usualFormat = "%Y-%m-%dT%H%M%SZ";

/**
 * The end of a snapshot's name: `2026-11-23T205124Z` of milliseconds since 1970, always in UTC.
 * @param format in the words of strftime(3): %Y %m %d %H %M %S %s and %%; anything else stands for itself
 */
export function snapshotTime(now: number, format: string = usualFormat): string {
  const at = new Date(now);
  return format.replace(/%./g, (word) => fields[word]?.(at) ?? word);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
