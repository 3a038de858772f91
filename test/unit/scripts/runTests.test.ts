/** A test that failed is run once more by itself, which is told; what fails again has failed. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runPart } from "../../../scripts/runTests.mjs";
import { poll } from "../../support/lab/poll";

const words = [
  join("node_modules", "mocha", "bin", "mocha.js"),
  ...["--reporter", join("test", "support", "reporter.cjs")],
];

describe("a part of the test suite", () => {
  const folder = mkdtempSync(join(tmpdir(), "zfsr-parts-"));
  before(() => mkdirSync(join("out", "results"), { recursive: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A file of tests, with this body. */
  function file(name: string, body: string): string {
    const path = join(folder, `${name}.test.cjs`);
    writeFileSync(path, body);
    return path;
  }
  const good = file("good", 'it("is well", () => {});');
  const mark = JSON.stringify(join(folder, "mark"));
  const failsOnce = file(
    "once",
    `const fs = require("node:fs");
     it("is well, too", () => {});
     it("fails at first", () => { if (!fs.existsSync(${mark})) { fs.writeFileSync(${mark}, ""); throw new Error("the first time"); } });`,
  );
  const bad = file("bad", 'it("fails", () => { throw new Error("each time"); });');
  const skipped = file("skipped", 'it.skip("is skipped", () => {});');

  it("counts what passed, and runs nothing again where all is well", async () => {
    let prepared = 0;
    const ended = await runPart("parts", [{ name: "parts 1", words, files: [good] }], () => void (prepared += 1));
    assert.deepEqual({ ...ended, prepared }, { passed: 1, failures: [], shaky: [], prepared: 0 });
  });

  it("tells what failed at first and passed when it was run again, and counts each test once", async () => {
    let prepared = 0;
    const runs = [good, failsOnce].map((each, i) => ({ name: `parts ${i + 1}`, words, files: [each] }));
    const { passed, failures, shaky } = await runPart("parts", runs, () => void (prepared += 1));
    assert.deepEqual([passed, failures, prepared], [3, [], 1]);
    assert.match(shaky.join("\n"), /^parts 2: .*once\.test\.cjs: fails at first$/);
  });

  it("runs a run again as a whole that has found its files itself, and counts each test once", async () => {
    rmSync(join(folder, "mark"), { force: true });
    const { passed, failures, shaky } = await runPart(
      "parts",
      [{ words: [...words, good, failsOnce] }],
      () => undefined,
    );
    assert.deepEqual([passed, failures], [3, []]);
    assert.match(shaky.join("\n"), /^parts: .*once\.test\.cjs: fails at first$/);
  });

  it("has failed where a test fails again, or where one is skipped", async () => {
    const again = await runPart("parts", [{ name: "parts 1", words, files: [good, bad] }], () => undefined);
    assert.equal(again.passed, 1);
    assert.match(again.failures.join("\n"), /^parts again: .*bad\.test\.cjs: fails$/);
    const left = await runPart("parts", [{ name: "parts 1", words, files: [good, skipped] }], () => undefined);
    assert.deepEqual(left.failures, ["parts 1: a test was skipped"]);
  });

  it("ends with its tests where it is ended itself", async () => {
    const pid = join(folder, "pid");
    const endless = file(
      "endless",
      `it("never ends", (done) => { require("node:fs").writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setInterval(() => {}, 1000); }).timeout(0);`,
    );
    const script = join(folder, "part.mjs");
    const module = pathToFileURL(join("scripts", "runTests.mjs")).href;
    const runs = JSON.stringify([{ name: "parts ended", words, files: [endless] }]);
    writeFileSync(
      script,
      `import { runPart } from ${JSON.stringify(module)};\nawait runPart("parts", ${runs}, () => {});`,
    );
    const part = spawn(process.execPath, [script], { stdio: "ignore" });
    const ended = once(part, "exit");
    const isThere = (): true | undefined => (existsSync(pid) && readFileSync(pid, "utf8") !== "" ? true : undefined);
    await poll("the tests", 30_000, 50, () => Promise.resolve(isThere()));
    part.kill("SIGINT");
    assert.deepEqual(await ended, [130, null]);
    const tests = Number(readFileSync(pid, "utf8"));
    assert.throws(() => process.kill(tests, 0), { code: "ESRCH" });
  });
});
