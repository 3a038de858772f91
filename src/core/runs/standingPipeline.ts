import type { Disposable } from "../base/disposable";

/** One end of a pipeline. */
export type Half = "send" | "receive";

/** A pipeline whose halves both run. */
export interface StandingPipeline {
  /** Their shells, each on its own host. */
  readonly pids: Readonly<Record<Half, number>>;
  /** `$SSH_CONNECTION` of each; empty where there is none. */
  readonly connections: Readonly<Record<Half, string>>;
  /** The step whose stream is under way. */
  readonly step: () => string | undefined;
}

/** Whatever watches a standing pipeline; it is disposed of at the pipeline's end. */
export type Watch = (standing: StandingPipeline) => Disposable | undefined;

/**
 * What the halves of a pipeline tell of themselves, in any order, until it is known that it stands: then it is watched, once,
 * until this is disposed of.
 */
export class Halves {
  readonly pids: Partial<Record<Half, number>> = {};
  private readonly connections: Partial<Record<Half, string>> = {};
  private ready = false;
  private watching: Disposable | undefined;

  /** @param step the step whose stream is under way */
  constructor(
    private readonly watch: Watch | undefined,
    private readonly step: () => string | undefined,
  ) {}

  connected(half: Half, connection: string): void {
    this.connections[half] = connection;
    this.begin();
  }

  /** The receiving half has started on the machine that was meant. */
  readyToReceive(): void {
    this.ready = true;
    this.begin();
  }

  dispose(): void {
    this.watching?.dispose();
  }

  private begin(): void {
    const { send, receive } = this.pids;
    const { send: from, receive: to } = this.connections;
    if (!this.ready || this.watching || send === undefined || receive === undefined) return;
    if (from === undefined || to === undefined) return;
    this.watching = this.watch?.({
      pids: { send, receive },
      connections: { send: from, receive: to },
      step: this.step,
    });
  }
}
