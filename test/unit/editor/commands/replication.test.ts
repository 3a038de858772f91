import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { Plan } from "../../../../src/core/plan/plan";
import { planReplication } from "../../../../src/core/replication/planReplication";
import type { ReplicationRequest } from "../../../../src/core/replication/request";
import { datasetName, type DatasetName } from "../../../../src/core/zfs/names";
import { type Answers, requestOf, unanswered } from "../../../../src/editor/commands/dataset/replication/answers";
import { LiveCheck } from "../../../../src/editor/commands/dataset/replication/liveCheck";
import { suggestedTarget, targetFault } from "../../../../src/editor/commands/dataset/replication/targetName";
import { verdictOn } from "../../../../src/editor/commands/dataset/replication/verdict";
import type { Said } from "../../../../src/editor/prompts/quickInputs";
import { deferred } from "../../../support/deferred";
import { ModelHost } from "../../../support/model/zfs";
import { contentsWith, dataset, pool } from "../fakes";

const source = { host: "alpha", dataset: datasetName("tank/demo") };
const target = { host: "beta", dataset: datasetName("backup/demo") };
const answers: Answers = { ...unanswered, source, target };

function asked(change: Partial<Answers> = {}): ReplicationRequest {
  const request = requestOf({ ...answers, ...change });
  assert.ok(request);
  return request;
}

describe("the place of a copy", () => {
  const contents = contentsWith([pool("backup")], [dataset("backup")]);
  const there = { kind: "ready", contents } as const;

  it("is suggested in the first pool of the target, or below what was dropped on", () => {
    assert.equal(suggestedTarget(source, there, undefined), "backup/demo");
    assert.equal(suggestedTarget(source, there, "backup/office" as DatasetName), "backup/office/demo");
    assert.equal(suggestedTarget(source, { kind: "idle" }, undefined), "");
  });

  it("is told to be wrong where no host need be asked", () => {
    assert.equal(targetFault("backup/a/new", source, "beta"), undefined);
    assert.match(targetFault("backup/x*", source, "beta") ?? "", /'\*' is not allowed/);
    assert.match(targetFault("tank/demo/in", source, "alpha") ?? "", /lies within the source/);
  });
});

describe("the answers of Replicate…", () => {
  it("come to a request once both places are known", () => {
    assert.equal(requestOf(unanswered), undefined);
    const request = asked({ upTo: "monday", options: new Set(["recursive"]) });
    assert.deepEqual(
      [request.source.snapshot, request.recursive, request.hold, request.send.intermediates, request.send.raw],
      ["monday", true, false, false, false],
    );
    assert.deepEqual([asked().hold, asked().send.intermediates, asked().send.raw], [true, true, "auto"]);
  });
});

describe("what is said while it is asked", () => {
  const alpha = new ModelHost("alpha", "tank");
  const beta = new ModelHost("beta", "backup");
  alpha.create(source.dataset);

  const plan = (change: Partial<Answers> = {}): Plan => {
    const request = asked(change);
    return planReplication(request, {
      source: alpha.observe(request.source.dataset, request.recursive),
      target: beta.observe(request.target.dataset, request.recursive),
      tokens: new Map(),
    });
  };

  it("is what stands in the way, with the way out", () => {
    assert.deepEqual(verdictOn(plan(), false).level, "warning");
    assert.match(verdictOn(plan(), false).text, /has no snapshot, so nothing can be sent\. Next: take one/);
    assert.deepEqual(verdictOn(plan(), true), { level: "info", text: "Only the new snapshot is sent." });
    const nowhere = { host: "beta", dataset: datasetName("backup/none/demo") };
    const said = verdictOn(plan({ target: nowhere }), false);
    assert.equal(said.level, "error");
    assert.match(said.text, /^beta:backup\/none\/demo: its parent backup\/none does not exist\. Next: create it/);
  });

  it("is what is sent, and from where it goes on", () => {
    alpha.snapshot(source.dataset, "a");
    const first = verdictOn(plan(), false);
    assert.equal(first.level, "info");
    assert.match(
      first.text,
      /^1 stream .*: a full one, since backup\/demo shares no snapshot .*Nothing is destroyed\./,
    );
  });
});

describe("the check beside the questions", () => {
  const empty: Plan = { version: 1, title: "", steps: [], goals: [], warnings: [] };
  const none = { missing: () => Promise.resolve(undefined), asking: () => false };

  function next(check: LiveCheck): Promise<Said | undefined> {
    return new Promise((resolve) => {
      const listening = check.onDidChange(() => {
        listening.dispose();
        resolve(check.said);
      });
    });
  }

  it("says at once that it looks, then what it saw, and asks no host twice for the same", async () => {
    let times = 0;
    const plan = (): Promise<Plan> => {
      times += 1;
      return Promise.resolve(empty);
    };
    const check = new LiveCheck({ ...none, plan });
    check.look(asked(), false);
    assert.equal(check.said?.text, "Looking at alpha and beta…");
    assert.deepEqual(await next(check), {
      level: "info",
      text: "Nothing is to be sent: the target has all of it.",
    });
    check.look(asked(), false);
    check.look(asked({ upTo: "a" }), false);
    check.look(asked(), false);
    assert.match(check.said.text, /has all of it/);
    assert.equal(times, 1);
    check.dispose();
  });

  it("gives up what is no longer asked for", async () => {
    const begun = deferred<AbortSignal>();
    const check = new LiveCheck({
      ...none,
      plan: ({ source: { snapshot } }, signal) => {
        if (snapshot === "a") return Promise.resolve(empty);
        begun.resolve(signal);
        return new Promise<Plan>((_, reject) => signal.addEventListener("abort", () => reject(new Error("given up"))));
      },
    });
    check.look(asked(), false);
    const signal = await begun.promise;
    check.look(asked({ upTo: "a" }), false);
    assert.ok(signal.aborted);
    assert.match((await next(check))?.text ?? "", /has all of it/);
    check.dispose();
  });

  it("lets a person go on where a host does not answer, and tells what its user may not do", async () => {
    const error = new ZfsrError({
      ...{ reason: "host-unreachable", object: "beta" },
      ...{ because: "nothing answers there", nextStep: "see that it is up" },
    });
    const away = new LiveCheck({ ...none, plan: () => Promise.reject(error) });
    away.look(asked(), false);
    const said = await next(away);
    assert.equal(said?.level, "warning");
    assert.match(said.text, /^You can go on: .* Not checked: .*nothing answers there/);
    const missing = (): Promise<string> => Promise.resolve("beta: repl lacks permissions on backup: mount.");
    const lacking = new LiveCheck({ ...none, plan: () => Promise.resolve(empty), missing });
    lacking.look(asked(), false);
    assert.deepEqual(await next(lacking), { level: "error", text: "beta: repl lacks permissions on backup: mount." });
    away.dispose();
    lacking.dispose();
  });
});
