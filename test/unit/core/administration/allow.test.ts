import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { observed } from "../../../support/model/observation";
import { plan, stops, words, x } from "../../../support/model/administration";

describe("delegation", () => {
  const allow = (permissions: string, name: string): Plan =>
    plan({ verb: "allow", dataset: x, delegate: { kind: "user", name }, permissions }, observed([["tank/x", []]]));
  it("is for a user, of permissions by their names", () => {
    assert.deepEqual(words(allow("send,hold,@set", "repl")), ["zfs allow -u repl send,hold,@set tank/x"]);
    for (const [permissions, name] of [
      ["-s", "repl"],
      ["send hold", "repl"],
      ["send", "-x"],
      ["send", ""],
    ] as const)
      assert.ok(stops(allow(permissions, name)), `${permissions} ${name}`);
  });
});
