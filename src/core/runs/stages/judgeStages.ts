import { formatRate } from "../../base/bytes";
import type { Pipeline } from "../transport";
import type { StageReading, StagesReading } from "./stages";
import type { Amount, StageSpan } from "./stageSpan";

/** What the stream goes through, as far as it was asked for. */
export interface StreamWay {
  readonly name: Pipeline["name"];
  /** Bytes a second that it is limited to. */
  readonly limit: number | undefined;
  readonly source: string;
  readonly target: string;
}

/** More than this of a processor, and that program is what is waited for. */
const saturated = 0.8;
/** A stage that sets the pace is waited for in this part of the time at least, and so much longer than any other. */
const clear = { least: 0.5, ahead: 0.15 };

/**
 * Which stage the stream has waited for. What zfs waits for tells it: a `zfs send` that waits for room in its pipe is held
 * up by what comes after it, else it holds the others up; a `zfs receive` that waits for data is held up by what comes
 * before it. When both wait, it is what lies between. With figures of the kernel's for the connection and of the programs
 * on the way. Pure.
 * @param spans the last ones
 */
export function judgeStages(spans: readonly StageSpan[], way: StreamWay): StagesReading {
  const held = part(spans.map(({ sender }) => sender));
  const starved = part(spans.map(({ receiver }) => receiver));
  const read = held === undefined ? undefined : 1 - held;
  const write = starved === undefined ? undefined : 1 - starved;
  const between = read === undefined || write === undefined ? undefined : Math.max(0, 1 - read - write);
  const stages: StageReading[] = [
    { name: "read", rate: undefined, share: read, note: "" },
    ...(way.name === "local"
      ? []
      : [{ name: "network" as const, rate: rateOf(spans, "carried"), share: between, note: onTheWay(spans, way) }]),
    { name: "write", rate: rateOf(spans, "consumed"), share: write, note: "" },
  ];
  return { stages, slowest: slowestOf(stages) };
}

function slowestOf(stages: readonly StageReading[]): StagesReading["slowest"] {
  // where one is not known, it may be that one
  if (stages.some(({ share }) => share === undefined)) return undefined;
  const [first, second] = [...stages].sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  if (!first || (first.share ?? 0) < clear.least) return undefined;
  return (first.share ?? 0) - (second?.share ?? 0) >= clear.ahead ? first.name : undefined;
}

function part(looks: readonly { readonly looks: number; readonly waiting: number }[]): number | undefined {
  const all = looks.reduce((sum, one) => sum + one.looks, 0);
  return all === 0 ? undefined : looks.reduce((sum, one) => sum + one.waiting, 0) / all;
}

/** What is seen between the two: a program that has no processor left, a limit, the connection. */
function onTheWay(spans: readonly StageSpan[], way: StreamWay): string {
  const program = spans.at(-1)?.program;
  const used = program && program.amount / program.seconds;
  const busy = rateOf(spans, "busy");
  const again = spans.reduce((sum, span) => sum + span.retransmitted, 0);
  return [
    ...(way.limit === undefined ? [] : [`limited to ${formatRate(way.limit)}, as asked`]),
    ...(program && used !== undefined && used >= saturated
      ? [`${program.name} on ${program.half === "send" ? way.source : way.target} uses ${percent(used)} of a processor`]
      : []),
    ...(busy === undefined ? [] : [`the connection is busy ${percent(busy)} of the time`]),
    ...(again === 0 ? [] : [`${again} ${again === 1 ? "segment was" : "segments were"} sent again`]),
  ].join("; ");
}

/** So much a second over all spans that tell. */
function rateOf(spans: readonly StageSpan[], what: "carried" | "busy" | "consumed"): number | undefined {
  const known = spans.map((span) => span[what]).filter((amount): amount is Amount => amount !== undefined);
  const seconds = known.reduce((sum, one) => sum + one.seconds, 0);
  return seconds === 0 ? undefined : known.reduce((sum, one) => sum + one.amount, 0) / seconds;
}

function percent(of: number): string {
  return `${Math.round(Math.min(1, of) * 100)} %`;
}
