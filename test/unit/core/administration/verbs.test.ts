import assert from "node:assert/strict";
import type { Observation } from "../../../../src/core/administration/observation";
import { planAdministration } from "../../../../src/core/administration/planAdministration";
import { propertySetting } from "../../../../src/core/administration/properties";
import type { AdministrationRequest } from "../../../../src/core/administration/request";
import { subjectsOf } from "../../../../src/core/administration/subjects";
import { zfsrWords } from "../../../../src/core/administration/zfsrWords";
import { ZfsrError } from "../../../../src/core/base/errors";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import { joinPlans } from "../../../../src/core/plan/joinPlans";
import type { Property } from "../../../../src/core/zfs/model";
import type { DatasetName, PoolName, SnapshotName } from "../../../../src/core/zfs/names";
import { observed } from "../../../support/model/observation";

type Wanted = AdministrationRequest extends infer R ? (R extends unknown ? Omit<R, "host"> : never) : never;

const plan = (request: Wanted, there: Observation): Plan => planAdministration({ host: "alpha", ...request }, there);
const words = (made: Plan): string[] => made.steps.map(({ argv }) => argv.join(" "));
const said = (made: Plan): string => made.warnings.map(({ object, message }) => `${object}: ${message}`).join("\n");
const stops = (made: Plan): boolean =>
  made.steps.length === 0 && made.warnings.some((warning) => warning.stops === true);
const nothing = (made: Plan): boolean =>
  made.steps.length === 0 && made.warnings.every(({ level }) => level === "note");
const x = "tank/x" as DatasetName;
const at = (name: string): SnapshotName => `tank/x@${name}` as SnapshotName;
const property = (name: string, value: string, source = "local"): Property => ({
  ...{ name: "tank/x", property: name, value, source },
});

describe("a snapshot", () => {
  const take = (datasets: string[], there: Observation, recursive = false): Plan =>
    plan({ verb: "snapshot", datasets: datasets as [DatasetName], name: "now", recursive, properties: [] }, there);
  const there = observed([
    ["tank/x", []],
    ["tank/x/y", ["@now"]],
    ["tank/z", []],
  ]);

  it("is of several datasets in one moment: one command", () => {
    assert.deepEqual(words(take(["tank/x", "tank/z"], there)), ["zfs snapshot tank/x@now tank/z@now"]);
    const inside = take(
      ["tank/z", "tank/z/below"],
      observed([
        ["tank/z", []],
        ["tank/z/below", []],
      ]),
      true,
    );
    assert.deepEqual(words(inside), ["zfs snapshot -r tank/z@now"]);
  });

  it("has user properties", () => {
    const properties = [propertySetting("com.example:why=before the upgrade")];
    const made = plan({ verb: "snapshot", datasets: [x], name: "now", recursive: false, properties }, there);
    assert.deepEqual(made.steps[0]?.argv.slice(2, 4), ["-o", "com.example:why=before the upgrade"]);
  });

  it("is refused where its name is taken, below too, and in two pools", () => {
    assert.match(said(take(["tank/x"], there, true)), /tank\/x\/y@now: it exists already/);
    assert.ok(stops(take(["tank/x/y"], there)));
    assert.ok(stops(take(["tank/x", "dozer/x"], there)));
    assert.ok(stops(take(["tank/none"], there)));
  });

  it("is refused by a name that ZFS would not take", () => {
    assert.throws(
      () => plan({ verb: "snapshot", datasets: [x], name: "a/b", recursive: false, properties: [] }, there),
      (error) => ZfsrError.is(error, "invalid-name"),
    );
  });
});

describe("holds", () => {
  const there = observed([
    ["tank/x", ["@a", "@b!keep"]],
    ["tank/x/y", ["@a"]],
  ]);
  const hold = (verb: "hold" | "release", tag: string, snapshots: string[], recursive = false): Plan =>
    plan({ verb, tag, snapshots: snapshots.map(at), recursive }, there);

  it("are put on those that are not held by the tag", () => {
    assert.deepEqual(words(hold("hold", "keep", ["a", "b"])), ["zfs hold keep tank/x@a"]);
    assert.deepEqual(words(hold("hold", "keep", ["a"], true)), ["zfs hold keep tank/x@a tank/x/y@a"]);
    assert.ok(nothing(hold("hold", "keep", ["b"])));
    assert.ok(stops(hold("hold", "keep", ["none"])));
    for (const tag of ["", "-r", ".x", "a b", "ä".repeat(128)]) assert.ok(stops(hold("hold", tag, ["a"])), tag);
  });

  it("are released where they are, and the others are told", () => {
    assert.deepEqual(words(hold("release", "keep", ["a", "b"])), ["zfs release keep tank/x@b"]);
    assert.ok(nothing(hold("release", "other", ["b"])));
  });

  it("of zfsr itself are released with a word about what they are for", () => {
    const ours = observed([["tank/x", ["@a!zfsr:beta:backup/x!keep"]]]);
    const made = plan({ verb: "release", tag: "zfsr:beta:backup/x", snapshots: [at("a")], recursive: false }, ours);
    assert.match(said(made), /zfsr holds it for beta:backup\/x: the next increment starts from it/);
    assert.match(said(made), /it stays held by 'keep'/);
  });
});

describe("a bookmark", () => {
  const there = observed([["tank/x", ["@a", "#a", "@b"]]]);
  it("is made of a snapshot, once", () => {
    assert.deepEqual(words(plan({ verb: "bookmark", snapshot: at("b"), name: "m" }, there)), [
      "zfs bookmark tank/x@b tank/x#m",
    ]);
    assert.ok(nothing(plan({ verb: "bookmark", snapshot: at("a"), name: "a" }, there)));
    assert.ok(stops(plan({ verb: "bookmark", snapshot: at("b"), name: "a" }, there)));
  });
});

describe("a rollback", () => {
  const back = (there: Observation, more: { recursive?: boolean; clones?: boolean } = {}): Plan =>
    plan({ verb: "rollback", snapshot: at("a"), recursive: false, clones: false, ...more }, there);

  it("names the newer snapshots and bookmarks, and what was written since", () => {
    const made = back(observed([["tank/x", ["@a", "#a", "@b", "#b"], { written: 5000 }]]));
    assert.deepEqual(words(made), ["zfs rollback -r tank/x@a"]);
    assert.deepEqual(
      destroyedBy(made).map(({ kind, name, bytes }) => `${kind} ${name} ${bytes}`),
      ["changes tank/x 5000", "snapshot tank/x@b 1048576", "bookmark tank/x#b 0"],
    );
  });

  it("to the newest takes only the changes, and nothing where there are none", () => {
    assert.deepEqual(words(back(observed([["tank/x", ["@a"], { written: 1 }]]))), ["zfs rollback tank/x@a"]);
    assert.ok(nothing(back(observed([["tank/x", ["@a"]]]))));
  });

  it("is kept by a hold on a newer one, with its tag", () => {
    const made = back(observed([["tank/x", ["@a", "@b!keep"]]]));
    assert.ok(stops(made));
    assert.match(said(made), /tank\/x@b: it is newer than @a, and it is held by 'keep'/);
  });

  it("takes clones along only when asked, by name, and none that others depend on", () => {
    const cloned = observed([
      ["tank/x", ["@a", "@b"]],
      ["tank/copy", [], { origin: at("b") }],
    ]);
    assert.ok(stops(back(cloned)));
    assert.deepEqual(words(back(cloned, { clones: true })), ["zfs rollback -R tank/x@a"]);
    assert.deepEqual(
      destroyedBy(back(cloned, { clones: true })).map(({ name }) => name),
      ["tank/x@b", "tank/copy"],
    );
    const deeper = observed([
      ["tank/x", ["@a", "@b"]],
      ["tank/copy", [], { origin: at("b") }],
      ["tank/copy/below", []],
    ]);
    assert.ok(stops(back(deeper, { clones: true })));
  });

  it("of a whole tree goes dataset by dataset, and leaves the one that has no such snapshot", () => {
    const tree = observed([
      ["tank/x", ["@a", "@b"]],
      ["tank/x/y", ["@a", "@c"]],
      ["tank/x/z", ["@c"]],
    ]);
    const made = back(tree, { recursive: true });
    assert.deepEqual(words(made), ["zfs rollback -r tank/x@a", "zfs rollback -r tank/x/y@a"]);
    assert.match(said(made), /tank\/x\/z: it has no @a/);
  });
});

describe("names", () => {
  const there = observed([
    ["tank", []],
    ["tank/x", ["@a", "@b"], { mounted: true }],
    ["tank/x/y", ["@a", "@b"]],
    ["tank/v", [], { type: "volume" }],
  ]);
  const rename = (to: string, parents = false): Plan =>
    plan({ verb: "rename", dataset: x, to: to as DatasetName, parents }, there);

  it("of datasets change within their pool, where there is room for them", () => {
    assert.deepEqual(words(rename("tank/new")), ["zfs rename tank/x tank/new"]);
    assert.match(said(rename("tank/new")), /it is mounted/);
    for (const to of ["dozer/x", "tank/v", "tank/x/z", "tank/none/x", "tank/v/x"]) assert.ok(stops(rename(to)), to);
    assert.deepEqual(words(rename("tank/none/x", true)), ["zfs rename -p tank/x tank/none/x"]);
    assert.ok(nothing(rename("tank/x")));
  });

  it("of snapshots change with those below", () => {
    const one = (to: string, recursive = false): Plan =>
      plan({ verb: "rename-snapshot", snapshot: at("a"), to, recursive }, there);
    assert.deepEqual(words(one("c", true)), ["zfs rename -r tank/x@a tank/x@c"]);
    assert.ok(stops(one("b")));
    assert.ok(nothing(one("a")));
  });

  it("of clones are new ones in the same pool", () => {
    const clone = (target: string): Plan =>
      plan({ verb: "clone", snapshot: at("a"), target: target as DatasetName, properties: [], parents: false }, there);
    assert.deepEqual(words(clone("tank/copy")), ["zfs clone tank/x@a tank/copy"]);
    assert.ok(stops(clone("tank/x")));
    assert.ok(stops(clone("dozer/copy")));
  });
});

describe("promoting", () => {
  const promote = (there: Observation): Plan => plan({ verb: "promote", dataset: "tank/copy" as DatasetName }, there);
  it("says which snapshots move, and which replication they are the base of", () => {
    const made = promote(
      observed([
        ["tank/x", ["@a!zfsr:beta:backup/x", "@b", "@c"]],
        ["tank/copy", ["@own"], { origin: at("b") }],
      ]),
    );
    assert.deepEqual(words(made), ["zfs promote tank/copy"]);
    assert.match(said(made), /2 snapshots move to tank\/copy \(@a, @b\)/);
    assert.match(said(made), /the base of the next increment to beta:backup\/x moves with them/);
    assert.deepEqual(destroyedBy(made), []);
  });
  it("is refused where a name would be there twice, and of what is no clone", () => {
    assert.ok(
      stops(
        promote(
          observed([
            ["tank/x", ["@a", "@b"]],
            ["tank/copy", ["@a"], { origin: at("b") }],
          ]),
        ),
      ),
    );
    assert.ok(nothing(promote(observed([["tank/copy", []]]))));
  });
});

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
      ["tank/x/y", [], { ...loaded, mounted: true }],
    ]);
    assert.match(said(plan({ verb: "unload-key", dataset: x }, below)), /tank\/x\/y: it is mounted/);
  });
});

describe("a scrub", () => {
  const scrub = (action: "start" | "pause" | "stop", scan: string): Plan =>
    plan({ verb: "scrub", pool: "tank" as PoolName, action }, observed([["tank", []]], { scan }));
  it("is begun, paused, gone on with and stopped where that is possible", () => {
    assert.deepEqual(words(scrub("start", "none requested")), ["zpool scrub tank"]);
    assert.deepEqual(words(scrub("start", "scrub paused since now")), ["zpool scrub tank"]);
    assert.deepEqual(words(scrub("pause", "scrub in progress since now")), ["zpool scrub -p tank"]);
    assert.deepEqual(words(scrub("stop", "scrub in progress since now")), ["zpool scrub -s tank"]);
    assert.ok(nothing(scrub("start", "scrub in progress since now")));
    assert.ok(stops(scrub("start", "resilver in progress since now")));
    assert.ok(nothing(scrub("stop", "scrub repaired 0B")));
  });
});

describe("streams in files", () => {
  const send = (more: object, there = observed([["tank/x", ["@a", "@b"]]])): Plan =>
    plan({ verb: "send", snapshot: at("b"), file: "/var/x.zfs", from: undefined, raw: "auto", ...more }, there);
  it("are written beside their name until they are whole", () => {
    const [step] = send({ from: at("a") }).steps;
    assert.ok(step);
    assert.deepEqual(step.argv.slice(3), ["/var/x.zfs", "-L", "-e", "-c", "-i", "tank/x@a", "tank/x@b"]);
    assert.match(step.argv[2] ?? "", /\.partial/);
    for (const file of ["x", "/var/", "/a\nb"]) assert.ok(stops(send({ file })), file);
    assert.ok(stops(send({ snapshot: at("a"), from: at("b") })));
  });
  it("of what is encrypted are raw, and in the clear only with a word", () => {
    const there = observed([["tank/x", ["@b"], { encryption: "aes-256-gcm", keystatus: "available" }]]);
    assert.ok(send({}, there).steps[0]?.argv.includes("-w"));
    assert.match(said(send({ raw: false }, there)), /in the clear/);
  });
  it("are received by what zfs itself says of them", () => {
    const receive = (stream: string): Plan =>
      plan({ verb: "receive", dataset: x, file: "/f" }, observed([["tank", []]], { stream }));
    const made = receive("would receive full stream of a/b@c into tank/x@c\ncannot receive: failed to read\n");
    assert.deepEqual(made.steps[0]?.argv.slice(3), ["/f", "-s", "-u", "-o", "readonly=on", "tank/x"]);
    assert.match(said(receive("cannot receive: invalid stream (bad magic number)\n")), /bad magic number/);
  });
});

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

describe("several plans as one", () => {
  it("keep their steps apart, and one that cannot be leaves the others", () => {
    const there = observed([["tank/x", ["@a"]]]);
    const one = plan({ verb: "hold", tag: "t", snapshots: [at("a")], recursive: false }, there);
    const none = plan({ verb: "hold", tag: "t", snapshots: [at("none")], recursive: false }, there);
    const both = joinPlans([one, one, none]);
    assert.deepEqual(
      both.steps.map(({ id }) => id),
      ["hold", "hold:2"],
    );
    assert.ok(both.warnings.every(({ stops: stopped }) => stopped !== true));
    assert.ok(stops(joinPlans([none, none])));
  });
});

describe("a request", () => {
  it("is looked at below only where it goes below, and with holds only where these count", () => {
    const destroy = {
      verb: "destroy-snapshots",
      host: "a",
      dataset: x,
      names: "a",
      recursive: true,
      defer: false,
    } as const;
    assert.deepEqual(subjectsOf(destroy).trees, [{ dataset: x, recursive: true }]);
    assert.equal(subjectsOf(destroy).holds, true);
    assert.deepEqual(subjectsOf({ verb: "mount", host: "a", dataset: x }).trees, []);
  });

  it("is said in the words of the command line", () => {
    const request = {
      verb: "destroy-snapshots",
      host: "alpha",
      dataset: x,
      names: "a%b",
      recursive: true,
      defer: false,
    } as const;
    assert.deepEqual(zfsrWords(request), ["zfsr", "destroy", "-r", "alpha:tank/x@a%b"]);
    assert.deepEqual(
      zfsrWords({ verb: "send", host: "alpha", snapshot: at("b"), file: "/f", from: at("a"), raw: true }),
      ["zfsr", "send", "--raw", "-i", "@a", "alpha:tank/x@b", "--to", "/f"],
    );
  });
});
