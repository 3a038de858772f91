import assert from "node:assert/strict";
import { type LineageMember, lineage } from "../../../../src/core/replication/lineage";
import type { Bookmark, Snapshot } from "../../../../src/core/zfs/model";
import type { BookmarkName, Guid, SnapshotName } from "../../../../src/core/zfs/names";
import { dataset } from "../../editor/fakes";

const minute = 60_000;

interface Given {
  readonly snapshots?: string;
  readonly bookmarks?: string;
  readonly holds?: Record<string, string[]>;
  readonly clones?: Record<string, string[]>;
  readonly held?: string;
  readonly names?: Record<string, string>;
}

/**
 * A place with the snapshots that a word names, a letter each: `a` was taken in minute 0, `b` in minute 1. Each pool counts
 * its transaction groups for itself.
 */
function member(place: string, given: Given = {}): LineageMember {
  const name = place.slice(place.indexOf(":") + 1);
  const minuteOf = (letter: string): number => letter.charCodeAt(0) - 97;
  const own = (letter: string): string => given.names?.[letter] ?? letter;
  const snapshots = Array.from(given.snapshots ?? "").map((letter, i): Snapshot => ({
    ...{ kind: "snapshot", name: `${name}@${own(letter)}` as SnapshotName, guid: letter as Guid, createtxg: 100 + i },
    ...{ creation: minuteOf(letter) * minute, used: 1, referenced: 1, userrefs: given.held?.includes(letter) ? 1 : 0 },
  }));
  const bookmarks = Array.from(given.bookmarks ?? "").map((letter): Bookmark => ({
    ...{ kind: "bookmark", name: `${name}#${letter}` as BookmarkName, guid: letter as Guid },
    ...{ createtxg: 50 + minuteOf(letter), creation: minuteOf(letter) * minute },
  }));
  const bySnapshot = (words: Record<string, string[]> = {}): Map<SnapshotName, string[]> =>
    new Map(Object.entries(words).map(([letter, list]) => [`${name}@${letter}` as SnapshotName, list]));
  return {
    ...{ place, unseen: false, state: { dataset: dataset(name), snapshots, bookmarks } },
    ...{ holds: bySnapshot(given.holds), clones: bySnapshot(given.clones) },
  };
}

/** A row as a word: `#` a snapshot, `b` a bookmark, `-` a gap, `.` nothing. */
function drawn(members: readonly LineageMember[]): string[] {
  const marks = { snapshot: "#", bookmark: "b", gap: "-", absent: "." };
  return lineage(members).rows.map((row) => `${row.name} ${row.cells.map(({ kind }) => marks[kind]).join("")}`);
}

/** What is said of one snapshot on one place. */
function verdict(members: readonly LineageMember[], guid: string, at: number): string {
  const cell = lineage(members).rows.find((row) => row.guid === guid)?.cells[at];
  return cell?.kind === "snapshot" ? `${cell.verdict.kind}: ${cell.verdict.because}` : "no snapshot";
}

describe("lineage", () => {
  it("has a row for each snapshot, newest first, and a cell for each place", () => {
    const alpha = member("alpha:tank/d", { snapshots: "bcd", bookmarks: "a" });
    const beta = member("beta:backup/d", { snapshots: "abd" });
    assert.deepEqual(drawn([alpha, beta]), ["d ##", "c #-", "b ##", "a b#"]);
  });

  it("goes by guids: a snapshot that has another name elsewhere is the same, and one of the same name is not", () => {
    const alpha = member("alpha:tank/d", { snapshots: "ab" });
    const renamed = member("beta:backup/d", { snapshots: "az", names: { a: "old", z: "b" } });
    const { rows } = lineage([alpha, renamed]);
    assert.deepEqual(
      rows.map(({ guid, name, otherNames }) => [guid, name, ...otherNames]),
      [
        ["z", "b"],
        ["b", "b"],
        ["a", "a", "old"],
      ],
    );
  });

  it("knows the newest common snapshot of each two places, and how far each is ahead of it", () => {
    const members = [
      member("alpha:tank/d", { snapshots: "abcd" }),
      member("beta:backup/d", { snapshots: "abc" }),
      member("gamma:vault/d", { snapshots: "axy" }),
    ];
    const { pairs, rows } = lineage(members);
    assert.deepEqual(pairs, [
      { members: [0, 1], base: "c", ahead: [1, 0] },
      { members: [0, 2], base: "a", ahead: [3, 2] },
      { members: [1, 2], base: "a", ahead: [2, 2] },
    ]);
    assert.deepEqual(rows.find(({ guid }) => guid === "a")?.baseOf, [
      [0, 2],
      [1, 2],
    ]);
  });

  it("takes a bookmark for a base where the other side still has the snapshot", () => {
    const alpha = member("alpha:tank/d", { snapshots: "d", bookmarks: "b" });
    const beta = member("beta:backup/d", { snapshots: "ab" });
    assert.deepEqual(lineage([alpha, beta]).pairs, [{ members: [0, 1], base: "b", ahead: [1, 0] }]);
    assert.match(verdict([alpha, beta], "b", 1), /^kept: the newest in common with alpha/);
  });

  it("has no base where nothing is shared, or where a place has nothing", () => {
    const alpha = member("alpha:tank/d", { snapshots: "ab" });
    const other = member("beta:backup/d", { snapshots: "yz" });
    assert.deepEqual(lineage([alpha, other]).pairs, [{ members: [0, 1], base: undefined, ahead: [2, 2] }]);
    assert.deepEqual(lineage([alpha, { ...other, state: undefined }]).pairs, []);
  });

  describe("says whether a snapshot can be destroyed", () => {
    const alpha = member("alpha:tank/d", {
      ...{ snapshots: "abcd", held: "b", holds: { b: ["zfsr:nightly"] }, clones: { a: ["tank/copy"] } },
    });
    const beta = member("beta:backup/d", { snapshots: "abc" });

    it("not the newest in common, on either side", () => {
      assert.equal(verdict([alpha, beta], "c", 0), "kept: the newest in common with beta:backup/d");
      assert.equal(verdict([alpha, beta], "c", 1), "kept: the newest in common with alpha:tank/d");
    });

    it("not what is held or has clones, and it names them", () => {
      assert.equal(verdict([alpha, beta], "b", 0), "kept: held by zfsr:nightly");
      assert.equal(verdict([alpha, beta], "a", 0), "kept: tank/copy is its clone");
    });

    it("not what is held by a tag that could not be listed", () => {
      assert.equal(verdict([member("alpha:tank/d", { snapshots: "ab", held: "a" }), beta], "a", 0), "kept: held");
    });

    it("an older one that another place has, too", () => {
      assert.equal(verdict([alpha, beta], "b", 1), "safe: alpha:tank/d has it, too, and newer ones");
    });

    it("never calls the last copy safe", () => {
      assert.equal(verdict([alpha, beta], "d", 0), "last: no other place has it");
    });

    it("not while a place that may need it could not be looked at", () => {
      const away = { ...member("gamma:vault/d"), state: undefined, unseen: true };
      assert.match(verdict([alpha, beta, away], "b", 1), /^kept: gamma:vault\/d could not be looked at/);
    });
  });
});
