import { endOf, startZfsr } from "../support/zfsr";
import type { RunEvent } from "../../src/core/runs/events";
import { processorTime } from "./processorTime";

export interface Timed {
  /** Milliseconds since 1970: from the command's start to its end. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds of processor time on this machine, from the start of the first step to the end of the last one. */
  readonly processor: number;
  /** The same time by the clock. */
  readonly transferring: number;
  readonly events: readonly RunEvent[];
}

/** Runs `zfsr WORDS --json` to its end. @throws Error when it does not end with 0 */
export async function timedZfsr(...words: string[]): Promise<Timed> {
  const from = Date.now();
  const running = startZfsr(...words, "--json");
  const pid = running.process.pid ?? 0;
  const looks: { readonly at: number; readonly ms: number }[] = [];
  const look = (): void => {
    if (running.process.exitCode === null) looks.push({ at: Date.now(), ms: processorTime(pid) });
  };
  const steps = (type: RunEvent["type"]): Promise<unknown> =>
    running.seen((event) => event.type === type && /^(send|resume)/.test("step" in event ? event.step : "")).then(look);
  const watched = Promise.allSettled([steps("step-started"), steps("step-ended")]);
  const { code, stdout, stderr } = await running.ended;
  const to = Date.now();
  await watched;
  if (code !== 0) throw new Error(`zfsr ${words.join(" ")} ended with ${code}: ${stdout}${stderr}`);
  endOf(running.events);
  const [first, last] = [looks[0], looks.at(-1)];
  return {
    from,
    to,
    processor: (last?.ms ?? 0) - (first?.ms ?? 0),
    transferring: (last?.at ?? 0) - (first?.at ?? 0),
    events: running.events,
  };
}
