import { catalogue } from "../../../src/core/diagnosis/catalogue/catalogue";
import type { Entry } from "../../../src/core/diagnosis/catalogue/entry";
import { guesses, somethingFailed } from "../../../src/core/diagnosis/guess/guesses";
import { reasons } from "../../../src/core/base/errors";
import { checks } from "../../../src/core/doctor/examine";
import type { Round } from "../field/fieldCases";
import { fieldFigures, measuredFirst } from "../field/fieldFigures";
import { provocations } from "../lab/provocations";
import { type VerifyCode, verifyTexts } from "../../../src/editor/verify/verifyCodes";
import { reasonTexts } from "./reasonTexts";

/** docs/diagnoses.md: every finding of the catalogue, by category, and how well the catalogue does on logs from the field. */
export function diagnosesPage(): string {
  const categories = [...new Set(catalogue.map(({ category }) => category))].toSorted();
  const of = (category: string): Entry[] =>
    catalogue.filter((entry) => entry.category === category).toSorted((a, b) => a.id.localeCompare(b.id));
  return [
    "# Findings",
    "",
    "What `zfsr explain`, `zfsr logs` and the Problems of the editor find in logs and messages. This page is written by `npm run diagnoses` from the catalogue (`src/core/diagnosis/catalogue`); a test holds it to that.",
    "",
    ...figures(),
    `${catalogue.length} findings in ${categories.length} categories: ${categories.map((category) => `[${category}](#${category})`).join(", ")}.`,
    "",
    ...categories.flatMap((category) => [`## ${category}`, "", ...of(category).flatMap(section)]),
    ...lookingLike(),
    ...failures(),
    ...checksOfDoctor(),
    ...comparisons(),
  ].join("\n");
}

const rounds: readonly (readonly [string, Round])[] = [
  ["first", ""],
  ["second", "second-"],
  ["third", "third-"],
  ["fourth", "fourth-"],
  ["fifth", "fifth-"],
  ["sixth", "sixth-"],
  ["seventh", "seventh-"],
  ["eighth", "eighth-"],
  ["ninth", "ninth-"],
  ["tenth", "tenth-"],
  ["eleventh", "eleventh-"],
  ["twelfth", "twelfth-"],
  ["thirteenth", "thirteenth-"],
  ["fourteenth", "fourteenth-"],
  ["fifteenth", "fifteenth-"],
];

function figures(): string[] {
  const row = (name: string, round: Round, heldOut: boolean): string => {
    const { failures, right, wrong, healthy, alarms } = fieldFigures(heldOut, round);
    const first = round === "" ? undefined : measuredFirst[round][heldOut ? "aside" : "tuned"];
    const before = first ? `${share(first.right, first.failures)}; ${first.alarms} of ${first.healthy}` : "not kept";
    return `| ${name} | ${before} | ${share(right.length, failures)} | ${alarms.length} of ${healthy} | ${[...wrong, ...alarms].join(", ") || "none"} |`;
  };
  const mendable = provocations.filter(({ mends }) => mends !== undefined).length;
  return [
    "## How well it does",
    "",
    "On logs put together after public issue threads (`test/fixtures/field`), a case is right when the first error that is found, or else the first finding, has the category that a person gave it, or one of the two that the person would defend; a false alarm is an error or a warning in a healthy log.",
    "",
    "| half | when first scanned: right; false alarms | right today | false alarms today | wrong today |",
    "| --- | --- | --- | --- | --- |",
    ...rounds.flatMap(([name, round]) => [
      row(`${name} round, tuned on`, round, false),
      row(`${name} round, kept aside`, round, true),
    ]),
    "",
    `Read them with this in mind. The first round was put together before the catalogue was written; its half that was kept aside was looked at only at the end, but by the same hands and after threads of the same tools. The others were put together after the state of the catalogue that they test, and scanned once before anything was changed for them: **what they gave then, ${firstShare(Object.keys(measuredFirst))}, is what to expect of logs that nobody here has seen.** The last five, composed without a look at the catalogue, gave ${firstShare(["eleventh-", "twelfth-", "thirteenth-", "fourteenth-", "fifteenth-"])}: ${firstShare(["eleventh-"])} in the eleventh, ${firstShare(["twelfth-"])} in the twelfth, ${firstShare(["thirteenth-"])} in the thirteenth (half of it from old releases and hosts around ZFS, since the ordinary threads had been used up), ${firstShare(["fourteenth-"])} in the fourteenth, which had been mended for the thirteenth before, and ${firstShare(["fifteenth-"])} in the fifteenth, four times as many, after what was left of issue threads, forums and mailing lists: much of it in the words of programs around ZFS, and in 17 of 248 nothing of ZFS at all. **Nine in ten is not reached, and not near**; one false alarm in fifty is, over all of them. Nor does mending come nearer: for the half of the fifteenth that was tuned on, 86 entries were written for whole families of messages, and its 116 logs were learned from; it then gave 115 of 116, and the half that was kept aside, which nobody had looked at, 85 of 132 instead of 84. The logs can be told: two readers who know ZFS and were given them alone named the category of the threads for 241 and 242 of the fifteenth's 248, one reader for 174 of the 181 of the two rounds before. What they do is to understand sentences; patterns and parts of words know what somebody has written down before. 433 further logs, collected to learn from out of what was left of the threads (old releases, builds, boot loaders, containers), gave 297 (69 %) before anything was changed for them. With guesses weighed by hand instead of learned from logs (see Guesses) the eleventh round gave 87; the tenth, scanned with those, gave ${firstShare(["tenth-"])}. What was told of both halves of rounds ten to fourteen was then mended case by case, so today's figures of these are no test any more.`,
    "",
    "A right category is not yet a helpful explanation. Before they were mended, what was told of three rounds was read beside what the threads say: right where it named the cause, or honestly that it cannot be known, with a next step that helps and harms nothing; wrong where it misleads.",
    "",
    "| in percent, of the failures of the | right | partly | wrong | nothing |",
    "| --- | --- | --- | --- | --- |",
    "| tenth round (100) | 48 | 41 | 10 | 1 |",
    "| eleventh round (100) | 46 | 42 | 8 | 4 |",
    "| twelfth round (70) | 56 | 31 | 7 | 6 |",
    "",
    "So about half of the explanations are right as they stand, unseen; the twelfth round's (39 right, 22 partly, 5 wrong, 4 nothing) are somewhat better, and one reader's judgement is not more exact than that. Most that are partly right name the kind of trouble, but not the cause that the lines around show, or only general steps.",
    "",
    "Of what was missed up to the tenth round, nothing was found in about four of ten (other programs' own words), and a neighbouring category in about three of ten, which a person could have given, too; in the others a general entry guessed wrong, or a script's own \"failed\" stood before the reason. Learned guesses, put on the catalogues as they were when rounds five to ten were first scanned, and learned from the other rounds alone, would have given 309 of 364 (85 %) instead of 284 (78 %), without another false alarm; the phrases they learn from were listed with the misses of rounds five to nine known. Half a thousand messages that were written down from memory, to learn from, changed nothing.",
    "",
    "## Where the host is reachable",
    "",
    "Before the remedies below, which know the text alone, come those that are worked out from the host's real state (`src/core/runs/remedies`): who holds a snapshot and since when, which process has files open, which receive is stuck and how it ends, what a rollback would lose, which quota is in the way, where the key is kept and whether it fits, which device to bring back, what has the memory, with which keys a login was tried or a host is known, what waits in the kernel. They are plans or commands to be reviewed; what takes data away comes last and never alone.",
    "",
    `${provocations.length} errors are made for real on OpenZFS 2.1 and 2.3 (test/lab/explain.test.ts) and told for what they are; for ${mendable} of them the test carries out the remedy that is offered and sees what failed succeed.`,
    "",
  ];
}

/** What rounds gave together when they were first scanned. */
function firstShare(names: readonly string[]): string {
  const halves = Object.entries(measuredFirst).flatMap(([name, { tuned, aside }]) =>
    names.includes(name) ? [tuned, aside] : [],
  );
  const sum = (key: keyof (typeof halves)[number]): number => halves.reduce((all, half) => all + half[key], 0);
  const alarms = sum("alarms");
  return `${share(sum("right"), sum("failures"))} with ${alarms} false alarm${alarms === 1 ? "" : "s"} in ${sum("healthy")} healthy ones`;
}

function share(right: number, all: number): string {
  return `${right} of ${all} (${Math.round((100 * right) / all)} %)`;
}

/** What is told of a text in which no entry knows anything. */
function lookingLike(): string[] {
  return [
    "## Guesses",
    "",
    "Where no entry of the catalogue finds anything but a line of the text calls something an error, one line more is told: what it looks like (`src/core/diagnosis/guess`). That is learned from the logs and examples of this repository (`npm run guesses`): how much each four characters of a word speak for each category, or for no trouble at all, with names, paths and numbers left out; what few logs have counts more. The line is weighed with those around it, and the likeliest category is told as information, never in a text in which an error or a warning is known; beside what is known and mere information it may stand. Where none is likelier than about one in seven, it is told that something failed. Of a text of more than 40 lines only lines that speak of ZFS, or stand before one that does, are taken; followed logs have none. Of a short text in which no line calls anything an error, all lines are weighed, and it is told only where they read much more like trouble than like a healthy log.",
    "",
    "The same is asked where an entry knows only that something failed, a wrapper's without its reason or one of the general ones: where the words around it make another category about seven times likelier than its own, it is told with that one, and says that this is a guess. And where several errors stand together in a short text, the first that is told is the one that the words make much likelier than the first of the text, if one is.",
    "",
    ...[...guesses.values(), ...somethingFailed].toSorted((a, b) => a.id.localeCompare(b.id)).flatMap(section),
  ];
}

/** What codes of problems of runs lead to. */
function failures(): string[] {
  return [
    "## Failed runs",
    "",
    "Why a run failed, by the code that its problem has in the editor. What the tool itself printed stands below the finding in the run's log; where it is known, the sections above say more of it.",
    "",
    ...reasons.flatMap((reason) => [
      `### Failure: ${reason}`,
      "",
      `${reasonTexts[reason].means}.`,
      "",
      `- ${reasonTexts[reason].next}`,
      "",
    ]),
    "### Failure: left-for-you",
    "",
    "The run did what it could; this part it leaves to a person, since it would take something away or needs a decision.",
    "",
    "- Follow the next step in the message",
    "",
  ];
}

/** What codes of the doctor's problems lead to. */
function checksOfDoctor(): string[] {
  return [
    "## Checks of the doctor",
    "",
    "What `zfsr doctor` and Doctor… in the editor look at, and why.",
    "",
    ...checks
      .toSorted((a, b) => a.id.localeCompare(b.id))
      .flatMap(({ id, why }) => [`### Doctor: ${id}`, "", `${why.slice(0, 1).toUpperCase()}${why.slice(1)}.`, ""]),
  ];
}

/** What codes of problems of comparisons lead to. */
function comparisons(): string[] {
  return [
    "## Comparisons",
    "",
    "What Verify… and Verify Contents… in the editor find, and `zfsr verify` tells.",
    "",
    ...(Object.keys(verifyTexts) as VerifyCode[])
      .toSorted((a, b) => a.localeCompare(b))
      .flatMap((code) => {
        const { severity, means, next } = verifyTexts[code];
        return [`### Verify: ${code}`, "", `${means}. *${severity}*`, "", `- ${next}`, ""];
      }),
  ];
}

function section(entry: Entry): string[] {
  const values = (text: string): string => text.replace(/\{'?(\w+)[^{}]*\}/g, (_, name: string) => name.toUpperCase());
  const remedies = entry.remedies.map(({ title, risk, command }) => {
    const cost = risk === "none" ? "" : ` (${risk})`;
    return `- ${values(title)}${cost}${command === undefined ? "" : `: \`${values(command)}\``}`;
  });
  const follows =
    entry.follows === undefined
      ? []
      : [
          entry.follows === "any"
            ? "Told under what it follows from, where that is known."
            : `May follow from: ${entry.follows.join(", ")}.`,
        ];
  const others = entry.instead.map(
    ({ title = entry.title, cause = entry.cause, category }) =>
      `- ${values(title)}. ${values(cause)}.${category === undefined || category === entry.category ? "" : ` *${category}*.`}`,
  );
  return [
    `### ${entry.id}`,
    "",
    `${values(entry.title)}. ${entry.cause}. *${entry.severity}*; ${entry.source}. ${follows.join("")}`.trim(),
    "",
    ...(remedies.length > 0 ? [...remedies, ""] : []),
    ...(others.length > 0 ? ["Where the lines around show it, it is told as:", "", ...others, ""] : []),
  ];
}
