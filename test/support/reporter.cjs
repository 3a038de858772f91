// mocha's spec report on the terminal, with why a test has failed at once, for a run may be ended before its end; and as JSON
// in the file that $ZFSR_TEST_RESULT names: the counts, what has failed, and what each file took in seconds and had that passed.
const { writeFileSync } = require("node:fs");
const { relative } = require("node:path");
const { reporters, Runner } = require("mocha");

const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_TEST_PASS } = Runner.constants;

module.exports = class Reporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    const seconds = {};
    const passedOf = {};
    const nameOf = ({ file, parent }) => relative(process.cwd(), file ?? parent?.file ?? "");
    const count = (suite, sign) => {
      if (!suite.parent?.root) return;
      const name = nameOf(suite);
      seconds[name] = (seconds[name] ?? 0) + (sign * performance.now()) / 1000;
    };
    runner.on(EVENT_SUITE_BEGIN, (suite) => count(suite, -1));
    runner.on(EVENT_SUITE_END, (suite) => count(suite, 1));
    runner.on(EVENT_TEST_PASS, (test) => (passedOf[nameOf(test)] = (passedOf[nameOf(test)] ?? 0) + 1));
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      failures.push({ file: nameOf(test), title: test.fullTitle() });
      const lines = String(error?.stack ?? error).split("\n");
      reporters.Base.consoleLog([nameOf(test), ...lines].map((line) => `      ${line}`).join("\n"));
    });
    runner.once(EVENT_RUN_END, () => {
      const file = process.env.ZFSR_TEST_RESULT;
      const { passes, failures: failed, pending } = this.stats;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed, pending, failures, seconds, passedOf }));
    });
  }
};
