// How test files are divided among processes that work at the same time: the same each time, and each file once.
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, runToEnd } from "./prepare.mjs";

/**
 * Parts that are divided, with about how many seconds their files take one after the other; each share says at its end how
 * long its files took. These decide how even the shares are, and no more; `usual` is for a file that is not listed.
 */
export const divided = {
  unit: {
    usual: 1,
    seconds: {
      "core/hosts/authentication.test.ts": 20,
      "core/hosts/commands.test.ts": 15,
      "core/hosts/hostKeys.test.ts": 15,
      "core/hosts/prompts.test.ts": 25,
      "core/hosts/reaching.test.ts": 40,
      "core/hosts/shells.test.ts": 30,
      "core/hosts/streams.test.ts": 10,
    },
  },
  lab: {
    usual: 60,
    // they break things and wait until that is noticed, by the clock: while they do so, the processors are free
    first: [
      "answers.test.ts",
      "attempts.test.ts",
      "controllers.test.ts",
      "interrupted.test.ts",
      "lab.test.ts",
      "measure.test.ts",
      "suspended.test.ts",
    ],
    // run whatever the time; all others are the part more, which is run last, and as far as there is time
    core: [
      "decisions.test.ts",
      "delegated.test.ts",
      "encrypted.test.ts",
      "interrupted.test.ts",
      "jobs.test.ts",
      "replicate.test.ts",
    ],
    seconds: {
      "answers.test.ts": 70,
      "attempts.test.ts": 400,
      "between.test.ts": 75,
      "controllers.test.ts": 51,
      "cuts.test.ts": 100,
      "decisions.test.ts": 81,
      "delegated.test.ts": 25,
      "doctor.test.ts": 51,
      "encrypted.test.ts": 20,
      "explain.test.ts": 81,
      "features.test.ts": 11,
      "hardening.test.ts": 54,
      "histories.test.ts": 50,
      "interrupted.test.ts": 187,
      "jobs.test.ts": 20,
      "keys.test.ts": 187,
      "kinds.test.ts": 100,
      "lab.test.ts": 90,
      "measure.test.ts": 62,
      "readonly-pool.test.ts": 11,
      "refused.test.ts": 6,
      "replicate.test.ts": 100,
      "sudo.test.ts": 27,
      "suspended.test.ts": 45,
      "targets.test.ts": 200,
      "timetable.test.ts": 75,
      "transports.test.ts": 170,
      "verbs.test.ts": 90,
      "verify.test.ts": 26,
    },
  },
};

/**
 * One process of unit tests leaves half of two processors idle. So does a lab: while one waits for a fault to be noticed, the
 * other works; it stands back behind the first (`power` in test/support/lab/machine.ts), whose faults are timed.
 */
const processes = { unit: Math.min(2, availableParallelism()), lab: Math.min(2, availableParallelism()) };

/**
 * Divides files among so many processes: the longest first, each to the process that has least so far.
 * @param secondsOf how long a file takes
 * @param first files that go to the first process, whatever the others have
 * @returns the files of each, in the order of their names
 */
export function share(files, count, secondsOf, first = []) {
  const shares = Array.from({ length: count }, () => ({ seconds: 0, files: [] }));
  const give = (to, file) => {
    to.files.push(file);
    to.seconds += secondsOf(file);
  };
  const isFirst = (file) => first.includes(file);
  for (const file of files.filter(isFirst)) give(shares[0], file);
  const rest = files.filter((file) => !isFirst(file));
  for (const file of rest.sort((a, b) => secondsOf(b) - secondsOf(a) || (a < b ? -1 : 1)))
    give(
      shares.reduce((a, b) => (b.seconds < a.seconds ? b : a)),
      file,
    );
  return shares.map((one) => one.files.sort());
}

/** The shares of a part that is divided, or of some of its files: paths below its folder. */
export function sharesOf(part, count = processes[part], files = testsOf(part)) {
  const { usual, seconds, first } = divided[part];
  return share(files, count, (file) => seconds[file] ?? usual, first);
}

/** About how many seconds some files of a part take, its shares going side by side. */
export function secondsOf(part, files, count = processes[part]) {
  const { usual, seconds } = divided[part];
  const sums = sharesOf(part, count, files).map((one) => one.reduce((sum, file) => sum + (seconds[file] ?? usual), 0));
  return Math.max(...sums);
}

/** The lab's test files that are run whatever the time, and those of the part more. */
export function labFiles() {
  const { core } = divided.lab;
  return { core: [...core], more: testsOf("lab").filter((file) => !core.includes(file)) };
}

/**
 * Divides files by whether they can be run in the time that is left: the longest are left out until the others fit.
 * @param left seconds
 * @param slowness how many times longer than listed files take on this machine
 */
export function fitting(files, left, slowness) {
  const { usual, seconds } = divided.lab;
  const fit = [...files].sort((a, b) => (seconds[a] ?? usual) - (seconds[b] ?? usual));
  const out = [];
  while (fit.length > 0 && secondsOf("lab", fit) * slowness > left) out.push(fit.pop());
  return { fit: fit.sort(), out: out.sort() };
}

/** The test files of a part, below its folder. */
export function testsOf(part) {
  const folder = join(root, "test", part);
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".test.ts"));
}

/**
 * The runs of a part that is divided: the words of each, its files, and the lab that it works with.
 * @param name what stands before their lines
 */
export function runsOf(part, words, files = testsOf(part), name = part) {
  return sharesOf(part, processes[part], files)
    .map((own, i) => ({
      name: `${name} ${i + 1}`,
      words,
      files: own.map((file) => join("test", part, file)),
      env: { ZFSR_LAB: String(i + 1) },
    }))
    .filter((run) => run.files.length > 0);
}

/** Ends the labs beside the first, which the other parts go on with. */
export function endLabs() {
  for (let i = 2; i <= processes.lab; i += 1)
    runToEnd(process.execPath, ["--import", "tsx", join("test", "support", "lab", "main.ts"), "down"], {
      env: { ...process.env, ZFSR_LAB: String(i) },
    });
}
