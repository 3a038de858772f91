import type { Disposable } from "./disposable";

/** A list of listeners for values of one type; the order of listening is the order of hearing. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  /** @param failed hears what a listener throws; without it, it is thrown again by itself, as an uncaught exception */
  constructor(private readonly failed: (error: unknown) => void = throwLater) {}

  /** Hears every value fired from now on, until the returned disposable is disposed of. */
  readonly listen = (listener: (value: T) => void): Disposable => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  /** Never throws: a listener that does stops neither the others nor the one who fires. */
  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.failed(error);
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}

function throwLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
