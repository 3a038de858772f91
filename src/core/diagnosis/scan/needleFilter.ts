const width = 4;
const bits = 6;
const mask = (1 << (width * bits)) - 1;

/**
 * Finds which of many things a line may be, by literal parts that it must have. Each literal is looked for by four of
 * its characters, in one pass over the line; so a line that has none costs a few nanoseconds a character, however many
 * literals there are.
 */
export class NeedleFilter<T> {
  private readonly known = new Uint8Array((mask + 1) >> 3);
  private readonly byGram = new Map<number, { readonly needle: string; readonly values: readonly T[] }[]>();

  /** @throws RangeError for a literal of less than four characters */
  constructor(entries: readonly { readonly needles: readonly string[]; readonly value: T }[]) {
    const valuesOf = new Map<string, T[]>();
    for (const { needles, value } of entries) {
      for (const needle of needles) {
        const values = valuesOf.get(needle) ?? [];
        valuesOf.set(needle, values);
        values.push(value);
      }
    }
    for (const [needle, values] of valuesOf) {
      const gram = rarestGram(needle);
      const same = this.byGram.get(gram) ?? [];
      this.byGram.set(gram, same);
      same.push({ needle, values });
      this.known[gram >> 3] = (this.known[gram >> 3] ?? 0) | (1 << (gram & 7));
    }
  }

  /** The values whose literals the line has; empty for nearly every line. */
  candidates(line: string): ReadonlySet<T> {
    let gram = 0;
    let found: Set<T> | undefined;
    for (let at = 0; at < line.length; at += 1) {
      gram = ((gram << bits) | (line.charCodeAt(at) & 63)) & mask;
      if (((this.known[gram >> 3] ?? 0) & (1 << (gram & 7))) === 0) continue;
      for (const { needle, values } of this.byGram.get(gram) ?? []) {
        if (!line.includes(needle)) continue;
        found ??= new Set();
        for (const value of values) found.add(value);
      }
    }
    return found ?? none;
  }
}

const none: ReadonlySet<never> = new Set();

/** The four characters of a literal that ordinary text has least. */
function rarestGram(needle: string): number {
  if (needle.length < width) throw new RangeError(`'${needle}' is too short to be looked for.`);
  let best = 0;
  let bestScore = -1;
  for (let at = 0; at + width <= needle.length; at += 1) {
    let score = 0;
    let gram = 0;
    for (let i = at; i < at + width; i += 1) {
      score += rarity(needle.charAt(i));
      gram = ((gram << bits) | (needle.charCodeAt(i) & 63)) & mask;
    }
    if (score <= bestScore) continue;
    bestScore = score;
    best = gram;
  }
  return best;
}

/** Capitals and signs are rarer than small letters. */
function rarity(char: string): number {
  if (/[ e]/.test(char)) return 0;
  if (/[acdhilnorstu]/.test(char)) return 1;
  return /[a-z]/.test(char) ? 2 : 3;
}
