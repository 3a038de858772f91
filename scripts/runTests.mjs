// Runs one process of tests, says what it says, and gives what came of it.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, say } from "./prepare.mjs";

/** More files than this have failed for a reason that another run would not change. */
const mostAgain = 4;

/** Processes of tests. */
const running = new Set();

/** Whoever ends this process means its tests, which would go on without it: they are ended first, all of them. */
function endTests(signal) {
  const left = [...running].map((child) => new Promise((resolve) => child.once("close", resolve)));
  for (const child of running) child.kill(signal);
  void Promise.all(left).then(() => process.exit(128 + constants.signals[signal]));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, endTests);

/**
 * Runs the tests of a part, and those files in which a test has failed once more, by themselves, after `prepare`: what a
 * busy machine did to a test is told from what is broken. Nothing of that is silent: what passed only then is in `shaky`.
 * @param runs as of `runTests`
 * @returns how many passed, a line for each that failed, and a line for each that failed at first and then passed
 */
export async function runPart(part, runs, prepare) {
  const ended = await Promise.all(runs.map((run) => runTests(part, run)));
  const passed = ended.reduce((sum, run) => sum + run.passed, 0);
  const failures = ended.flatMap((run) => run.failures);
  const again = [...new Set(ended.flatMap((run) => run.again))].sort();
  const broken = ended.some((run) => run.failures.length > 0 && run.again.length === 0);
  if (broken || again.length === 0 || again.length > mostAgain) return { passed, failures, shaky: [] };
  say(`\n── ${part}, once more: ${again.join(", ")} ──`);
  await prepare();
  const [{ words }] = runs;
  // a run that has found its files itself is run again as a whole
  const whole = runs.some(({ files }) => files === undefined);
  const second = await runTests(`${part} again`, whole ? { words } : { words, files: again });
  const before = whole
    ? passed
    : ended.reduce((sum, run) => sum + again.reduce((all, file) => all + (run.passedOf[file] ?? 0), 0), 0);
  return { passed: passed - before + second.passed, failures: second.failures, shaky: failures };
}

/**
 * Runs the tests of a part of the suite, or of a share of it.
 * @param run its words for node, its files behind them, its environment, and, where others run beside it, a name, with which
 *   each of its lines begins
 * @returns how many passed, and a line for each that failed: whose it is, its file and its title. A test that was skipped
 *   has failed, and so has a run that ran none or did not end well. `again` has the files of those that may be run again:
 *   none where something failed that is no test.
 */
async function runTests(part, { name, words, files, env = {} }) {
  const called = name ?? part;
  const file = join(root, "out", "results", `${called.replaceAll(" ", "-")}.json`);
  const child = spawn(process.execPath, [...words, ...(files ?? [])], {
    cwd: root,
    stdio: name ? ["ignore", "pipe", "pipe"] : "inherit",
    env: { ...process.env, ...env, ZFSR_TEST_RESULT: file },
  });
  running.add(child);
  for (const stream of name ? [child.stdout, child.stderr] : [])
    createInterface({ input: stream }).on("line", (line) => say(`${name} │ ${line}`));
  const end = await new Promise((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? code)).once("error", resolve);
  });
  running.delete(child);
  const result = readResult(file);
  if (!result)
    return {
      passed: 0,
      failures: [`${called}: ended with ${String(end)} and without a result`],
      again: [],
      passedOf: {},
    };
  const { passed, failed, pending, failures = [], seconds = {}, passedOf = {} } = result;
  if (name) say(`${name} │ ${secondsOf(seconds)}`);
  const untold = [
    ...Array(Math.max(0, failed - failures.length)).fill("a test failed: see above"),
    ...Array(pending).fill("a test was skipped"),
    ...(passed + failed === 0 ? ["no test ran"] : []),
    ...(end !== 0 && failed === 0 ? [`ended with ${String(end)}`] : []),
  ];
  const told = failures.map(({ file: where, title }) => `${where}: ${title}`);
  return {
    passed,
    failures: [...told, ...untold].map((failure) => `${called}: ${failure}`),
    again: untold.length === 0 ? [...new Set(failures.map(({ file: where }) => where))] : [],
    passedOf,
  };
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // it died before its end
  }
}

function secondsOf(seconds) {
  const files = Object.entries(seconds).map(([file, s]) => `${file} ${s.toFixed(0)} s`);
  return `took: ${files.join(", ")}`;
}
