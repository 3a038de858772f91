import assert from "node:assert/strict";
import { examine } from "../../../../src/core/doctor/examine";
import { checkViews, doctorText } from "../../../../src/editor/doctor/doctorState";
import { doctorDocument } from "../../../../src/editor/doctor/doctorDocument";
import { fixRequest } from "../../../../src/editor/doctor/fixRequest";
import { measurementView } from "../../../../src/editor/measure/measureState";
import { doctorState } from "../../../../src/protocol/doctor";
import { measureState } from "../../../../src/protocol/measure";
import { recordedPair } from "../../core/doctor/support/recorded";
import { cipherOf, measurementOf } from "../../core/measure/support/measurement";

describe("the doctor in the editor", () => {
  it("shows what real hosts gave, in the shape the page takes", async () => {
    const results = examine(await recordedPair());
    const state = {
      ...{ source: "alpha:tank/demo", target: "beta:backup/demo", phase: "ready", message: "" },
      checks: checkViews(results),
    };
    assert.deepEqual(doctorState.parse(state), state);
    assert.ok(state.checks.length > 30);
  });

  it("puts each thing that is wrong on a line of its own, at which the problem points", async () => {
    const results = examine(await recordedPair("alpha-repl", "gamma"));
    const { lines, marks } = doctorText("alpha:tank/demo", results);
    const wrong = results.filter(({ state }) => state === "fail" || state === "warn");
    assert.deepEqual(
      marks.map(({ line }) => lines[line]?.slice(8)),
      wrong.map(({ host, title }) => `${host}: ${title}`),
    );
    assert.ok(wrong.length > 0);
  });

  it("has in Problems how bad each is, and its remedy: a plan to review where it is one, and the words to copy", async () => {
    const results = examine(await recordedPair("alpha-repl", "gamma"));
    const { lines, problems } = doctorDocument.render("alpha:tank/demo", results);
    const wrong = results.filter(({ state }) => state === "fail" || state === "warn");
    assert.deepEqual(
      problems.map(({ code, severity, line, column }) => [code, severity, lines[line]?.slice(column)]),
      wrong.map(({ id, state, host, title }) => [id, state === "fail" ? "error" : "warning", `${host}: ${title}`]),
    );
    assert.deepEqual(
      problems.map(({ actions }) => actions.map(({ command, preferred }) => [command, preferred])),
      wrong.map(({ fix, remedy }) => [
        ...(fix ? [["zfsReplication.health.fix", true]] : []),
        ...(remedy === undefined ? [] : [["zfsReplication.problem.copyCommand", false]]),
      ]),
    );
  });

  it("makes a plan's request of a remedy that is one, and of no other", async () => {
    const facts = await recordedPair();
    const { source } = facts;
    const datasets = source.facts.datasets?.map((one) => ({
      ...one,
      compression: "off",
      atime: true,
      relatime: false,
    }));
    const results = examine({ ...facts, source: { ...source, facts: { ...source.facts, datasets } } });
    const fixes = results.flatMap(({ id, host, fix }) => (fix ? [{ id, request: fixRequest(host, fix) }] : []));
    assert.deepEqual(
      fixes.filter(({ id }) => id === "atime" || id === "compression").map(({ request }) => request),
      [
        {
          ...{ verb: "set", host: "alpha", object: "tank/demo" },
          properties: [{ name: "compression", value: "lz4" }],
        },
        { ...{ verb: "set", host: "alpha", object: "tank/demo" }, properties: [{ name: "atime", value: "off" }] },
      ],
    );
    for (const { id } of fixes) assert.ok(["readonly", "atime", "compression", "scrub"].includes(id), id);
  });
});

describe("a measurement in the editor", () => {
  it("shows every stage to one scale, in the shape the page takes", () => {
    const view = measurementView(
      measurementOf(
        { send: 800, network: 4000, ssh: 200, together: 195 },
        { ciphers: [cipherOf("chacha20-poly1305@openssh.com", 200, 0.98, true), cipherOf("aes128-ctr", 400, 0.5)] },
      ),
    );
    const state = { ...{ source: "alpha:a", target: "beta:b", phase: "ready", message: "" }, ...view };
    assert.deepEqual(measureState.parse(state), state);
    assert.deepEqual(
      view.bars.map(({ share, beyond }) => [share, beyond]),
      [
        [0.5, false],
        [1, true],
        [0.125, false],
        [0.25, false],
        [195 / 1600, false],
        [0, false],
      ],
    );
    assert.match(view.limit ?? "", /cipher of ssh on alpha limits/);
    assert.equal(view.advice[0]?.command, "--transport tcp");
  });
});
