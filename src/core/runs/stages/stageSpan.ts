import type { HalfLook } from "./readHalf";

/** Both halves, looked at together. */
export interface PipelineLook {
  /** Milliseconds of a clock that only goes forward. */
  readonly at: number;
  /** Undefined where its host did not answer. */
  readonly send: HalfLook | undefined;
  readonly receive: HalfLook | undefined;
}

/** So much, in so many seconds. */
export interface Amount {
  readonly amount: number;
  readonly seconds: number;
}

/** What happened between two looks; undefined is what nothing tells. */
export interface StageSpan {
  readonly sender: { readonly looks: number; readonly waiting: number };
  readonly receiver: { readonly looks: number; readonly waiting: number };
  /** Bytes that the target's kernel has acknowledged. */
  readonly carried: Amount | undefined;
  /** Seconds in which the connection had something under way, and segments that were sent again. */
  readonly busy: Amount | undefined;
  readonly retransmitted: number;
  /** Bytes that zfs receive has taken in. */
  readonly consumed: Amount | undefined;
  /** Seconds of a processor that the busiest program on the way has used: ssh, a compressor. */
  readonly program: (Amount & { readonly name: string; readonly half: "send" | "receive" }) | undefined;
}

/** What happened between `before` and `after`. @param before undefined for the first look: it tells no rates */
export function spanBetween(before: PipelineLook | undefined, after: PipelineLook): StageSpan {
  const { send, receive } = after;
  const rest = before ? (after.at - before.at) / 1000 : 0;
  const sending = secondsBetween(before?.send, send, rest);
  const receiving = secondsBetween(before?.receive, receive, rest);
  const link = send?.connection;
  const linkBefore = before?.send?.connection;
  // another zfs than before counts from nothing
  const same = receive?.zfs === before?.receive?.zfs;
  return {
    sender: { looks: send?.looks ?? 0, waiting: send?.waiting ?? 0 },
    receiver: { looks: receive?.looks ?? 0, waiting: receive?.waiting ?? 0 },
    carried: risen(linkBefore?.acknowledged, link?.acknowledged, sending),
    busy: risen(linkBefore && linkBefore.busy / 1000, link && link.busy / 1000, sending),
    retransmitted: Math.max(0, (link?.retransmitted ?? 0) - (linkBefore?.retransmitted ?? link?.retransmitted ?? 0)),
    consumed: same ? risen(before?.receive?.consumed, receive?.consumed, receiving) : undefined,
    program: busiest([
      ...programs(before?.send, send, "send", sending),
      ...programs(before?.receive, receive, "receive", receiving),
    ]),
  };
}

function secondsBetween(before: HalfLook | undefined, after: HalfLook | undefined, otherwise: number): number {
  if (before?.uptime === undefined || after?.uptime === undefined) return otherwise;
  return after.uptime - before.uptime;
}

function risen(before: number | undefined, after: number | undefined, seconds: number): Amount | undefined {
  if (before === undefined || after === undefined || after < before || seconds <= 0) return undefined;
  return { amount: after - before, seconds };
}

type Program = NonNullable<StageSpan["program"]>;

/** The half's processes but zfs and the shells. */
function* programs(
  before: HalfLook | undefined,
  after: HalfLook | undefined,
  half: Program["half"],
  seconds: number,
): Generator<Program> {
  for (const [key, used] of after?.processor ?? []) {
    const name = key.slice(key.indexOf(" ") + 1);
    const amount = risen(before?.processor.get(key), used, seconds);
    if (amount && !/^(?:zfs|sh|dash|bash|ksh|sudo)$/.test(name)) yield { ...amount, name, half };
  }
}

function busiest(all: readonly Program[]): Program | undefined {
  return [...all].sort((a, b) => b.amount / b.seconds - a.amount / a.seconds)[0];
}
