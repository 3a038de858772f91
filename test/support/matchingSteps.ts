import { RegExpParser, type AST } from "@eslint-community/regexpp";

/** What is left of the pattern: whether it matches from here on. */
type Rest = (at: number) => boolean;

/** A part of a pattern: tries to match from a place of the line on, and then what is left. */
type Part = (at: number, rest: Rest) => boolean;

/**
 * How many characters a backtracking engine looks at until it knows whether a pattern matches a line, which is what its
 * time comes from. Counted and not measured, so that it is the same on every machine; engines save some of it.
 * @param most where counting stops
 */
export function matchingSteps({ source, flags }: RegExp, line: string, most: number): number {
  let steps = 0;
  class Enough extends Error {}

  const one = (raw: string): ((at: number) => boolean) => {
    const alone = new RegExp(`^(?:${raw})$`, flags.replace(/[gym]/g, ""));
    const known = new Map<string, boolean>();
    return (at) => {
      steps += 1;
      if (steps > most) throw new Enough();
      const character = line[at];
      if (character === undefined) return false;
      let fits = known.get(character);
      if (fits === undefined) known.set(character, (fits = alone.test(character)));
      return fits;
    };
  };

  const sequence = (parts: readonly Part[]): Part =>
    parts.reduceRight<Part>(
      (after, part) => (at, rest) => part(at, (next) => after(next, rest)),
      (at, rest) => rest(at),
    );

  const anyOf = (alternatives: readonly AST.Alternative[]): Part => {
    const parts = alternatives.map(({ elements }) => sequence(elements.map(partOf)));
    return (at, rest) => parts.some((part) => part(at, rest));
  };

  const characters = (raw: string, min: number, max: number, greedy: boolean): Part => {
    const fits = one(raw);
    return (at, rest) => {
      let taken = 0;
      while (taken < (greedy ? max : min) && fits(at + taken)) taken += 1;
      if (taken < min) return false;
      if (greedy) {
        for (; taken >= min; taken -= 1) if (rest(at + taken)) return true;
        return false;
      }
      for (; ; taken += 1) {
        if (rest(at + taken)) return true;
        if (taken >= max || !fits(at + taken)) return false;
      }
    };
  };

  const repeated = ({ element, min, max, greedy }: AST.Quantifier): Part => {
    if (element.type === "Character" || element.type === "CharacterClass" || element.type === "CharacterSet") {
      return characters(element.raw, min, max, greedy);
    }
    const part = partOf(element);
    const again = (at: number, times: number, rest: Rest): boolean => {
      const more = (): boolean =>
        times < max && part(at, (next) => (next > at || times < min) && again(next, times + 1, rest));
      if (times < min) return more();
      return greedy ? more() || rest(at) : rest(at) || more();
    };
    return (at, rest) => again(at, 0, rest);
  };

  const assertion = (node: AST.Assertion): Part => {
    if (node.kind === "lookahead") {
      const part = anyOf(node.alternatives);
      return (at, rest) => part(at, () => true) !== node.negate && rest(at);
    }
    const here = new RegExp(node.raw, `${flags.replace(/[gy]/g, "")}y`);
    return (at, rest) => {
      steps += 1;
      here.lastIndex = at;
      return here.test(line) && rest(at);
    };
  };

  function partOf(node: AST.Element): Part {
    switch (node.type) {
      case "Character":
      case "CharacterClass":
      case "CharacterSet": {
        const fits = one(node.raw);
        return (at, rest) => fits(at) && rest(at + 1);
      }
      case "Group":
      case "CapturingGroup":
        return anyOf(node.alternatives);
      case "Quantifier":
        return repeated(node);
      case "Assertion":
        return assertion(node);
      default:
        throw new Error(`A pattern has a part that is not counted: ${node.raw}`);
    }
  }

  const pattern = anyOf(new RegExpParser().parsePattern(source).alternatives);
  try {
    for (let from = 0; from <= line.length; from += 1) if (pattern(from, () => true)) break;
  } catch (cause) {
    if (!(cause instanceof Enough)) throw cause;
  }
  return steps;
}
