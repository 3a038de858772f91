import assert from "node:assert/strict";
import type { Observation } from "../../../../src/core/administration/observation";
import { propertySetting } from "../../../../src/core/administration/properties";
import { ZfsrError } from "../../../../src/core/base/errors";
import { refuseBeyond } from "../../../../src/core/plan/agreed";
import { consentFor } from "../../../../src/core/plan/consent";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import type { Property } from "../../../../src/core/zfs/model";
import { observed } from "../../../support/model/observation";
import { at, nothing, plan, property, said, stops, words, x } from "../../../support/model/administration";

describe("properties", () => {
  const there = (properties: Property[]): Observation =>
    observed([["tank/x", ["@a"], { readonly: true, used: 10 << 20 }]], { properties });
  const set = (text: string, properties: Property[] = []): Plan =>
    plan({ verb: "set", object: x, properties: [propertySetting(text)] }, there(properties));

  it("are set where they are not so already, and what they were is said", () => {
    const made = set("compression=zstd", [property("compression", "lz4", "inherited from tank")]);
    assert.deepEqual(words(made), ["zfs set compression=zstd tank/x"]);
    assert.equal(made.steps[0]?.reason, "compression was lz4 (inherited from tank)");
    assert.ok(nothing(set("compression=zstd", [property("compression", "zstd")])));
    assert.deepEqual(words(set("compression=zstd", [property("compression", "zstd", "default")])).length, 1);
  });

  it("have consequences that are said", () => {
    assert.match(said(set("readonly=off")), /makes it diverge/);
    assert.match(said(set("quota=1M")), /10.0 MiB are used, more than that/);
  });

  it("are so already in whatever unit they are written", () => {
    assert.ok(nothing(set("quota=1M", [property("quota", "1048576")])));
    assert.ok(nothing(set("quota=none", [property("quota", "0", "default")])));
    assert.ok(nothing(set("quota=0", [property("quota", "0", "default")])));
    assert.ok(nothing(set("snapshot_limit=none", [property("snapshot_limit", "18446744073709551615", "default")])));
    assert.equal(words(set("quota=2M", [property("quota", "1048576")])).length, 1);
    // what a person has named is text
    assert.equal(words(set("my:tag=1K", [property("my:tag", "1024")])).length, 1);
    assert.equal(words(set("my:tag=none", [property("my:tag", "0")])).length, 1);
  });

  it("name the end of a volume as destroyed that is made smaller", () => {
    const volume = [property("volsize", String(10 * 2 ** 30))];
    const [lost] = destroyedBy(set("volsize=1G", volume));
    assert.deepEqual(lost, {
      ...{ host: "alpha", kind: "volume-end", name: "tank/x", bytes: 9 * 2 ** 30, guid: "guid of tank/x" },
    });
    assert.equal(consentFor(set("volsize=1G", volume), () => false).kind, "type");
    assert.equal(destroyedBy(set("volsize=huge", volume)).length, 1);
    assert.deepEqual(destroyedBy(set("volsize=20G", volume)), []);
    // made larger since it was looked at: more would go
    const larger = [property("volsize", String(20 * 2 ** 30))];
    assert.throws(
      () => refuseBeyond(set("volsize=1G", volume), set("volsize=1G", larger)),
      (error) => ZfsrError.is(error, "consent-missing") && /the end of alpha:tank\/x \(19\.0 GiB\)/.test(error.because),
    );
    assert.throws(() => refuseBeyond(set("volsize=15G", volume), set("volsize=15G", larger)), ZfsrError);
    refuseBeyond(set("volsize=1G", volume), set("volsize=1G", volume));
  });

  it("of a snapshot are those of people", () => {
    const on = (text: string): Plan =>
      plan({ verb: "set", object: at("a"), properties: [propertySetting(text)] }, there([]));
    assert.deepEqual(words(on("org.example:keep=yes")), ["zfs set org.example:keep=yes tank/x@a"]);
    assert.ok(stops(on("readonly=on")));
  });

  it("have names that reach no shell and no option", () => {
    for (const wrong of ["-r=x", "=x", "compression", "Comp=x", "a b=c"])
      assert.throws(
        () => propertySetting(wrong),
        (error) => ZfsrError.is(error, "usage"),
        wrong,
      );
    assert.deepEqual(propertySetting("a:b=c=d e"), { name: "a:b", value: "c=d e" });
  });

  it("are inherited where there is a value of their own", () => {
    const inherit = (properties: Property[], received = false): Plan =>
      plan({ verb: "inherit", object: x, property: "compression", recursive: false, received }, there(properties));
    assert.deepEqual(words(inherit([property("compression", "lz4")], true)), ["zfs inherit -S compression tank/x"]);
    assert.ok(nothing(inherit([property("compression", "lz4", "default")])));
  });
});
