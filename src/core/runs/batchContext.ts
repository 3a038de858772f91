import type { ZfsrError } from "../base/errors";
import type { TransferStep } from "../plan/step";
import type { Emit } from "./events";
import type { Watch } from "./standingPipeline";

/** What a batch of streams is run with. */
export interface BatchContext {
  /** The word that the marks of its halves begin with. */
  readonly frame: string;
  readonly emit: Emit;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the pipeline is ended; 0 waits for ever. */
  readonly stallTimeout: number;
  /**
   * Finds out why the stream of `step` stands still; undefined when that cannot be told from here, so that it is waited on.
   * @param silence milliseconds @param bytes sent so far
   */
  readonly explainStall: (step: TransferStep, silence: number, bytes: number) => Promise<ZfsrError | undefined>;
  /** The pipeline stands: whatever watches it from here on is disposed of at its end. */
  readonly watch?: Watch;
}
