import { delay } from "../../base/abort";
import type { Disposable } from "../../base/disposable";
import type { Host } from "../../hosts/host";
import type { Emit } from "../events";
import type { ConnectionPorts } from "./connectionPorts";
import { halfScript } from "./halfScript";
import { judgeStages, type StreamWay } from "./judgeStages";
import { type HalfLook, readHalf } from "./readHalf";
import { type PipelineLook, spanBetween, type StageSpan } from "./stageSpan";

/** Milliseconds until the first look: what is over by then nobody can do anything about. */
const first = 10_000;
/** Milliseconds between two looks, at first and at most: a long transfer need not be looked at as often. */
const [shortest, longest] = [5000, 30_000];
/** Milliseconds for an answer: a host that is busy with a stream may take its time. */
const patience = 20_000;
/** Looks in a row that neither host answers; then nobody is asked any more. */
const vain = 3;
/** Looks that tell of `of late`. */
const remembered = 6;

/** A pipeline under way, and who it is. */
export interface WatchedPipeline {
  readonly source: Host;
  readonly target: Host;
  readonly way: StreamWay;
  /** The shells of its halves, each on its host. */
  readonly pids: Readonly<Record<"send" | "receive", number>>;
  /** The stream's connection, as the source has it. */
  readonly ports: ConnectionPorts | undefined;
  /** The step whose stream is under way. */
  readonly step: () => string | undefined;
}

/**
 * Tells every now and then which stage a pipeline waits for: one command a host, over the connection that is there, the
 * first after ten seconds. Hosts that never answer in time are not asked for ever; the stream itself is never touched.
 * @param wait milliseconds, as `delay` of core/base/abort
 */
export function watchStages(pipeline: WatchedPipeline, emit: Emit, now: () => number, wait = delay): Disposable {
  const stop = new AbortController();
  void watch(pipeline, emit, now, wait, stop.signal).catch(() => {
    // it has ended: nobody waits for this
  });
  return { dispose: () => stop.abort() };
}

async function watch(
  pipeline: WatchedPipeline,
  emit: Emit,
  now: () => number,
  wait: typeof delay,
  signal: AbortSignal,
): Promise<void> {
  const spans: StageSpan[] = [];
  let before: PipelineLook | undefined;
  let pause = shortest;
  let silent = 0;
  await wait(first, signal);
  for (;;) {
    const at = now();
    const { send, receive } = await lookAt(pipeline, signal);
    const step = pipeline.step();
    silent = send || receive ? 0 : silent + 1;
    if (signal.aborted || silent >= vain) return;
    if (silent === 0) {
      const look: PipelineLook = { at, send, receive };
      spans.push(spanBetween(before, look));
      if (spans.length > remembered) spans.shift();
      before = look;
      if (step !== undefined) emit({ type: "stages", step, ...judgeStages(spans, pipeline.way) });
    }
    await wait(pause, signal);
    pause = Math.min(longest, pause * 1.25);
  }
}

async function lookAt(
  { source, target, pids, ports }: WatchedPipeline,
  signal: AbortSignal,
): Promise<Pick<PipelineLook, "send" | "receive">> {
  const [send, receive] = await Promise.all([
    half(source, halfScript(pids.send, ports), "send", signal),
    half(target, halfScript(pids.receive, undefined), "receive", signal),
  ]);
  return { send, receive };
}

async function half(
  host: Host,
  script: string,
  which: "send" | "receive",
  signal: AbortSignal,
): Promise<HalfLook | undefined> {
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const { stdout } = await host.script(script, {
      signal: bounded,
      background: true,
      unrecorded: true,
      maxOutput: 65_536,
    });
    return readHalf(stdout, which);
  } catch {
    // what a host does not tell is not known; the stream itself goes on, or says why not
    return undefined;
  }
}
