import type { Host } from "../hosts/host";

/** What a pipeline has learned of a way; undefined for nothing. */
type Learned = "stands" | { readonly because: string } | undefined;

/** What is known of a way when a pipeline wants to take it, and whom it tells what it learns; what is said first counts. */
export type DirectWay =
  | { readonly state: "failed"; readonly because: string }
  /** It stood a while ago. */
  | { readonly state: "stands"; readonly tell: (learned: Learned) => void }
  /** It is for this pipeline to find out, and to tell. */
  | { readonly state: "untried"; readonly tell: (learned: Learned) => void };

type Known = "stands" | { readonly because: string };

/**
 * Whether a source reaches a target by itself: found out once in a run, by the first pipeline that goes there. Others that
 * begin beside it wait for what comes of that, so that one that cannot be reached is not waited for by each of them.
 */
export class DirectWays {
  private readonly known = new Map<string, Promise<Known | undefined>>();

  async ask(source: Host, target: Host): Promise<DirectWay> {
    const pair = pairOf(source, target);
    for (let asked = this.known.get(pair); asked; asked = this.known.get(pair)) {
      const known = await asked;
      if (known === "stands") return { state: known, tell: (learned) => this.closed(pair, asked, learned) };
      if (known) return { state: "failed", ...known };
      // whoever tried has learned nothing: the next one does
      if (this.known.get(pair) === asked) this.known.delete(pair);
    }
    return { state: "untried", tell: this.begun(pair) };
  }

  /** No other way leads there either, so that what failed was not the way: it is tried again. */
  forget(source: Host, target: Host): void {
    this.known.delete(pairOf(source, target));
  }

  private begun(pair: string): (learned: Learned) => void {
    let tell: (learned: Learned) => void = () => undefined;
    this.known.set(pair, new Promise((resolve) => (tell = resolve)));
    return tell;
  }

  /** A way that stood stands no more; unless somebody has found out otherwise meanwhile. */
  private closed(pair: string, asked: Promise<Known | undefined>, learned: Learned): void {
    if (typeof learned === "object" && this.known.get(pair) === asked) this.known.set(pair, Promise.resolve(learned));
  }
}

function pairOf(source: Host, target: Host): string {
  return `${source.id} ${target.id}`;
}
