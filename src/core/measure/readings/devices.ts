/** A block device as `iostat -xz` saw it, at its busiest. */
export interface DeviceReading {
  readonly name: string;
  /** The part of the time in which it had something to do: 1 is all of it. */
  readonly used: number;
  /** Milliseconds that a read or a write took; undefined where there was none. */
  readonly readWait: number | undefined;
  readonly writeWait: number | undefined;
}

/** Reads what `iostat -dxyz` (sysstat) prints, by the names of its columns, which differ between versions. */
export function devicesIn(text: string): DeviceReading[] {
  const busiest = new Map<string, DeviceReading>();
  let columns: readonly string[] = [];
  for (const line of text.split("\n")) {
    const cells = line.trim().split(/\s+/);
    if (/^Device:?$/.test(cells[0] ?? "")) {
      columns = cells;
      continue;
    }
    if (columns.length === 0 || cells.length !== columns.length) continue;
    const value = (name: string): number | undefined => {
      const text = cells[columns.indexOf(name)];
      return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
    };
    const used = value("%util");
    const name = cells[0];
    if (used === undefined || name === undefined) continue;
    const reading: DeviceReading = {
      name,
      used: Math.min(1, used / 100),
      readWait: (value("r/s") ?? 0) > 0 ? value("r_await") : undefined,
      writeWait: (value("w/s") ?? 0) > 0 ? value("w_await") : undefined,
    };
    if ((busiest.get(name)?.used ?? -1) <= reading.used) busiest.set(name, reading);
  }
  return [...busiest.values()];
}
