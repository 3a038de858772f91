import { zfsrCommand } from "../base/zfsrCommand";
import { formatPlace } from "../zfs/place";
import type { Aspect, DatasetContents, Difference, Pair } from "./contents";
import { bytesOfEscaped, readable } from "./escapes";
import { partSize } from "./contentsScript";
import { MergeJoin } from "./mergeJoin";

/** Differences that are kept; of the rest there is a number. */
const mostKept = 1000;

/** What `find` prints of a file, in this order. */
const columns: readonly Aspect[] = ["kind", "mode", "owner", "group", "links", "size", "modified", "link-target"];

type SideIndex = 0 | 1;
export type Section = "meta" | "sums" | "attrs" | "blocks";

/** What one side has shown so far. */
class Progress {
  /** Sizes of regular files, in their order: those that are read next. */
  readonly sizes: number[] = [];
  items = 0;
  read = 0;
  bytes = 0;
  /** Of files that have any; undefined where they were not asked for. */
  attributes: Map<string, string> | undefined;
  /** The file whose attributes are being read. */
  attributesOf = "";
  readonly because: string[] = [];
  readonly complaints: string[] = [];
  ended = false;
}

/** Compares one dataset of both hosts, line by line as they come. */
export class DatasetComparison {
  private readonly sides = [new Progress(), new Progress()] as const;
  private readonly differences = new Map<string, Set<Aspect>>();
  private more = 0;
  private readonly meta = new MergeJoin((key, source, target) => this.metaDiffers(key, source, target));
  private readonly sums = new MergeJoin((key, source, target) => this.sumsDiffer(key, source, target));
  private readonly blocks = new MergeJoin((key, source, target) => this.partDiffers(key, source, target));

  /** @param hosts of the source and of the target */
  constructor(
    private readonly pair: Pair,
    private readonly hosts: readonly [string, string],
  ) {}

  /** Bytes of contents that both sides have read. */
  get bytes(): number {
    return Math.min(this.sides[0].bytes, this.sides[1].bytes);
  }

  /** A line of a section, as the script prints it. */
  line(side: SideIndex, section: Section, line: string): void {
    const progress = this.sides[side];
    // what one side cannot show is not compared
    if (this.sides.some(({ because }) => because.length > 0)) return;
    if (section === "attrs") this.attributeLine(progress, line);
    else if (section === "blocks") {
      this.blocks.push(side, { key: String(progress.items).padStart(12, "0"), value: line });
      progress.items += 1;
      progress.bytes += partSize;
    } else {
      const bytes = bytesOfEscaped(line.endsWith("$") ? line.slice(0, -1) : line);
      if (section === "meta") this.fileLine(side, bytes);
      else this.sumLine(side, bytes);
    }
  }

  /** A section is over on one side. */
  sectionEnded(side: SideIndex, section: Section): void {
    if (section === "meta") this.meta.end(side);
    else if (section === "sums") this.sums.end(side);
    else if (section === "blocks") this.blocks.end(side);
  }

  /** What one side cannot show. */
  cannot(side: SideIndex, because: string): void {
    this.sides[side].because.push(`${because} (${this.hosts[side]})`);
  }

  /** What a host said on standard error while it read. */
  complaint(side: SideIndex, text: string): void {
    const { complaints } = this.sides[side];
    if (complaints.length < 3) complaints.push(`${this.hosts[side]}: ${text}`);
  }

  /** Nothing more comes from that side. */
  ended(side: SideIndex): void {
    this.sides[side].ended = true;
  }

  /** Both sides have shown all that they can. */
  get isOver(): boolean {
    return this.sides.every(({ ended }) => ended);
  }

  /** What came of it. */
  result(): DatasetContents {
    const { source, target } = this.pair;
    const [left, right] = this.sides;
    const refused = [...left.because, ...right.because];
    const names = {
      source: formatPlace(this.hosts[0], `${source.dataset}@${source.snapshot}`),
      target: formatPlace(this.hosts[1], `${target.dataset}@${target.snapshot}`),
    };
    if (refused.length > 0)
      return {
        ...names,
        ...{ state: "not-compared", items: 0, bytes: 0, differences: [], more: 0, because: refused },
        nextStep: this.nextStep(),
      };
    this.compareAttributes();
    const because = [...left.complaints, ...right.complaints];
    const state = this.differences.size > 0 ? "different" : because.length > 0 ? "not-compared" : "equal";
    return {
      ...names,
      state,
      items: Math.max(left.items, right.items),
      bytes: this.bytes,
      differences: [...this.differences].map(([key, what]): Difference => ({
        path: this.pair.type === "volume" ? key : readable(key),
        what: [...what],
      })),
      more: this.more,
      because,
      nextStep:
        because.length > 0 && state !== "different" ? "see what the host says of it, then compare again" : undefined,
    };
  }

  private nextStep(): string {
    const volume = formatPlace(this.hosts[0], this.pair.source.dataset);
    return this.pair.type === "volume"
      ? `compare as root a snapshot that the volume was not written to since, or give its snapshots devices for the time: ${zfsrCommand("set", "snapdev=visible", volume)}`
      : "compare as root, on Linux, or mount the filesystem";
  }

  private fileLine(side: SideIndex, text: string): void {
    const end = text.indexOf("//");
    const [key, value] = [text.slice(0, end), text.slice(end + 2)];
    const progress = this.sides[side];
    progress.items += 1;
    const [kind, , , , , size] = value.split(" ", 6);
    if (kind === "f") progress.sizes.push(Number(size));
    this.meta.push(side, { key: `${key}//`, value });
  }

  /** `DIGEST  ./path` */
  private sumLine(side: SideIndex, text: string): void {
    const progress = this.sides[side];
    // a file that could not be read has no line, so this is about how far it has come, and no more
    progress.bytes += progress.sizes[progress.read] ?? 0;
    progress.read += 1;
    const space = text.indexOf(" ");
    this.sums.push(side, { key: `${text.slice(space + 2)}//`, value: text.slice(0, space) });
  }

  /** getfattr's `# file: NAME`, then a line for each attribute. */
  private attributeLine(progress: Progress, line: string): void {
    const attributes = (progress.attributes ??= new Map<string, string>());
    if (line.startsWith("# file: ")) {
      const name = bytesOfEscaped(line.slice(8));
      // getfattr leaves out what find writes in front
      progress.attributesOf = name === "." || name.startsWith("./") ? name : `./${name}`;
    } else if (line !== "")
      attributes.set(progress.attributesOf, `${attributes.get(progress.attributesOf) ?? ""}${line}\n`);
  }

  private compareAttributes(): void {
    const [left, right] = this.sides.map(({ attributes }) => attributes);
    if (!left || !right) return;
    for (const [file, value] of left) if (right.get(file) !== value) this.note(file, "attributes");
    for (const file of right.keys()) if (!left.has(file)) this.note(file, "attributes");
  }

  private metaDiffers(key: string, source: string | undefined, target: string | undefined): void {
    const path = key.slice(0, -2);
    if (source === undefined || target === undefined) {
      this.note(path, source === undefined ? "only-on-target" : "only-on-source");
      return;
    }
    const [left, right] = [source.split(" "), target.split(" ")];
    const devices = [left, right].every(([kind]) => kind === "b" || kind === "c");
    columns.forEach((aspect, i) => {
      // a link's target may have blanks, and stands last
      const of = (words: readonly string[]): string =>
        i === columns.length - 1 ? words.slice(i).join(" ") : (words[i] ?? "");
      if (of(left) !== of(right)) this.note(path, devices && aspect === "link-target" ? "device" : aspect);
    });
  }

  private sumsDiffer(key: string, source: string | undefined, target: string | undefined): void {
    const path = key.slice(0, -2);
    const known = this.differences.get(path);
    // where it is not there, or is no file, there is nothing to be read
    if (known?.has("only-on-source") || known?.has("only-on-target") || known?.has("kind")) return;
    this.note(
      path,
      source === undefined ? "unreadable-on-source" : target === undefined ? "unreadable-on-target" : "contents",
    );
  }

  private partDiffers(key: string, source: string | undefined, target: string | undefined): void {
    const start = Number(key) * partSize;
    const aspect = source === undefined ? "only-on-target" : target === undefined ? "only-on-source" : "contents";
    this.note(`bytes ${start} to ${start + partSize - 1}`, aspect);
  }

  private note(path: string, aspect: Aspect): void {
    const known = this.differences.get(path);
    if (known) known.add(aspect);
    else if (this.differences.size < mostKept) this.differences.set(path, new Set([aspect]));
    else this.more += 1;
  }
}
