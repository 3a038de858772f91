/** That the direct way is tried once in a run, whatever goes on beside it. */
import assert from "node:assert/strict";
import { defaultTransfer, type TransferOptions } from "../../../../src/core/plan/transferOptions";
import { createContext } from "../../../../src/core/runs/createContext";
import { DirectWays } from "../../../../src/core/runs/directWays";
import type { RunEventBody } from "../../../../src/core/runs/events";
import { type PlanResult, runPlan } from "../../../../src/core/runs/runPlan";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { transferStep } from "../../../support/model/steps";

describe("the direct way", () => {
  let fake: FakeCommands;
  let hosts: Record<string, FakeHost>;
  let said: string[];

  beforeEach(() => {
    fake = new FakeCommands();
    fake.add("zfs", `case "$1" in send) printf '%20s' x ;; receive) head -c 20 >/dev/null ;; esac`);
    fake.add(
      "zpool",
      "case \"$*\" in *'-o value guid'*) echo 42 ;; *) printf 'backup\\t42\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n' ;; esac",
    );
    hosts = Object.fromEntries(["alpha", "beta", "local"].map((id) => [id, new FakeHost(id, fake)]));
    said = [];
  });
  afterEach(() => fake.dispose());

  function run(ways: DirectWays, change: Partial<TransferOptions> = {}): Promise<PlanResult> {
    const context = createContext({
      host: (id) => hosts[id] ?? assert.fail(id),
      transfer: { ...defaultTransfer, parallel: 4, ...change },
      emit: (event: RunEventBody) => {
        if (event.type === "log") said.push(event.message);
      },
      signal: new AbortController().signal,
      ways,
    });
    const steps = Array.from({ length: 8 }, (_, i) => transferStep(`d${i}`));
    return runPlan({ version: 1, title: "", steps, goals: [], warnings: [] }, context);
  }
  const tried = (): number => fake.calls().filter(([program]) => program === "ssh").length;

  it("that does not stand is tried by one of four pipelines, once for all attempts of a run", async () => {
    fake.add("ssh", "logged ssh; sleep 0.3; echo 'ssh: connect to host beta port 22: No route to host' >&2; exit 255");
    const ways = new DirectWays();
    for (let attempt = 1; attempt <= 2; attempt += 1) assert.deepEqual([...(await run(ways)).errors], []);
    assert.equal(tried(), 1);
    assert.ok(
      said.some((line) => /cannot reach beta by itself .*No route to host/.test(line)),
      said.join("\n"),
    );
  });

  it("that is the only one is tried once, and each pipeline tells that it failed", async () => {
    fake.add("ssh", "logged ssh; sleep 0.3; echo 'No route to host' >&2; exit 255");
    const { errors } = await run(new DirectWays(), { transport: "direct" });
    assert.equal(tried(), 1);
    assert.ok(errors.size >= 1);
    for (const error of errors.values()) assert.equal(error.reason, "host-unreachable");
  });

  it("that stands is taken by all at once: nobody waits for the end of the first", async () => {
    // a receive ends when four run
    fake.add("ssh", `logged ssh; for word in "$@"; do :; done; exec /bin/sh -c "$word"`);
    fake.add(
      "zfs",
      `case "$1" in
send) printf '%20s' x ;;
receive) logged at; i=0; until [ $(grep -c at "$LOG") -ge 4 ] || [ $i -ge 50 ]; do sleep 0.1; i=$((i+1)); done
  [ $i -lt 50 ] || exit 1; head -c 20 >/dev/null ;;
esac`,
    );
    assert.deepEqual([...(await run(new DirectWays())).errors], []);
    assert.ok(tried() >= 4);
  });

  it("is tried again by the next attempt where the relay did not lead there either", async () => {
    fake.add("ssh", "logged ssh; echo 'Connection refused' >&2; exit 255");
    const ways = new DirectWays();
    const there = hosts["beta"];
    assert.ok(there);
    // beta is away for a moment: nothing that is run there begins
    hosts["beta"] = new FakeHost("beta", fake);
    hosts["beta"].spawnWords = () => Promise.resolve(["false"]);
    assert.ok((await run(ways, { parallel: 1 })).errors.size > 0);
    hosts["beta"] = there;
    fake.add("ssh", `logged ssh; for word in "$@"; do :; done; exec /bin/sh -c "$word"`);
    said = [];
    assert.deepEqual([...(await run(ways, { parallel: 1 })).errors], []);
    assert.ok(
      said.some((line) => /reaches beta by itself/.test(line)),
      said.join("\n"),
    );
  });

  it("that stood and was closed is not tried by each one after that", async () => {
    const ways = new DirectWays();
    const [alpha, beta] = [hosts["alpha"], hosts["beta"]];
    assert.ok(alpha && beta);
    const first = await ways.ask(alpha, beta);
    assert.equal(first.state, "untried");
    first.tell("stands");
    const second = await ways.ask(alpha, beta);
    assert.equal(second.state, "stands");
    second.tell(undefined);
    assert.equal((await ways.ask(alpha, beta)).state, "stands");
    second.tell({ because: "no route" });
    assert.deepEqual(await ways.ask(alpha, beta), { state: "failed", because: "no route" });
    ways.forget(alpha, beta);
    assert.equal((await ways.ask(alpha, beta)).state, "untried");
  });

  it("is tried by the next one where the first has learned nothing", async () => {
    const ways = new DirectWays();
    const [alpha, beta] = [hosts["alpha"], hosts["beta"]];
    assert.ok(alpha && beta);
    const first = await ways.ask(alpha, beta);
    const second = ways.ask(alpha, beta);
    assert.equal(first.state, "untried");
    first.tell(undefined);
    const next = await second;
    assert.equal(next.state, "untried");
    next.tell({ because: "no route" });
    next.tell("stands");
    assert.deepEqual(await ways.ask(alpha, beta), { state: "failed", because: "no route" });
  });
});
