import assert from "node:assert/strict";
import type { Remedy } from "../../../../src/core/diagnosis/finding";
import { onHost } from "../../../../src/core/diagnosis/scan/onHost";
import { findingsIn } from "../../../../src/core/diagnosis/scan/scanner";
import type { Plan } from "../../../../src/core/plan/plan";
import { liveActions, together } from "../../../../src/editor/findings/liveActions";
import { subjectOf } from "../../../../src/editor/findings/subject";
import { findingActions } from "../../../../src/editor/logs/findingActions";

const [found] = findingsIn(
  "cannot destroy snapshot tank/a@b: it's being held. Run 'zfs holds -r tank/a@b' to see holders.\n",
);
assert.ok(found);
const held = { host: "beta", finding: onHost(found, "beta") };
const does = { by: "plan", plan: {} as Plan } as const;
const release: Remedy = { title: "Held by keep since Monday: release it", risk: "changes", does };
const look: Remedy = { title: "Look at its clone", risk: "none", command: "ssh beta 'zfs list'" };
const destroy: Remedy = { title: "Destroy it: frees 2 GiB", risk: "destroys", does };

describe("the quick fixes that a host's state gives", () => {
  const actions = together(liveActions(held, [release, look, destroy]), findingActions(held.finding));

  it("stand before those of the catalogue; a plan goes to its review, a look to a terminal", () => {
    assert.deepEqual(
      actions.slice(0, 3).map(({ title, command }) => [title, command]),
      [
        ["Review Plan: Held by keep since Monday: release it", "zfsReplication.problem.reviewRemedy"],
        ["Run in Terminal: Look at its clone", "zfsReplication.problem.runInTerminal"],
        ["See All That Can Be Done on beta…", "zfsReplication.problem.askHost"],
      ],
    );
    assert.ok(actions.length > 3);
  });

  it("prefer one look, and never what changes; nothing that destroys is among them", () => {
    assert.deepEqual(
      actions.filter(({ preferred }) => preferred).map(({ title }) => title),
      ["Run in Terminal: Look at its clone"],
    );
    assert.ok(!actions.some(({ title }) => title.includes("Destroy")));
  });

  it("are for a run's finding those of the host and the dataset that it is about", async () => {
    const [remedy] = held.finding.remedies;
    assert.ok(remedy);
    const { host, finding } = await subjectOf({
      ...{ id: "busy", category: "hold-clone", severity: "error", object: "root@beta:2222:backup/demo" },
      ...{ title: "", cause: "", remedies: [remedy], text: "cannot destroy snapshot tank/a@b: it's being held.\n" },
    });
    assert.equal(host, "root@beta:2222");
    assert.equal(finding.parts.snapshot, "tank/a@b");
    assert.equal((await subjectOf({ ...held.finding, object: "a file" })).host, undefined);
  });

  it("ask for the host where a text names none", () => {
    const [only] = liveActions({ ...held, host: undefined }, []);
    assert.equal(only?.title, "See What Can Be Done on a Host…");
  });
});
