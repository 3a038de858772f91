const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** `1610612736` to `1.50 GiB`: three digits at most, binary units, as a person reads them. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return "? B";
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${bytes < 0 ? "-" : ""}${value.toFixed(digits)} ${units[unit] ?? "EiB"}`;
}

/** `50 MiB/s` from bytes a second. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/**
 * Reads `50 MiB`, `50M`, `1.5G`, `800k` or plain bytes. All units are binary, as zfs(8) has them.
 * @returns whole bytes, or undefined when the text is no size.
 */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtpe]?)(?:i?b)?\s*$/i.exec(text);
  if (!match) return undefined;
  const power = "kmgtpe".indexOf((match[2] ?? "").toLowerCase()) + 1;
  return Math.round(Number(match[1]) * 1024 ** ((match[2] ?? "") === "" ? 0 : power));
}
