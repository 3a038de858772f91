import type { Disposable } from "../../core/base/disposable";

/** What makes one run fail (a host that is gone, a full pool) often makes several fail: they are told of together. */
export class FailuresTogether<T> implements Disposable {
  private failed: T[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param wait milliseconds from the first failure to the telling of all since then */
  constructor(
    private readonly wait: number,
    private readonly tell: (first: T, others: readonly T[]) => void,
  ) {}

  add(one: T): void {
    this.failed.push(one);
    this.timer ??= setTimeout(() => this.flush(), this.wait);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    const [first, ...others] = this.failed;
    this.failed = [];
    this.timer = undefined;
    if (first !== undefined) this.tell(first, others);
  }
}
