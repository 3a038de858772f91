// npm test [PART…]: runs the parts of the test suite, each in a process of its own, and adds them up.
// The last line is 'N passed, N failed'. A part that can't run has failed; a test that was skipped has failed, too.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureDebianPackages, ensurePackages, root, runToEnd, say, timed } from "./prepare.mjs";
import { runPart } from "./runTests.mjs";
import { endLabs, runsOf } from "./shards.mjs";

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
  lab: {
    debian: sshTools,
    runs: runsOf("lab", [...mocha, ...reporter, "--timeout", "600000", "--require", "test/lab/setup.ts"]),
    end: endLabs,
  },
  webview: {
    debian: [],
    runs: [{ words: [...mocha, ...reporter, "--timeout", "60000"], files: ["test/webview/**/*.test.ts"] }],
  },
  editor: { debian: sshTools, lab: true, runs: [{ words: [join("test", "support", "editor", "run.mjs")] }] },
  workbench: {
    debian: sshTools,
    lab: true,
    runs: [
      {
        words: [...mocha, ...reporter, "--timeout", "600000", "--require", "test/lab/setup.ts"],
        files: ["test/workbench/**/*.test.ts"],
      },
    ],
  },
};

/** Hosts as they were built, for the parts that work with the first lab. */
function resetFor(name) {
  if (["lab", "editor", "workbench"].includes(name))
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
    : asked.flatMap((name) => (name === "editor" ? ["editor", "workbench"] : [name]));
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
    const ended = await timed(`The part ${name} took`, () => runPart(name, part.runs, () => resetFor(name)));
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
if (failures.length > 0) say(["\nWhat has failed:", ...failures].join("\n  "));
say(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
