// npm test [PART…]: runs the parts of the test suite, each in a process of its own, and adds them up.
// The last line is 'N passed, N failed'. A part that can't run has failed; a test that was skipped has failed, too.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureDebianPackages, ensurePackages, root, runToEnd, say, timed } from "./prepare.mjs";
import { runPart } from "./runTests.mjs";
import { endLabs, fitting, labFiles, runsOf, secondsOf } from "./shards.mjs";

const shells = [
  ["dash", "dash"],
  ["bash", "bash"],
  ["tcsh", "tcsh"],
  ["fish", "fish"],
];
const sshTools = [
  ["ssh", "openssh-client"],
  ["sshd", "openssh-server"],
];
const mocha = ["--import", "tsx", join("node_modules", "mocha", "bin", "mocha.js")];
const lab = ["--import", "tsx", join("test", "support", "lab", "main.ts")];
const reporter = ["--reporter", join("test", "support", "reporter.cjs"), "--forbid-only"];
const onLab = [...mocha, ...reporter, "--timeout", "600000", "--require", "test/lab/setup.ts"];
/** Seconds in which the labs are up again. */
const boots = 120;
/** How many times longer than listed the lab's tests take here, as far as that is known. */
let slowness = 1;
/** Test files for which there was no time. */
const untimely = [];

/**
 * Each part: what it needs from Debian, whether it starts on the lab's hosts as they were built, and its runs, which go side
 * by side: the words for node, and what they have in their environment. What the part lab leaves on the hosts (hundreds of
 * rows in a tree) is not what the editor is shown with.
 */
const parts = {
  unit: {
    debian: [...sshTools, ...shells],
    runs: runsOf("unit", [...mocha, ...reporter, "--timeout", "180000"]),
  },
  lab: { debian: sshTools, lab: true, runs: runsOf("lab", onLab, labFiles().core), end: endLabs },
  webview: {
    debian: [],
    runs: [{ words: [...mocha, ...reporter, "--timeout", "60000"], files: ["test/webview/**/*.test.ts"] }],
  },
  editor: { debian: sshTools, lab: true, runs: [{ words: [join("test", "support", "editor", "run.mjs")] }] },
  workbench: {
    debian: sshTools,
    lab: true,
    runs: [{ words: onLab, files: ["test/workbench/**/*.test.ts"] }],
  },
  more: { debian: sshTools, runs: moreRuns, end: endLabs },
};

/**
 * The lab's other tests: those for which there is time, the longest left out first. `ZFSR_TEST_MINUTES` says how many
 * minutes the whole may take, for a machine that ends what takes longer; without it all are run. What is left out is told
 * at the end.
 */
function moreRuns() {
  const left = Number(process.env["ZFSR_TEST_MINUTES"] ?? "Infinity") * 60 - process.uptime() - boots;
  const { fit, out } = fitting(labFiles().more, left, slowness);
  untimely.push(...out.map((file) => `lab: test/lab/${file}`));
  return runsOf("lab", onLab, fit, "more");
}

/** Hosts as they were built, for the parts that work with the first lab. */
function resetFor(name) {
  if (["lab", "more", "editor", "workbench"].includes(name))
    for (const word of ["up", "reset"]) runToEnd(process.execPath, [...lab, word]);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  say(`There is no part ${unknown.join(", ")}: ${Object.keys(parts).join(", ")} are there.`);
  process.exit(2);
}
// the editor is tested from inside the extension host and from outside, with the mouse
const names =
  asked.length === 0
    ? Object.keys(parts)
    : asked.flatMap((name) => ({ editor: ["editor", "workbench"], lab: ["lab", "more"] })[name] ?? [name]);
const results = join(root, "out", "results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let passed = 0;
const failures = [];
const shaky = [];
for (const name of names) {
  const part = parts[name];
  say(`\n── ${name} ──`);
  try {
    await ensureDebianPackages(part.debian);
    await ensurePackages();
    await ensureBuilt();
    if (part.lab) resetFor(name);
    const runs = typeof part.runs === "function" ? part.runs() : part.runs;
    if (runs.length === 0) continue;
    const from = process.uptime();
    const ended = await timed(`The part ${name} took`, () => runPart(name, runs, () => resetFor(name)));
    if (name === "lab") slowness = Math.max(1, (process.uptime() - from) / secondsOf("lab", labFiles().core));
    passed += ended.passed;
    failures.push(...ended.failures);
    shaky.push(...ended.shaky);
  } catch (error) {
    failures.push(`${name}: could not run: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    part.end?.();
  } catch (error) {
    failures.push(`${name}: its labs could not be ended: ${error instanceof Error ? error.message : String(error)}`);
  }
}
if (shaky.length > 0) say(["\nWhat failed at first, and was run again:", ...shaky].join("\n  "));
if (untimely.length > 0)
  say(["\nNot run, since ZFSR_TEST_MINUTES leaves no time for it (npm test more):", ...untimely].join("\n  "));
if (failures.length > 0) say(["\nWhat has failed:", ...failures].join("\n  "));
say(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
