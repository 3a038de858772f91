import { type DatasetName, type Guid, isWithin } from "./names";

/**
 * A run that writes into a pool. While it does, its process on the pool's host shows its mark, so that runs of other
 * machines see who it is; the mark goes with the process, whatever ends it.
 */
export interface Writer {
  /** The run's name, which begins with the time at which it began. */
  readonly run: string;
  /** Who started it, `root@laptop`. */
  readonly who: string;
  /** What it writes to, with all below it. */
  readonly dataset: DatasetName;
}

/** A writer as the host of a pool shows it. */
export interface SeenWriter extends Writer {
  /** The guid of the pool. */
  readonly pool: Guid;
  readonly pid: number;
  /** Whose process it is there. */
  readonly user: string;
}

/** What each mark begins with. */
export const markWord = "zfsr-writer:";

/** Characters that reach ps(1) as they are, however a script is quoted on its way. */
const plain = /[^A-Za-z0-9_./-]/gu;

/** `zfsr-writer:POOL:RUN:WHO:DATASET`, without a character that any shell or encoding would change. */
export function writerMark(pool: string, { run, who, dataset }: Writer): string {
  const [name = "", machine = ""] = who.split("@");
  const clean = (text: string): string => text.replace(plain, "_").slice(0, 64);
  return `${markWord}${pool}:${run}:${clean(name)}@${clean(machine)}:${markedDataset(dataset)}`;
}

/** A dataset's name as marks have it: `=20` for a blank. */
export function markedDataset(dataset: string): string {
  return dataset.replace(plain, (char) => `=${char.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
}

/** Reads a mark; undefined for what is none: any process on a host may show anything. */
export function readMark(text: string): (Writer & { readonly pool: Guid }) | undefined {
  const match =
    /^zfsr-writer:(\d{1,20}):(\d{8}T\d{6}Z-[0-9a-f]{6}):([A-Za-z0-9_./-]{1,64}@[A-Za-z0-9_./-]{0,64}):([A-Za-z0-9_./=-]{1,800})$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, pool = "", run = "", who = "", marked = ""] = match;
  const dataset = marked.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return { pool: pool as Guid, run, who, dataset: dataset as DatasetName };
}

/** Whether two runs would write to the same datasets of one pool. */
export function overlaps(a: DatasetName, b: DatasetName): boolean {
  return isWithin(a, b) || isWithin(b, a);
}
