/** A vdev as `zpool iostat -l` saw it, at its busiest second. Times in milliseconds. */
export interface DiskReading {
  readonly name: string;
  readonly reads: number;
  readonly writes: number;
  /** Bytes a second. */
  readonly readRate: number;
  readonly writeRate: number;
  /** From the request to its end, and of that what the disk itself took; undefined where there was nothing. */
  readonly readWait: number | undefined;
  readonly writeWait: number | undefined;
  readonly diskReadWait: number | undefined;
  readonly diskWriteWait: number | undefined;
}

/**
 * Reads rows of `zpool iostat -Hplv`: name, alloc, free, operations and bytes read and written, then waits in
 * nanoseconds by read and write (zpool-iostat(8)). 2.1 has 17 columns, 2.3 one more. A row of a pool comes before those
 * of its vdevs; of several seconds the busiest is kept.
 */
export function disksIn(text: string): DiskReading[] {
  const busiest = new Map<string, DiskReading>();
  for (const line of text.split("\n")) {
    const row = line.split("\t");
    if (row.length < 17 || !row.slice(3, 7).every((cell) => /^\d+$/.test(cell))) continue;
    const [name = "", , , reads, writes, readRate, writeRate, readWait, writeWait, diskReadWait, diskWriteWait] = row;
    const reading: DiskReading = {
      name,
      reads: Number(reads),
      writes: Number(writes),
      readRate: Number(readRate),
      writeRate: Number(writeRate),
      readWait: milliseconds(readWait),
      writeWait: milliseconds(writeWait),
      diskReadWait: milliseconds(diskReadWait),
      diskWriteWait: milliseconds(diskWriteWait),
    };
    const before = busiest.get(name);
    if (!before || before.readRate + before.writeRate <= reading.readRate + reading.writeRate)
      busiest.set(name, reading);
  }
  return [...busiest.values()];
}

function milliseconds(nanoseconds: string | undefined): number | undefined {
  return nanoseconds !== undefined && /^\d+$/.test(nanoseconds) ? Number(nanoseconds) / 1e6 : undefined;
}
