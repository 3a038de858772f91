import { destroyedBy, type Plan } from "./plan";
import { type Destroyed, isTransfer } from "./step";

/** How a person agrees to a plan. What is `typed` is compared letter by letter. */
export type Consent =
  /** It takes nothing away: the button that runs it is enough. */
  | { readonly kind: "none" }
  /** A question that names what is destroyed, and a click. */
  | { readonly kind: "click"; readonly destroys: readonly Destroyed[] }
  /** The same, and `typed` has to be typed: the name of what is lost, or the name of the production host it is lost on. */
  | {
      readonly kind: "type";
      readonly destroys: readonly Destroyed[];
      readonly typed: string;
      readonly what: "dataset" | "host";
    };

/**
 * The consent that fits a plan's danger: none where nothing is destroyed, a click for snapshots, bookmarks and what was
 * partially received, the typed name for datasets and for what no snapshot has (changes, the end of a volume); on a
 * production host the typed name of the host for whatever is destroyed, and a click for whatever is changed.
 * @param isProduction tells whether a host is marked so
 */
export function consentFor(plan: Plan, isProduction: (host: string) => boolean): Consent {
  const destroys = destroyedBy(plan);
  const production = destroys.find((item) => isProduction(item.host));
  if (production) return { kind: "type", destroys, typed: production.host, what: "host" };
  const dear = destroys.find(({ kind }) => kind === "dataset" || kind === "changes" || kind === "volume-end");
  if (dear) return { kind: "type", destroys, typed: dear.name, what: "dataset" };
  const changed = plan.steps.map((step) => (isTransfer(step) ? step.target.host : step.host));
  const asks = destroys.length > 0 || plan.steps.some((step) => step.asks === true) || changed.some(isProduction);
  return asks ? { kind: "click", destroys } : { kind: "none" };
}
