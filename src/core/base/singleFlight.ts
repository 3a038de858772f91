/** Shares one piece of work among all who ask for it by the same key while it is under way. Nothing is kept after. */
export class SingleFlight<T> {
  private readonly underWay = new Map<string, Promise<T>>();

  /** Gives the result of the work under way for `key`, or starts `work`. */
  run(key: string, work: () => Promise<T>): Promise<T> {
    const current = this.underWay.get(key);
    if (current) return current;
    const started = work().finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }
}
