/** One entry of a sorted list. */
export interface Entry {
  readonly key: string;
  readonly value: string;
}

/**
 * Two sorted lists that arrive bit by bit, compared while they do: what is equal is forgotten at once, so that only what one
 * side is ahead of the other takes memory.
 */
export class MergeJoin {
  private readonly waiting: readonly [Queue, Queue] = [new Queue(), new Queue()];
  private readonly ended: [boolean, boolean] = [false, false];

  /** @param onDifferent hears a key whose values differ; undefined stands for a side that does not have it */
  constructor(
    private readonly onDifferent: (key: string, source: string | undefined, target: string | undefined) => void,
  ) {}

  /** @param side 0 for the source, 1 for the target @param entry later in order than the one before */
  push(side: 0 | 1, entry: Entry): void {
    this.waiting[side].push(entry);
    this.advance();
  }

  /** Nothing more comes from that side. */
  end(side: 0 | 1): void {
    this.ended[side] = true;
    this.advance();
  }

  private advance(): void {
    const [source, target] = this.waiting;
    for (;;) {
      const [left, right] = [source.first, target.first];
      if (left && right) {
        if (left.key <= right.key) source.shift();
        if (right.key <= left.key) target.shift();
        if (left.key < right.key) this.onDifferent(left.key, left.value, undefined);
        else if (right.key < left.key) this.onDifferent(right.key, undefined, right.value);
        else if (left.value !== right.value) this.onDifferent(left.key, left.value, right.value);
      } else if (left && this.ended[1]) {
        source.shift();
        this.onDifferent(left.key, left.value, undefined);
      } else if (right && this.ended[0]) {
        target.shift();
        this.onDifferent(right.key, undefined, right.value);
      } else return;
    }
  }
}

/** First in, first out, without moving all that waits each time. */
class Queue {
  private items: Entry[] = [];
  private start = 0;

  get first(): Entry | undefined {
    return this.items[this.start];
  }

  push(item: Entry): void {
    this.items.push(item);
  }

  shift(): void {
    this.start += 1;
    if (this.start < 1024 || this.start * 2 < this.items.length) return;
    this.items = this.items.slice(this.start);
    this.start = 0;
  }
}
