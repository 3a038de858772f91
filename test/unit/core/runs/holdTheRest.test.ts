/** Holds that are there already, by the same tag: another run was quicker, or an answer was lost. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import type { CommandStep } from "../../../../src/core/plan/step";
import { createContext } from "../../../../src/core/runs/createContext";
import { type PlanResult, runPlan } from "../../../../src/core/runs/runPlan";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { commandStep } from "../../../support/model/steps";

/** zfs(8) with what is held in a file, as lines `NAME<tab>TAG`, and three datasets that have @1 and @2. */
const zfs = (folder: string): string => `cd ${folder}
case "$1" in
list) for name in tank/demo tank/demo/a tank/demo/b; do for short in 1 2; do printf "$name@$short\\t1\\t1\\t1\\t0\\t1\\t0\\n"; done; done ;;
holds) shift 2; for name in "$@"; do grep "^$name	" held | sed 's/$/\tMon Jan  1 00:00 2026/'; done; exit 0 ;;
hold)
  if [ "$2" = -r ]; then
    for name in tank/demo tank/demo/a tank/demo/b; do
      if grep -q "^$name@1	$3" held; then echo "cannot hold snapshot '$name@1': tag already exists on this dataset" >&2; exit 1; fi
    done
    exit 0
  fi
  tag=$2; shift 2; code=0
  for name in "$@"; do
    if grep -q "^$name	$tag" held; then echo "cannot hold snapshot '$name': tag already exists on this dataset" >&2; code=1
    else printf "$name\\t$tag\\n" >>held; fi
  done
  exit $code ;;
esac`;

describe("a hold that is there already by the same tag", () => {
  let fakes: FakeCommands;
  let host: FakeHost;
  beforeEach(() => {
    fakes = new FakeCommands();
    fakes.add("zfs", zfs(fakes.folder));
  });
  afterEach(() => fakes.dispose());

  const hold = (id: string, ...words: readonly string[]): CommandStep =>
    commandStep(id, { argv: ["zfs", "hold", ...words] });
  const held = (): string[] => readFileSync(join(fakes.folder, "held"), "utf8").trim().split("\n").sort();
  const run = (steps: readonly CommandStep[], ...before: readonly string[]): Promise<PlanResult> => {
    writeFileSync(join(fakes.folder, "held"), before.map((name) => `${name}\n`).join(""));
    host = new FakeHost("alpha", fakes);
    const signal = new AbortController().signal;
    const context = createContext({ host: () => host, transfer: defaultTransfer, emit: () => undefined, signal });
    return runPlan({ version: 1, title: "holds", steps, goals: [], warnings: [] }, context);
  };

  it("is what was wanted, and the others of the command are held", async () => {
    const steps = ["tank/demo@1", "tank/demo/a@1", "tank/demo/b@1"].map((name) => hold(name, "zfsr:job", name));
    const { errors } = await run(steps, "tank/demo/a@1\tzfsr:job", "tank/demo/b@1\tother");
    assert.deepEqual([...errors.values()], []);
    assert.deepEqual(held(), [
      "tank/demo/a@1\tzfsr:job",
      "tank/demo/b@1\tother",
      "tank/demo/b@1\tzfsr:job",
      "tank/demo@1\tzfsr:job",
    ]);
  });

  it("costs one look more, however many steps it stopped", async () => {
    const names = ["tank/demo@1", "tank/demo/a@1", "tank/demo/b@1"];
    const { errors } = await run(
      names.map((name) => hold(name, "zfsr:job", name)),
      ...names.slice(0, 2).map((name) => `${name}\tzfsr:job`),
    );
    assert.deepEqual([errors.size, held().length, host.scripts.length], [0, 3, 2]);
  });

  it("keeps one command for a whole tree from holding any: each of the others is held by its name", async () => {
    const { errors } = await run([hold("1", "-r", "zfsr:job", "tank/demo@1")], "tank/demo/a@1\tzfsr:job");
    assert.deepEqual([...errors.values()], []);
    assert.deepEqual(held(), ["tank/demo/a@1\tzfsr:job", "tank/demo/b@1\tzfsr:job", "tank/demo@1\tzfsr:job"]);
  });

  it("is a failure where what is held shows no such hold", async () => {
    const body = `case "$1" in hold) echo "cannot hold snapshot 'tank/demo@1': tag already exists on this dataset" >&2; exit 1 ;; esac`;
    fakes.add("zfs", body);
    const { errors } = await run([hold("1", "zfsr:job", "tank/demo@1")]);
    assert.equal(errors.get("1")?.reason, "exists");
  });
});
