import type { ZfsrError } from "../base/errors";
import type { Half } from "./standingPipeline";

/** How one stream of a batch ended. Streams that the batch never came to have no result. */
export type StreamResult =
  /**
   * Both ends ended well, which is no proof that anything has arrived: that is read back. `estimated`: those of the bytes that
   * nobody has counted. `warnings`: what could not be done though the data arrived (a property that was refused, say).
   */
  | {
      readonly outcome: "done";
      readonly bytes: number;
      readonly estimated: number;
      readonly warnings: readonly ZfsrError[];
    }
  | { readonly outcome: "failed"; readonly bytes: number; readonly error: ZfsrError };

/** How a batch ended. */
export interface BatchResult {
  /** By the step's id. */
  readonly streams: ReadonlyMap<string, StreamResult>;
  /** The receiving half has started on the machine that was meant. False: nothing was sent, another way may be tried. */
  readonly ready: boolean;
  /** What was printed before it was ready: why the connection could not be made. */
  readonly linkText: string;
  /** The process ids that the halves have told, each on its own host. */
  readonly pids: Readonly<Partial<Record<Half, number>>>;
}
