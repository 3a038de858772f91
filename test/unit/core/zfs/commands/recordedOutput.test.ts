import assert from "node:assert/strict";
import { decodeToken, tokenContents } from "../../../../../src/core/zfs/commands/decodeToken";
import { estimateSend } from "../../../../../src/core/zfs/commands/estimateSend";
import { getProperties } from "../../../../../src/core/zfs/commands/getProperties";
import { getVersion } from "../../../../../src/core/zfs/commands/getVersion";
import { listDatasets } from "../../../../../src/core/zfs/commands/listDatasets";
import { listHolds } from "../../../../../src/core/zfs/commands/listHolds";
import { listPools } from "../../../../../src/core/zfs/commands/listPools";
import { listSnapshots } from "../../../../../src/core/zfs/commands/listSnapshots";
import type { Bookmark, Dataset, Snapshot } from "../../../../../src/core/zfs/model";
import { datasetName, snapshotName } from "../../../../../src/core/zfs/names";
import { datasetStates } from "../../../../../src/core/zfs/tree";
import { columnsOf, project, transcript, versions } from "../../../../support/transcripts/transcripts";

type Version = (typeof versions)[number];

const tank = datasetName("tank");

/** The listing of all kinds of things in tank, with most columns. */
function everything(version: Version): { readonly columns: string; readonly stdout: string } {
  const row = transcript(version, "zfs-list-Hp-all-many");
  return { columns: / -o (\S+)/.exec(row.cmd)?.[1] ?? "", stdout: row.stdout };
}

function linesWith(stdout: string, mark: (name: string, type: string) => boolean): string {
  return stdout
    .split("\n")
    .filter((line) => mark(line.split("\t")[0] ?? "", line.split("\t")[1] ?? ""))
    .map((line) => `${line}\n`)
    .join("");
}

function datasetsOf(version: Version): Dataset[] {
  const { columns, stdout } = everything(version);
  const lines = linesWith(stdout, (_, type) => type === "filesystem" || type === "volume");
  return listDatasets(tank).parse(project(lines, columns, columnsOf(listDatasets())));
}

/** Snapshots and bookmarks. */
function itemsOf(version: Version): (Snapshot | Bookmark)[] {
  const { columns, stdout } = everything(version);
  const lines = linesWith(stdout, (name) => /[@#]/.test(name));
  const command = listSnapshots(tank, { recursive: true });
  return command.parse(project(lines, columns, columnsOf(command)));
}

for (const version of versions) {
  describe(`what ${version} prints`, () => {
    it("of its version", () => {
      const number = version.replace("openzfs-", "");
      const { userland, kernel } = getVersion().parse(transcript(version, "zfs-version").stdout);
      assert.ok(userland.startsWith(`${number}-`), userland);
      assert.equal(kernel, userland);
    });

    it("of pools", () => {
      const row = transcript(version, "zpool-list-Hp-o");
      const columns = / -o (\S+)/.exec(row.cmd)?.[1] ?? "";
      const [pool, ...more] = listPools().parse(project(row.stdout, columns, columnsOf(listPools())));
      assert.deepEqual(more, []);
      assert.ok(pool);
      assert.equal(pool.name, "tank");
      assert.equal(pool.health, "ONLINE");
      assert.equal(pool.readonly, false);
      assert.equal(pool.size, 4026531840);
      assert.equal(pool.allocated + pool.free, pool.size);
      assert.equal(pool.fragmentation, 0);
    });

    it("of no pool at all", () =>
      assert.deepEqual(listPools().parse(transcript(version, "zpool-list-nopools").stdout), []));

    it("of filesystems and volumes", () => {
      const datasets = datasetsOf(version);
      const find = (name: string): (typeof datasets)[number] => {
        const found = datasets.find((dataset) => dataset.name === name);
        assert.ok(found, name);
        return found;
      };
      assert.equal(datasets.length, 13);
      assert.deepEqual(
        datasets.filter((dataset) => dataset.type === "volume").map((dataset) => dataset.name),
        ["tank/sparsevol", "tank/vol"],
      );
      assert.equal(find("tank/with space").mounted, true);
      assert.equal(find("tank/we:ird_na.me-1").readonly, false);
      assert.equal(find("tank/clone").origin, "tank/data@s2");
      assert.equal(find("tank/data").origin, undefined);
      assert.equal(find("tank/data").written, 0);
      assert.equal(find("tank/data").creation % 1000, 0);
      assert.equal(new Date(find("tank/data").creation).getUTCFullYear(), 2026);
      assert.equal(find("tank/data").receiveResumeToken, undefined);
      assert.deepEqual(
        [find("tank/data").encryption, find("tank/data").keystatus, find("tank/data").encryptionroot],
        ["off", "none", undefined],
      );
      assert.deepEqual(
        [find("tank/enc").encryption, find("tank/enc").keystatus, find("tank/enc").encryptionroot],
        ["aes-256-gcm", "available", "tank/enc"],
      );
      assert.equal(find("tank/legacy").mounted, false);
      assert.ok(find("tank/vol").used > find("tank/vol").referenced);
    });

    it("of snapshots and bookmarks", () => {
      const items = itemsOf(version);
      assert.equal(items.filter((item) => item.kind === "snapshot").length, 9);
      const [bookmark, ...more] = items.filter((item) => item.kind === "bookmark");
      assert.deepEqual(more, []);
      assert.equal(bookmark?.name, "tank/data#bk1");
      const origin = items.find((item) => item.name === "tank/data@s1");
      assert.ok(origin?.kind === "snapshot");
      assert.equal(bookmark.guid, origin.guid, "a bookmark has the guid of its snapshot");
      assert.equal(bookmark.createtxg, origin.createtxg);
      assert.equal(origin.userrefs, 1);
      assert.match(origin.guid, /^\d{19,20}$/);
    });

    it("of datasets and their snapshots, put together", () => {
      const datasets = datasetsOf(version);
      const items = itemsOf(version);
      const states = datasetStates(datasets, items);
      assert.deepEqual(
        states.get(datasetName("tank/data"))?.snapshots.map((snapshot) => snapshot.name),
        ["tank/data@s1", "tank/data@s2", "tank/data@s3"],
      );
      assert.equal(states.get(datasetName("tank/data"))?.bookmarks.length, 1);
      assert.deepEqual(states.get(datasetName("tank/data/sub"))?.bookmarks, []);
      assert.deepEqual(states.get(datasetName("tank/quota"))?.snapshots, []);
    });

    it("of a dataset without snapshots", () => {
      assert.deepEqual(
        listSnapshots(tank, { recursive: false }).parse(transcript(version, "zfs-list-empty-snaps").stdout),
        [],
      );
    });

    it("of holds", () => {
      const s1 = snapshotName("tank/data", "s1");
      assert.deepEqual(listHolds([s1]).parse(transcript(version, "zfs-holds").stdout), [
        { snapshot: s1, tag: "keep1", timestamp: "Mon Nov 23 18:12 2026" },
      ]);
      assert.deepEqual(
        listHolds([s1])
          .parse(transcript(version, "zfs-holds-Hr").stdout)
          .map((hold) => hold.snapshot),
        ["tank/data@s2", "tank/data/sub@s2"],
      );
    });

    it("of holds whose tags hold tabs and line breaks", () => {
      const s1 = snapshotName("tank/data", "s1");
      const time = "Mon Nov 23 18:12 2026";
      const said = [...["a\tb", "", "c\n\nd\te", "f"].map((tag) => `${s1}\t${tag}\t${time}\n`)].join("");
      assert.deepEqual(
        listHolds([s1]).parse(said),
        ["a\tb", "", "c\n\nd\te", "f"].map((tag) => ({ snapshot: s1, tag, timestamp: time })),
      );
    });

    it("of user properties that hold tabs, quotes and line breaks", () => {
      const data = datasetName("tank/data");
      const values = getProperties(data, ["all"]).parse(transcript(version, "zfs-get-userprop-multi").stdout);
      assert.deepEqual(
        values.map(({ property, value, source }) => [property, value, source]),
        [
          ["com.example:note", `hello\ttab and 'quote' "dq"`, "local"],
          ["org.zrepl:multi", "line1\nline2", "local"],
          ["com.example:utf8", "zażółć ✓", "local"],
        ],
      );
    });

    for (const [name, dataset] of [
      ["zfs-get-Hp-all-fs", datasetName("tank/data")],
      ["zfs-get-Hp-all-vol", datasetName("tank/vol")],
      ["zfs-get-Hp-all-clone", datasetName("tank/clone")],
      ["zfs-get-Hp-all-enc", datasetName("tank/enc")],
      ["zfs-get-Hp-all-snap", snapshotName("tank/data", "s1")],
    ] as const) {
      it(`of all properties of ${dataset}`, () => {
        const properties = getProperties(dataset, ["all"]).parse(transcript(version, name).stdout);
        assert.ok(properties.length > 15, String(properties.length));
        assert.ok(properties.every((property) => property.name === dataset && /^[\w.:]+$/.test(property.property)));
        assert.ok(
          properties.every(({ source }) => /^(local|default|received|temporary|-|inherited from \S.*)$/.test(source)),
          properties.map(({ source }) => source).join(),
        );
        assert.match(properties.find(({ property }) => property === "guid")?.value ?? "", /^\d+$/);
      });
    }

    for (const [name, bytes] of [
      ["send-nvP-full", 27324400],
      ["send-nvP-inc", 8412272],
      ["send-nvP-I", 8421088],
      ["send-nvP-Lec", 33647600],
      ["send-nvP-bookmark", 8412272],
    ] as const) {
      it(`of the size of a stream: ${name}`, () => {
        const estimated = estimateSend(["zfs", "send", "x"], snapshotName("tank/data", "s1")).parse(
          transcript(version, name).stdout,
        );
        assert.equal(estimated, bytes);
      });
    }

    it("of a resume token of a full stream", () => {
      const contents = decodeToken("1-x").parse(transcript(version, "send-nvP-t").stdout);
      assert.equal(contents.toname, "tank/data@s1");
      assert.equal(contents.dataset, "tank/data");
      assert.equal(contents.fromguid, undefined);
      assert.equal(contents.received, 0x886338);
      assert.equal(contents.remaining, 18386104);
      assert.deepEqual(
        [contents.raw, contents.compressed, contents.largeBlocks, contents.embedded],
        [false, false, false, false],
      );
    });

    it("of a resume token of an increment, whose base is the snapshot of the full stream", () => {
      const full = decodeToken("1-x").parse(transcript(version, "send-nvP-t").stdout);
      const increment = decodeToken("1-x").parse(transcript(version, "inc-send-nvP-t").stdout);
      assert.equal(increment.fromguid, full.toguid);
      assert.equal(increment.toname, "tank/data@s2");
      assert.match(increment.toguid, /^\d+$/);
    });

    it("of a resume token of a raw stream", () => {
      const contents = tokenContents(transcript(version, "raw-interrupted-resume").stdout);
      assert.deepEqual([contents.raw, contents.compressed, contents.largeBlocks], [true, true, false]);
    });
  });
}
