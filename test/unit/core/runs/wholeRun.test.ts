import assert from "node:assert/strict";
import { noHooks, type Hooks } from "../../../../src/core/plan/hook";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import type { RunEventBody } from "../../../../src/core/runs/events";
import type { RunEnd } from "../../../../src/core/runs/recordRun";
import { newRunId } from "../../../../src/core/runs/runDirectory";
import { wholeRun } from "../../../../src/core/runs/wholeRun";
import { datasetName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

describe("a run with hooks", () => {
  let fake: FakeCommands;
  let events: RunEventBody[];

  beforeEach(() => {
    events = [];
    fake = new FakeCommands();
    // nothing is there: the run itself fails, after it has looked
    fake.add("zfs", `logged zfs; echo "cannot open 'tank/a': dataset does not exist" >&2; exit 1`);
    fake.add("zpool", "exit 0");
    fake.add("told", 'logged told "$ZFSR_HOOK" "$ZFSR_JOB" "$ZFSR_SOURCE" "$ZFSR_TARGET" "$ZFSR_OUTCOME" "$@"');
    fake.add("broken", "logged broken; echo no room on the tape >&2; exit 3");
    fake.add("slow", "sleep 20");
  });
  afterEach(() => fake.dispose());

  function request(hooks: Hooks): ReplicationRequest {
    return {
      ...defaultRequest,
      job: "db:beta:backup/a",
      source: { host: "alpha", dataset: datasetName("tank/a"), snapshot: undefined },
      target: { host: "beta", dataset: datasetName("backup/a") },
      transfer: { ...defaultTransfer, retries: { limit: 0, first: 1, most: 1 } },
      hooks,
    };
  }

  function run(wanted: ReplicationRequest, signal = new AbortController().signal): Promise<RunEnd> {
    const options = {
      run: newRunId(0),
      host: (id: string) => new FakeHost(id, fake),
      snapshot: undefined,
      agree: () => Promise.resolve(false),
    };
    return wholeRun(wanted, "R", options, (event) => void events.push(event), signal);
  }

  const steps = (): string[] =>
    events.flatMap((event) => (event.type === "step-ended" ? [`${event.step} ${event.outcome}`] : []));
  const hook = (...argv: string[]) => ({ host: "alpha", argv });

  it("runs them in order, each with what it is about in its environment, and no shell reads their words", async () => {
    const words = ["a b", "$HOME; rm -rf '/nowhere'", "`id`"];
    const end = await run(request({ before: [hook("told", ...words)], after: [hook("told", "after")] }));
    assert.equal(end.outcome, "failed");
    const calls = fake.calls().filter(([program]) => program === "told");
    assert.deepEqual(calls, [
      ["told", "before", "db", "alpha:tank/a", "beta:backup/a", "", ...words],
      ["told", "after", "db", "alpha:tank/a", "beta:backup/a", "failed", "after"],
    ]);
    assert.deepEqual(steps(), ["hook-before:1 done", "hook-after:1 done"]);
    const planned = events.find((event) => event.type === "planned");
    assert.deepEqual(
      planned?.plan.steps.map(({ id, argv }) => [id, argv[0]]),
      [
        ["hook-before:1", "told"],
        ["hook-after:1", "told"],
      ],
    );
  });

  it("looks at nothing and sends nothing when one before fails, says why, and runs those after all the same", async () => {
    const end = await run(request({ before: [hook("broken"), hook("told")], after: [hook("told")] }));
    assert.equal(end.outcome, "failed");
    assert.deepEqual(
      fake.calls().map(([program, when]) => [program, when]),
      [
        ["broken", undefined],
        ["told", "after"],
      ],
    );
    const [finding] = end.findings;
    assert.equal(finding?.id, "hook-failed");
    assert.match(
      finding.title,
      /'broken' before the run ended with exit status 3: no room on the tape; nothing was sent/,
    );
  });

  it("tells of one after that fails as a warning, and keeps what came of the run", async () => {
    const end = await run(request({ before: [], after: [hook("broken"), hook("told")] }));
    assert.equal(end.outcome, "failed");
    assert.deepEqual(end.findings.at(-1)?.severity, "warning");
    assert.deepEqual(steps(), ["hook-after:1 failed", "hook-after:2 done"]);
  });

  it("runs those after when it was cancelled, with that as the outcome", async () => {
    const end = await run(request({ ...noHooks, after: [hook("told")] }), AbortSignal.abort());
    assert.equal(end.outcome, "interrupted");
    assert.deepEqual(
      fake.calls().map(([, , , , , outcome]) => outcome),
      ["interrupted"],
    );
  });

  it("does nothing outside of its time window, and says so", async () => {
    const now = new Date();
    const from = (now.getHours() * 60 + now.getMinutes() + 120) % 1440;
    const end = await run({ ...request(noHooks), window: { from, to: (from + 1) % 1440, days: [] } });
    assert.equal(end.outcome, "interrupted");
    assert.match(end.findings[0]?.title ?? "", /time window .* is not open, so nothing was done/);
    assert.deepEqual(fake.calls(), []);
  });
});
