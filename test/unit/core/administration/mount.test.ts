import assert from "node:assert/strict";
import type { Observation } from "../../../../src/core/administration/observation";
import type { Plan } from "../../../../src/core/plan/plan";
import { observed } from "../../../support/model/observation";
import { nothing, plan, property, said, stops, words, x } from "../../../support/model/administration";

describe("mounts and keys", () => {
  const secret = { encryption: "aes-256-gcm", encryptionroot: x, keystatus: "unavailable" } as const;
  const mount = (there: Observation): Plan => plan({ verb: "mount", dataset: x }, there);

  it("mount what can be mounted", () => {
    const path = [property("mountpoint", "/tank/x"), property("canmount", "noauto")];
    assert.deepEqual(words(mount(observed([["tank/x", []]], { properties: path }))), ["zfs mount tank/x"]);
    assert.ok(nothing(mount(observed([["tank/x", [], { mounted: true }]], { properties: path }))));
    assert.match(said(mount(observed([["tank/x", [], secret]], { properties: path }))), /key is not loaded/);
    assert.ok(stops(mount(observed([["tank/x", []]], { properties: [property("mountpoint", "none")] }))));
    assert.ok(stops(mount(observed([["tank/x", [], { type: "volume" }]]))));
  });

  it("ask for a key that is typed, and put it nowhere", () => {
    const there = observed([["tank/x", [], secret]], { properties: [property("keylocation", "prompt")] });
    const made = plan({ verb: "load-key", dataset: x }, there);
    assert.deepEqual(words(made), ["zfs load-key tank/x"]);
    const [step] = made.steps;
    assert.ok(step && "key" in step);
    assert.deepEqual(step.key, { encryptionRoot: "tank/x", format: "passphrase" });
    const file = observed([["tank/x", [], secret]], { properties: [property("keylocation", "file:///k")] });
    assert.ok(!("key" in (plan({ verb: "load-key", dataset: x }, file).steps[0] ?? {})));
  });

  it("unload a key that nothing mounted needs", () => {
    const loaded = { ...secret, keystatus: "available" } as const;
    assert.deepEqual(words(plan({ verb: "unload-key", dataset: x }, observed([["tank/x", [], loaded]]))), [
      "zfs unload-key tank/x",
    ]);
    const below = observed([
      ["tank/x", [], loaded],
      ["tank/x/my y", [], { ...loaded, mounted: true }],
    ]);
    const kept = plan({ verb: "unload-key", dataset: x }, below);
    assert.match(said(kept), /tank\/x\/my y: it is mounted/);
    assert.equal(kept.warnings[0]?.nextStep, "unmount it first: zfsr unmount 'alpha:tank/x/my y'");
  });
});
