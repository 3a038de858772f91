interface Line<A, T> {
  readonly current: Promise<T>;
  waiting?: { ask: A; readonly done: Promise<T> };
}

/**
 * Looks at things that change, by key: one look at a time, and one that is asked for while another is under way begins
 * after it, since what is under way may have seen the thing before it changed. All that is asked for meanwhile is one look.
 */
export class Turns<A, T> {
  private readonly lines = new Map<string, Line<A, T>>();

  /**
   * @param work one look
   * @param both what asks for two things at once
   */
  constructor(
    private readonly work: (key: string, ask: A) => Promise<T>,
    private readonly both: (one: A, other: A) => A,
  ) {}

  /** What the look under way will give, if there is one. */
  underWay(key: string): Promise<T> | undefined {
    return this.lines.get(key)?.current;
  }

  /** What a look gives that begins now, or right after the one under way. Rejects with what the work rejects with. */
  next(key: string, ask: A): Promise<T> {
    const line = this.lines.get(key);
    if (!line) return this.start(key, ask);
    if (line.waiting) {
      line.waiting.ask = this.both(line.waiting.ask, ask);
      return line.waiting.done;
    }
    const begin = (): Promise<T> => this.start(key, line.waiting?.ask ?? ask);
    line.waiting = { ask, done: line.current.then(begin, begin) };
    return line.waiting.done;
  }

  private start(key: string, ask: A): Promise<T> {
    const end = (): void => {
      if (!line.waiting) this.lines.delete(key);
    };
    const line: Line<A, T> = { current: this.work(key, ask).finally(end) };
    this.lines.set(key, line);
    return line.current;
  }
}
