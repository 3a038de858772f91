import type { Instead } from "../catalogue/entry";
import type { Parts } from "./fillTemplate";
import { partsOf } from "./partsOf";

/** Places of a pattern that are looked at. */
const most = 50;

/** The lines that findings stand in. What is looked for in them is looked for once, however many findings ask. */
export class Around {
  private readonly found = new Map<RegExp, readonly Parts[]>();

  /** @param isWhole false where lines were left out: what must not stand there may stand in them */
  constructor(
    private readonly text = "",
    private readonly isWhole = true,
  ) {}

  /** Whether a pattern is found in them. */
  has(pattern: RegExp): boolean {
    return this.partsWhere(pattern).length > 0;
  }

  /** What they make sure of an entry, and what is known then: of the same dataset or one of its snapshots, or of what lies below it. */
  toldAs(instead: readonly Instead[], parts: Parts): { readonly told: Partial<Instead>; readonly parts: Parts } {
    for (const told of instead) {
      if (told.onlyOfNamed && parts.snapshot === undefined && parts.dataset === undefined) continue;
      const shown = this.partsWhere(told.when).find((each) => isAbout(each, parts));
      if (shown && !(told.unless && (!this.isWhole || this.has(told.unless))))
        return { told, parts: { ...shown, ...parts } };
    }
    return { told: {}, parts };
  }

  private partsWhere(pattern: RegExp): readonly Parts[] {
    const known = this.found.get(pattern);
    if (known) return known;
    const found: Parts[] = [];
    const everywhere = globally(pattern);
    everywhere.lastIndex = 0;
    for (let match = everywhere.exec(this.text); match && found.length < most; match = everywhere.exec(this.text)) {
      found.push(partsOf(match));
      if (match[0] === "") everywhere.lastIndex += 1;
    }
    this.found.set(pattern, found);
    return found;
  }
}

/** Patterns as they are looked for at every place; made once, since the engine makes those fast that are used again. */
const global = new Map<RegExp, RegExp>();

function globally(pattern: RegExp): RegExp {
  const made = global.get(pattern) ?? new RegExp(pattern.source, `${pattern.flags}g`);
  global.set(pattern, made);
  return made;
}

function isAbout(shown: Parts, { snapshot, dataset }: Parts): boolean {
  const of = shown.snapshot ?? shown.dataset;
  const own = [snapshot, dataset].filter((name) => name !== undefined);
  if (of === undefined || own.length === 0) return true;
  if (snapshot === undefined && shown.dataset === dataset) return true;
  return own.some((name) => name === of || name.startsWith(`${of}/`) || name.startsWith(`${of}@`));
}
