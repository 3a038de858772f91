import type { Entry } from "../catalogue/entry";
import type { Occurrence } from "../scan/logFinding";
import type { LogRecord } from "../scan/record";
import { guesses, somethingFailed } from "./guesses";
import { type Weighed, weigh } from "./weigh";

/** Literal parts, one of which a line has that is looked at at all. */
export const marks: readonly string[] = [
  "rror",
  "ERRO",
  "ailed",
  "FAIL",
  "ailure",
  "annot",
  "can't",
  "can not",
  "ould n",
  "ouldn",
  "nable to",
  "ot able to",
  "atal",
  "FATAL",
  "CRIT",
  "enied",
  "efuse",
  "nvalid",
  "llegal",
  "ot found",
  "o such",
  "issing",
  "illed",
  "nrecogni",
  "nsupported",
  "not supported",
  "ot allowed",
  "ot permitted",
  "ot available",
  "ot exist",
  "imed out",
  "imeout",
  "bort",
  "xit status",
  "xit code",
  "xited with",
  "anic",
  "nexpected",
  "orrupt",
  "skipped since",
  "n't numeric",
  "ot loaded",
  "an only ",
  "only root",
  "egmentation fault",
  "nknown ",
  "oo many ",
  " reset by ",
  "o route to",
  "ismatch",
  "nauthorized",
  "expired",
  "iving up",
  "ore dumped",
  "not ready",
  " lost",
  "lost ",
  "panic",
  "FAULTED",
  "DEGRADED",
  "SUSPENDED",
  "is already",
  " in use",
  "unavailable",
  "not respond",
  "not enough",
  "not a valid",
  "REFUSED",
  "unusable",
];

/** Words that tell of trouble, as whole words and not in passing: neither none of it nor what a program is called. */
export const trouble =
  /(?<!\b(?:[Nn]o|0|[Ww]ithout|any|[Zz]ero|known data|data|previous|if) )(?:\b(?:[Ee]rror|ERROR|ERRO|[Ff]ail(?:ed|ure|s)|FAIL(?:ED|URE)?|[Cc]an ?(?:not|'t)|[Cc]ould(?: not|n't)|(?:[Uu]n|not )able to|[Ff]atal|FATAL|CRIT(?:ICAL)?|[Dd]enied|[Rr]efused?|[Ii]nvalid|[Ii]llegal|[Nn]ot found|[Nn]o such|[Mm]issing|[Kk]illed|[Uu]nrecogni[sz]ed|[Uu]nsupported|[Nn]ot (?:supported|allowed|permitted|available|exist|loaded)|[Tt]imed? ?out|[Aa]bort(?:ed|ing)?|[Ee]xit(?:ed)?(?: with)?(?: (?:status|code))?:? [1-9-]\d*|[Pp]anic|[Uu]nexpected|[Cc]orrupt(?:ed|ion)?|skipped since|isn't numeric|[Cc]an only|[Oo]nly root|[Ss]egmentation fault|[Uu]nknown (?:option|command|flag|key|property|argument|host|format|type)|[Tt]oo many|reset by|[Nn]o route to|mismatch|[Uu]nauthorized|(?:has|is|was) expired|giving up|core dumped|not ready|lost|FAULTED|DEGRADED|SUSPENDED|REFUSED|is already|(?:is|are) in use|unavailable|not respond(?:ing)?|not enough|not a valid|unusable)\b|[a-z]Error\b|[a-z]Exception: )(?! ?[:=]? ?(?:0|false|none|no|null)\b|s\b| logs?\b|@)/;

/** Said in passing: by its level, as a comment, a question or a command. */
export const inPassing =
  /^\s*(?:[#;]|\/\/|[$>%] )|^\s*(?:if|for|while|return) ?\(|\b(?:INFO|DEBUG|DEBG|TRACE|NOTICE|dbug|debug\d?|trace)\b|level=(?:info|debug|trace)|\[(?:info|debug|note|notice)\]|^NOTE:|ignoring|\.\.\.skipping|will continue|nothing failed|features are unavailable|^\s*Support for /i;

/** What this product is for. */
const aboutZfs =
  /\bz(?:fs|pool|ed|vol|stream|db|repl|rep|xfer)\b|\bzfs[_-]|ZFS|\b[Dd]atasets?\b|\b[Pp]ools?\b|[Ss]napshots?\b|replicat|syncoid|sanoid|znapzend|pyznap|bzfs|zettarepl|mbuffer|vdev|\bspl\b|\b(?:vm|subvol)-\d+-disk/;

/** Lines that are looked at in a text: enough for what a person sends, and nothing in a log of gigabytes. */
const most = 500;
/** Lines of a text in which what is not about zfs counts, too: what a person has picked. */
const short = 40;
/** Score from which words count, and from which they count where nothing speaks of zfs. */
const enough = 2;
const enoughElsewhere = 3.5;

interface Guess {
  readonly entry: Entry | undefined;
  readonly score: number;
  readonly record: LogRecord;
}

/**
 * Remembers what unknown errors of a text look like, for the case that nothing else is found in it.
 */
export class Guesser {
  private looked = 0;
  private near: Guess | undefined;
  private elsewhere: Guess | undefined;

  /** False once it has looked at so many lines that it looks at no more. */
  get isLooking(): boolean {
    return this.looked < most;
  }

  /**
   * Looks at a line that no entry knows and that has one of `marks`.
   * @param following the lines behind it, which may say what it is about
   */
  look(record: LogRecord, following: readonly LogRecord[]): void {
    this.looked += 1;
    if (inPassing.test(record.text) || !trouble.test(record.text)) return;
    const about = aboutZfs.test(`${record.source} ${record.text}`) || following.some(({ text }) => aboutZfs.test(text));
    const said = weigh(record.text);
    if (about) {
      const guess = said && said.score >= enough ? guessOf(said, record) : { entry: vague, score: 0, record };
      if (!this.near || guess.score > this.near.score) this.near = guess;
    } else if (said && said.score >= enoughElsewhere && (!this.elsewhere || said.score > this.elsewhere.score)) {
      this.elsewhere = guessOf(said, record);
    }
  }

  /** The likeliest, once the text has ended. @param lines how many it had */
  best(lines: number): Occurrence | undefined {
    const guess = this.near ?? (lines <= short ? this.elsewhere : undefined);
    if (!guess?.entry) return undefined;
    const { entry } = guess;
    const { line, text, host } = guess.record;
    const parts = { reason: text.trim().slice(0, 200) };
    return { entry, parts, line, endLine: line, count: 1, host, text };
  }
}

const [vague] = somethingFailed;

function guessOf({ category, score }: Weighed, record: LogRecord): Guess {
  return { entry: guesses.get(category), score, record };
}
