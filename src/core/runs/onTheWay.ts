import { formatRate } from "../base/bytes";
import { ZfsrError } from "../base/errors";
import type { TransferStep } from "../plan/step";
import type { TransferOptions } from "../plan/transferOptions";
import { type Filters, noFilters } from "./pipelineScript";
import type { StreamProgram, StreamTools } from "./streamTools";

/** Bytes from which a batch is worth a look at the tools of both hosts that nobody asked for. */
const bulk = 64 * 2 ** 20;

/** What a batch of streams goes through on its way. */
export interface OnTheWay {
  readonly filters: Filters;
  /** Further words for the ssh that connects both hosts. */
  readonly ssh: readonly string[];
  /** What was chosen, and why; one clause each. */
  readonly notes: readonly string[];
}

/** A stream that goes as it is. */
export const asItIs: OnTheWay = { filters: noFilters, ssh: [], notes: [] };

/** Whether the tools of both hosts matter for these steps at all; where they do not, nobody is asked. */
export function needsTools(steps: readonly TransferStep[], options: TransferOptions): boolean {
  const asked = options.limit !== undefined || typeof options.buffer === "number";
  return asked || wantsCompression(steps, options) || (options.cipher === "auto" && isBulk(steps));
}

/** `auto` compresses what is large; a program that was named is taken for anything that can be compressed. */
export function wantsCompression(steps: readonly TransferStep[], { compression }: TransferOptions): boolean {
  if (compression === "none") return false;
  return steps.some(isCompressible) && (compression !== "auto" || isBulk(steps));
}

function isBulk(steps: readonly TransferStep[]): boolean {
  return steps.reduce((sum, step) => sum + (step.bytes ?? 0), 0) >= bulk;
}

/** A raw stream and one of compressed blocks do not shrink; a resumed one is what its token says, which may be either. */
function isCompressible({ raw, kind, argv }: TransferStep): boolean {
  return !raw && kind !== "resume" && !argv.some((word) => /^-[a-zA-Z]*[cw]/.test(word) || word === "--compressed");
}

/**
 * Chooses what a batch goes through, from what both hosts have.
 * @param shrinks what a sample of the stream shrinks to (0.5 is half); undefined where none was taken
 * @param lanes pipelines that share the limit
 * @throws ZfsrError not-installed where something was asked for that neither host can do; nothing has begun then
 */
export function chooseOnTheWay(
  steps: readonly TransferStep[],
  options: TransferOptions,
  tools: { readonly source: StreamTools; readonly target: StreamTools },
  shrinks: number | undefined,
  lanes: number,
): OnTheWay {
  const [first] = steps;
  const compression = compressionFor(steps, options, tools, shrinks);
  const limit = limitFor(first, options, tools, lanes);
  const buffer = bufferFor(first, options, tools.target);
  const cipher = cipherFor(options, tools);
  return {
    filters: {
      send: [...compression.send, ...limit.send],
      // the limit counts what crosses the network, so that on the target it comes before all else
      receive: [...limit.receive, ...buffer, ...compression.receive],
    },
    ssh: cipher.words,
    notes: [...compression.notes, ...limit.notes, ...cipher.notes],
  };
}

type Part = Filters & { readonly notes: readonly string[] };
const nothing: Part = { ...noFilters, notes: [] };

const compressors: readonly {
  readonly name: StreamProgram & ("zstd" | "lz4" | "pigz");
  readonly pack: readonly string[];
  readonly unpack: readonly string[];
}[] = [
  { name: "zstd", pack: ["zstd", "-q", "-1", "-c"], unpack: ["zstd", "-q", "-d", "-c"] },
  { name: "lz4", pack: ["lz4", "-q", "-1", "-c"], unpack: ["lz4", "-q", "-d", "-c"] },
  { name: "pigz", pack: ["pigz", "-1", "-c"], unpack: ["pigz", "-d", "-c"] },
];

/** The compressor that `auto` would take: the first that works on both ends. */
export function commonCompressor(
  options: TransferOptions,
  tools: { readonly source: StreamTools; readonly target: StreamTools },
): (typeof compressors)[number] | undefined {
  return compressors.find(
    ({ name }) =>
      (options.compression === "auto" || options.compression === name) &&
      tools.source.programs.has(name) &&
      tools.target.programs.has(name),
  );
}

/** Says so where a compressor was named for streams that would not shrink; else nothing. */
export function uselessCompression(
  steps: readonly TransferStep[],
  { compression }: TransferOptions,
): readonly string[] {
  if (compression === "auto" || compression === "none" || steps.every(isCompressible)) return [];
  return ["not compressed on the way: the stream is compressed or encrypted as it is stored"];
}

/** A sample that shrinks to less than this is worth the work. */
const worthIt = 0.875;

function compressionFor(
  steps: readonly TransferStep[],
  options: TransferOptions,
  tools: { readonly source: StreamTools; readonly target: StreamTools },
  shrinks: number | undefined,
): Part {
  const asked = options.compression !== "auto" && options.compression !== "none";
  if (!steps.every(isCompressible)) return { ...nothing, notes: uselessCompression(steps, options) };
  if (!wantsCompression(steps, options)) return nothing;
  const compressor = commonCompressor(options, tools);
  if (!compressor) {
    if (asked) throw missing(steps[0], options.compression, "both hosts");
    return { ...nothing, notes: ["not compressed on the way: the two hosts have no compressor in common"] };
  }
  const { name, pack, unpack } = compressor;
  if (!asked && (shrinks === undefined || shrinks > worthIt)) {
    const found = shrinks === undefined ? "no sample could be taken" : `a sample shrinks to ${percent(shrinks)} only`;
    return { ...nothing, notes: [`not compressed on the way: ${found}`] };
  }
  const why = asked ? "it was asked for" : `a sample shrinks to ${percent(shrinks ?? 1)}`;
  return { send: [pack], receive: [unpack], notes: [`compressed on the way by ${name}: ${why}`] };
}

function limitFor(
  step: TransferStep | undefined,
  { limit }: TransferOptions,
  { source, target }: { readonly source: StreamTools; readonly target: StreamTools },
  lanes: number,
): Part {
  if (limit === undefined) return nothing;
  const rate = `${Math.max(1, Math.floor(limit / lanes / 1024))}k`;
  const words = (tools: StreamTools): readonly string[] | undefined => {
    if (tools.programs.has("pv")) return ["pv", "-q", "-L", rate];
    return tools.programs.has("mbuffer") ? ["mbuffer", "-q", "-s", "64k", "-m", "4M", "-r", rate] : undefined;
  };
  const share = lanes > 1 ? `, a ${lanes}th of it for each of ${lanes} streams` : "";
  const here = words(source);
  const notes = [`limited to ${formatRate(limit)}${share}, by ${(here ?? words(target))?.[0] ?? ""}`];
  if (here) return { send: [here], receive: [], notes };
  const there = words(target);
  if (there) return { send: [], receive: [there], notes };
  throw missing(step, "pv or mbuffer", "one of the two hosts, for a limit");
}

function bufferFor(
  step: TransferStep | undefined,
  { buffer }: TransferOptions,
  target: StreamTools,
): readonly (readonly string[])[] {
  if (typeof buffer !== "number") return [];
  if (!target.programs.has("mbuffer")) throw missing(step, "mbuffer", "the target, for a buffer");
  return [["mbuffer", "-q", "-s", "128k", "-m", `${Math.floor(buffer / 2 ** 20)}M`]];
}

function cipherFor(
  { cipher }: TransferOptions,
  { source, target }: { readonly source: StreamTools; readonly target: StreamTools },
): { readonly words: readonly string[]; readonly notes: readonly string[] } {
  if (cipher !== "auto") return { words: cipher === "" ? [] : ["-c", cipher], notes: [] };
  if (!source.aes || !target.aes) return { words: [], notes: [] };
  return {
    words: ["-o", `Ciphers=${aesFirst}`],
    notes: ["AES-GCM first: both processors have instructions for it"],
  };
}

/**
 * All that OpenSSH offers by itself since 6.2, those that processors have instructions for in front: a server that lacks
 * the first still has one of the others.
 */
const aesFirst =
  "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,chacha20-poly1305@openssh.com";

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

function missing(step: TransferStep | undefined, what: string, where: string): ZfsrError {
  return new ZfsrError({
    reason: "not-installed",
    object: step === undefined ? what : `${step.host} to ${step.target.host}`,
    because: `${what} is needed on ${where}, and it is not there or does not work`,
    nextStep: `install it, or leave the option out`,
  });
}
