// npm test [PART…]: runs the parts of the test suite, each in a process of its own, and adds them up.
// The last line is 'N passed, N failed'. A part that can't run has failed; a test that was skipped has failed, too.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureDebianPackages, ensurePackages, root, runToEnd, say, timed } from "./prepare.mjs";

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
const reporter = ["--reporter", join("test", "support", "reporter.cjs"), "--forbid-only"];

/** Each part: what it needs from Debian, whether the lab must be up before it starts, and the words for node. */
const parts = {
  unit: {
    debian: [...sshTools, ...shells],
    words: [...mocha, ...reporter, "--timeout", "20000", "test/unit/**/*.test.ts"],
  },
  lab: {
    debian: sshTools,
    words: [...mocha, ...reporter, "--timeout", "120000", "--require", "test/lab/setup.ts", "test/lab/**/*.test.ts"],
  },
  webview: { debian: [], words: [...mocha, ...reporter, "--timeout", "60000", "test/webview/**/*.test.ts"] },
  editor: { debian: sshTools, lab: true, words: [join("test", "support", "editor", "run.mjs")] },
  workbench: {
    debian: sshTools,
    words: [
      ...mocha,
      ...reporter,
      "--timeout",
      "240000",
      "--require",
      "test/lab/setup.ts",
      "test/workbench/**/*.test.ts",
    ],
  },
};

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
let failed = 0;
for (const name of names) {
  const part = parts[name];
  say(`\n── ${name} ──`);
  try {
    await ensureDebianPackages(part.debian);
    await ensurePackages();
    await ensureBuilt();
    if (part.lab) runToEnd(process.execPath, ["--import", "tsx", join("test", "support", "lab", "main.ts"), "up"]);
    const file = join(results, `${name}.json`);
    await timed(`The part ${name} took`, () =>
      spawnSync(process.execPath, part.words, {
        cwd: root,
        stdio: "inherit",
        env: { ...process.env, ZFSR_TEST_RESULT: file },
      }),
    );
    const stats = JSON.parse(readFileSync(file, "utf8"));
    passed += stats.passed;
    failed += stats.failed + stats.pending + (stats.passed + stats.failed === 0 ? 1 : 0);
    if (stats.pending > 0) say(`${stats.pending} tests of ${name} were skipped: that counts as failed.`);
  } catch (error) {
    failed += 1;
    say(`The part ${name} could not run: ${error instanceof Error ? error.message : String(error)}`);
  }
}
say(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
