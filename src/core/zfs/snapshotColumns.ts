import type { Snapshot } from "./model";

/** What a row is made from: the columns of `zfs list`, in which `creation` is seconds since 1970. */
export interface SnapshotRow extends Omit<Snapshot, "kind" | "name"> {
  /** What stands behind the dataset's name, with its mark: `@monday`, `#monday`. */
  readonly suffix: string;
}

/** The columns of numbers, in this order in each row. */
const numbersOf = { createtxg: 0, creation: 1, used: 2, referenced: 3, userrefs: 4 } as const;
const width = 5;
const at = "@".charCodeAt(0);

/**
 * Snapshots and bookmarks in columns: some 52 bytes and the part of the name behind the dataset for each, where an object
 * of its own takes several hundred. Rows stand in the order in which they were listed.
 */
export class SnapshotColumns {
  private constructor(
    readonly length: number,
    private readonly names: Buffer,
    private readonly nameEnds: Uint32Array,
    private readonly guids: BigUint64Array,
    private readonly numbers: Float64Array,
  ) {}

  static from(list: Iterable<SnapshotRow>): SnapshotColumns {
    let length = 0;
    let names = Buffer.alloc(4096);
    let nameEnds = new Uint32Array(64);
    let guids = new BigUint64Array(64);
    let numbers = new Float64Array(64 * width);
    let start = 0;
    for (const { suffix, guid, createtxg, creation, used, referenced, userrefs } of list) {
      if (start + suffix.length > names.length)
        names = Buffer.concat([names], Math.max(names.length * 2, start + suffix.length));
      if (length === nameEnds.length) {
        nameEnds = grown(nameEnds, new Uint32Array(length * 2));
        guids = grown(guids, new BigUint64Array(length * 2));
        numbers = grown(numbers, new Float64Array(length * width * 2));
      }
      // names that zfs allows are ASCII
      start += names.write(suffix, start, "latin1");
      nameEnds[length] = start;
      guids[length] = BigInt(guid);
      numbers.set([createtxg, creation, used, referenced, userrefs], length * width);
      length += 1;
    }
    return new SnapshotColumns(
      length,
      Buffer.from(names.subarray(0, start)),
      nameEnds.slice(0, length),
      guids.slice(0, length),
      numbers.slice(0, length * width),
    );
  }

  /** `@monday` or `#monday` */
  suffix(row: number): string {
    return this.names.toString("latin1", this.nameEnds[row - 1] ?? 0, this.nameEnds[row]);
  }

  isSnapshot(row: number): boolean {
    return this.names[this.nameEnds[row - 1] ?? 0] === at;
  }

  guid(row: number): bigint {
    return this.guids[row] ?? 0n;
  }

  number(row: number, column: keyof typeof numbersOf): number {
    return this.numbers[row * width + numbersOf[column]] ?? 0;
  }

  /** The guids of all rows for which `wanted` holds. */
  guidsWhere(wanted: (row: number) => boolean): BigUint64Array {
    return this.guids.filter((_, row) => wanted(row));
  }

  /** Bytes that are kept for all rows. */
  get bytes(): number {
    const { names, nameEnds, guids, numbers } = this;
    return names.byteLength + nameEnds.byteLength + guids.byteLength + numbers.byteLength;
  }
}

function grown<A extends Uint32Array | BigUint64Array | Float64Array>(from: A, to: A): A {
  (to as { set(values: A): void }).set(from);
  return to;
}
