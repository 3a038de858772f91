/** Contents are compared by the real find, sort, sed and sha256sum of this machine, on folders in the place of snapshots. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareContents } from "../../../../src/core/verify/compareContents";
import type { ContentsEvent, DatasetContents } from "../../../../src/core/verify/contents";
import type { DatasetName } from "../../../../src/core/zfs/names";
import type { DatasetTree } from "../../../../src/core/zfs/tree";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { type Described, observed } from "../../../support/model/observation";

const tree = (host: string, root: string, described: readonly Described[]): DatasetTree => ({
  host,
  root: root as DatasetName,
  datasets: observed(described).states,
  parent: undefined,
  ancestors: [],
  pool: undefined,
  version: { userland: "2.3.9", kernel: "2.3.9" },
  holds: [],
  clones: new Map(),
  properties: [],
  writers: [],
});

describe("comparing contents", () => {
  let source: FakeCommands;
  let target: FakeCommands;
  let hosts: { readonly alpha: FakeHost; readonly beta: FakeHost };
  const events: ContentsEvent[] = [];

  beforeEach(() => {
    events.length = 0;
    [source, target] = [new FakeCommands(), new FakeCommands()];
    for (const side of [source, target]) {
      side.add("id", "echo 1000");
      side.add("zfs", `case "$*" in *mountpoint*) echo '${side.folder}/m';; *mounted*) echo yes;; esac`);
      mkdirSync(join(side.folder, "m/.zfs/snapshot/a/letters"), { recursive: true });
      // names that end lines, that are no UTF-8, that look like what the script prints
      for (const name of ["plain", "line\nbreak", "= end", "back\\slash", "tab\t", "blank ", "--help", "ü", "cr\r"])
        write(side, name, name);
      write(side, Buffer.from([0x2e, 0x2f, 0xff, 0xfe]), "no UTF-8");
      write(side, "letters/a", "to whom");
      write(side, "letters-old", "sorts between a folder and what is in it");
      symlinkSync("plain // b", place(side, "link"));
      linkSync(place(side, "plain"), place(side, "second"));
      for (const folder of ["letters", "."]) settle(side, folder);
    }
  });
  afterEach(() => {
    source.dispose();
    target.dispose();
  });

  const place = (side: FakeCommands, name: string): string => join(side.folder, "m/.zfs/snapshot/a", name);
  const settle = (side: FakeCommands, name: string): void =>
    utimesSync(place(side, name), 1_700_000_000, 1_700_000_000);
  const write = (side: FakeCommands, name: string | Buffer, text: string): void => {
    const path =
      typeof name === "string"
        ? place(side, name)
        : Buffer.concat([Buffer.from(`${place(side, "")}/`), name.subarray(2)]);
    writeFileSync(path, text);
    utimesSync(path, 1_700_000_000, 1_700_000_000);
  };
  const compare = async (
    from: readonly Described[] = [["tank/demo", ["@a"]]],
    to: readonly Described[] = [["backup/demo", ["@a"]]],
    named: { source?: string; target?: string } = { source: "a", target: "a" },
  ): Promise<DatasetContents[]> => {
    hosts = { alpha: new FakeHost("alpha", source), beta: new FakeHost("beta", target) };
    return compareContents(tree("alpha", "tank/demo", from), tree("beta", "backup/demo", to), {
      named: { source: named.source, target: named.target },
      host: (id) => (id === "alpha" ? hosts.alpha : hosts.beta),
      onEvent: (event) => events.push(event),
      signal: new AbortController().signal,
    });
  };
  /** What differs, without the link's own time, which nothing here can set. */
  const differing = ([result]: readonly DatasetContents[]): string[] =>
    (result?.differences ?? []).flatMap(({ path, what }) =>
      what.flatMap((aspect) => (path === "./link" && aspect === "modified" ? [] : [`${path} ${aspect}`])),
    );

  it("finds nothing where all is the same, whatever the names are", async () => {
    const result = await compare();
    assert.deepEqual(differing(result), []);
    assert.equal(result[0]?.items, 16);
    assert.deepEqual(result[0].because, []);
  });

  it("finds a changed byte though size and time are the same", async () => {
    write(target, "line\nbreak", "line\nbreaK");
    assert.deepEqual(differing(await compare()), ["./line\nbreak contents"]);
  });

  it("tells names apart that are no UTF-8", async () => {
    rmSync(Buffer.concat([Buffer.from(`${place(target, "")}/`), Buffer.from([0xff, 0xfe])]));
    write(target, Buffer.from([0x2e, 0x2f, 0xff, 0xfd]), "no UTF-8");
    settle(target, ".");
    assert.deepEqual(
      differing(await compare())
        .map((line) => line.split(" ").at(-1))
        .sort(),
      ["only-on-source", "only-on-target"],
    );
  });

  it("finds what is missing, of another mode, another time, another kind, or leads elsewhere", async () => {
    for (const name of ["letters/a", "link", "blank ", "second"]) rmSync(place(target, name));
    symlinkSync("plain // c", place(target, "link"));
    mkdirSync(place(target, "blank "));
    chmodSync(place(target, "ü"), 0o600);
    utimesSync(place(target, "tab\t"), 1, 1);
    for (const name of ["letters", ".", "blank "]) settle(target, name);
    assert.deepEqual(differing(await compare()).sort(), [
      "./blank  kind",
      "./blank  links",
      "./blank  mode",
      "./blank  size",
      "./letters/a only-on-source",
      "./link link-target",
      "./plain links",
      "./second only-on-source",
      "./tab\t modified",
      "./ü mode",
    ]);
  });

  it("finds a device of other numbers", async function () {
    if (process.getuid?.() !== 0) this.skip(); // nobody else makes one
    for (const [side, minor] of [
      [source, "3"],
      [target, "5"],
    ] as const) {
      execFileSync("mknod", [place(side, "zero or null"), "c", "1", minor]);
      execFileSync("mknod", [place(side, "-n"), "b", "7", "1"]);
      for (const name of ["zero or null", "-n", "."]) settle(side, name);
    }
    const result = await compare();
    assert.deepEqual(differing(result), ["./zero or null device"]);
    assert.equal(result[0]?.items, 18);
  });

  it("says which file cannot be read, and never calls that equal", async () => {
    target.add(
      "sha256sum",
      `shift; [ "$1" = -- ] || exec /usr/bin/sha256sum -z; shift
      for f; do case $f in *plain) echo "sha256sum: $f: Input/output error" >&2;; *) /usr/bin/sha256sum -z -- "$f";; esac; done`,
    );
    const [result] = await compare();
    assert.deepEqual(differing(result ? [result] : []), ["./plain unreadable-on-target"]);
    assert.equal(result?.state, "different");
    assert.match(result.because[0] ?? "", /^beta: sha256sum: \.\/plain: Input\/output error/);
  });

  it("tells what it cannot compare, with the next step", async () => {
    const locked = {
      encryption: "aes-256-gcm",
      encryptionroot: "backup/demo/s" as DatasetName,
      keystatus: "unavailable",
    } as const;
    const result = await compare(
      [
        ["tank/demo/s", ["@a"]],
        ["tank/demo/gone", ["@a"]],
        ["tank/demo/other", ["@b"]],
        ["tank/demo/v", ["@a"], { type: "volume" }],
      ],
      [
        ["backup/demo/s", ["@a"], locked],
        ["backup/demo/other", ["@a"]],
        ["backup/demo/v", ["@a"], { type: "volume" }],
      ],
    );
    assert.deepEqual(
      result.map(({ source: name, state, because, nextStep }) => [name, state, because[0], nextStep?.slice(0, 40)]),
      [
        ["alpha:tank/demo/v@a", "not-compared", "it has no device (alpha)", "compare as root a snapshot that the volu"],
        [
          "alpha:tank/demo/s",
          "not-compared",
          "it is encrypted, and its key is not loaded on beta",
          "zfsr load-key beta:backup/demo/s",
        ],
        ["alpha:tank/demo/gone", "not-compared", "the target does not have it", "replicate it"],
        [
          "alpha:tank/demo/other",
          "not-compared",
          "it has no @a and @a on both sides",
          "list what is there: zfsr ls alpha:tank/d",
        ],
      ],
    );
  });

  it("reads any number of datasets by one command on each host", async () => {
    const names = Array.from({ length: 5 }, (_, i) => `d${i}`);
    await compare(
      names.map((name) => [`tank/demo/${name}`, ["@a"]] as const),
      names.map((name) => [`backup/demo/${name}`, ["@a"]] as const),
    );
    assert.deepEqual([hosts.alpha.scripts.length, hosts.beta.scripts.length], [1, 1]);
    assert.equal(events.filter(({ type }) => type === "compared").length, 5);
    assert.ok(events.some(({ type }) => type === "progress"));
  });
});
