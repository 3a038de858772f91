import type { Host } from "../hosts/host";

/** What is known of a way when a pipeline wants to take it. */
export type DirectWay =
  | { readonly state: "stands" }
  | { readonly state: "failed"; readonly because: string }
  /** It is for this pipeline to find out, and to tell; undefined where nothing was learned. */
  | { readonly state: "untried"; readonly tell: (way: "stands" | { readonly because: string } | undefined) => void };

/**
 * Whether a source reaches a target by itself: found out once in a run, by the first pipeline that goes there. Others that
 * begin beside it wait for what comes of that, so that one that cannot be reached is not waited for by each of them.
 */
export class DirectWays {
  private readonly known = new Map<string, Promise<Exclude<DirectWay, { state: "untried" }> | undefined>>();

  async ask(source: Host, target: Host): Promise<DirectWay> {
    const pair = `${source.id} ${target.id}`;
    for (let asked = this.known.get(pair); asked; asked = this.known.get(pair)) {
      const way = await asked;
      if (way) return way;
      // whoever tried has learned nothing: the next one does
      if (this.known.get(pair) === asked) this.known.delete(pair);
    }
    return {
      state: "untried",
      tell: this.begun(pair),
    };
  }

  private begun(pair: string): Extract<DirectWay, { state: "untried" }>["tell"] {
    let tell: Extract<DirectWay, { state: "untried" }>["tell"] = () => undefined;
    this.known.set(
      pair,
      new Promise((resolve) => {
        tell = (way) =>
          resolve(way === undefined ? undefined : way === "stands" ? { state: way } : { state: "failed", ...way });
      }),
    );
    return tell;
  }
}
