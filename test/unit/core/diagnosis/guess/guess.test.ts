import assert from "node:assert/strict";
import { check } from "recheck";
import type { Category } from "../../../../../src/core/diagnosis/finding";
import { guesses } from "../../../../../src/core/diagnosis/guess/guesses";
import { inPassing, trouble } from "../../../../../src/core/diagnosis/guess/trouble";
import { findingsIn, Scanner } from "../../../../../src/core/diagnosis/scan/scanner";

/** Messages that no program is known to print, and what a person would take them for. */
const looksLike: Readonly<Record<Category, string>> = {
  busy: "copyzfs: error: another instance is already running",
  "missing-snapshot": "copyzfs: error: snapshot missing, base snapshot has been deleted",
  diverged: "copyzfs: error: histories diverged, no snapshot in common",
  exists: "copyzfs: error: a dataset of that name exists already",
  space: "copyzfs: error: the pool is too full, free space is low",
  permission: "copyzfs: error: root privileges are needed, run as root",
  "feature-version": "copyzfs: error: the peer is too old, its version is not compatible",
  "stream-corrupt": "copyzfs: error: bad magic number, this is not a stream",
  "data-corruption": "copyzfs: error: permanent errors, data loss is likely",
  resume: "copyzfs: error: the resume token is of a partial receive",
  encryption: "copyzfs: error: the passphrase does not unlock the encryption root",
  mount: "copyzfs: error: mountpoint is not mounted",
  network: "copyzfs: error: lost connection, the peer is not responding",
  "ssh-auth": "copyzfs: error: publickey authentication with the identity file",
  "ssh-hostkey": "copyzfs: error: host key differs from known_hosts",
  "pool-health": "copyzfs: error: pool is degraded, a vdev faulted",
  device: "copyzfs: error: medium error in a sector of the disk behind zvol 3",
  service: "copyzfs: error: the unit of the dataset exited, a traceback follows",
  module: "copyzfs: error: the kernel module is not loaded, try modprobe",
  "kernel-bug": "copyzfs: error: segmentation fault at the snapshot",
  memory: "copyzfs: error: memory exhausted, malloc for the dataset",
  "hold-clone": "copyzfs: error: snapshots held by user holds",
  naming: "copyzfs: error: trailing slash, this is an invalid name",
  config: "copyzfs: error: unknown key in the configuration of the dataset",
  tuning: "copyzfs: error: the latency is high, ulimit and arc_max are reached",
};

describe("guesses", () => {
  for (const [category, text] of Object.entries(looksLike)) {
    it(`tell of words that look like ${category}`, () => {
      const [finding, ...more] = findingsIn(`fine\n${text}\nfine`);
      assert.deepEqual(more, []);
      assert.deepEqual(
        [finding?.id, finding?.category, finding?.severity, finding?.line],
        [`looks-like-${category}`, category, "info", 2],
      );
      assert.ok(finding?.title.endsWith(text));
    });

    it(`tell nothing where the same words are no error: ${category}`, () => {
      const quiet = text.replace("error: ", "").replaceAll(/\b(?:not|un|invalid|missing|fault)\b/g, "");
      assert.deepEqual(findingsIn(`[INFO] ${quiet}`), []);
    });
  }

  it("are silent where something is known, wherever it stands", () => {
    const known = "cannot receive incremental stream: dataset is busy";
    for (const text of [`${looksLike.network}\n${known}`, `${known}\n${looksLike.network}`])
      assert.deepEqual(
        findingsIn(text).map(({ id }) => id),
        ["receive-busy"],
      );
  });

  it("are silent while a log is followed", () => {
    const found: string[] = [];
    const scanner = new Scanner(({ id }) => found.push(id), false);
    scanner.push(`${looksLike.network}\n`);
    scanner.end();
    assert.deepEqual(found, []);
  });

  it("say of words that say nothing that something failed, and no more", () => {
    const [finding, ...more] = findingsIn("fine\ncopyzfs: error: zyxwv of the dataset");
    assert.deepEqual(more, []);
    assert.deepEqual(
      [finding?.id, finding?.category, finding?.severity, finding?.title],
      ["something-failed", "service", "info", "Something failed: copyzfs: error: zyxwv of the dataset"],
    );
  });

  it("offer only steps that need no name, and follow from nothing", () => {
    for (const { id, remedies, follows } of guesses.values()) {
      assert.equal(follows, undefined, id);
      for (const { title, command = "" } of remedies) assert.doesNotMatch(title + command, /\{\w+[}|]/, id);
    }
    const [finding] = findingsIn(looksLike["missing-snapshot"]);
    assert.ok(finding?.remedies.some(({ command }) => command === "zfs list -t all -o name,used"));
  });

  it("take other programs' words only in a short text", () => {
    const error = "nginx: connect() failed: Connection refused";
    assert.deepEqual(
      findingsIn(error).map(({ id }) => id),
      ["looks-like-network"],
    );
    assert.deepEqual(findingsIn(`${error}\n`.repeat(50)), []);
  });

  it("are silent where nothing failed", () => {
    for (const text of [
      "zfs: 0 errors, nothing failed",
      "errors: No known data errors",
      "  scan: scrub repaired 0B in 05:13:44 with 0 errors on Sun Apr 12 05:37:46 2026",
      "# zfs error handling: connection refused",
      'level=info msg="zfs: retry after error: connection refused"',
      "WARN: mbuffer not available on source - sync will continue without",
    ])
      assert.deepEqual(findingsIn(text), [], text);
  });

  it("are there for every category", () => {
    assert.deepEqual([...guesses.keys()].toSorted(), Object.keys(looksLike).toSorted());
  });

  it("need no time that grows faster than the line", async () => {
    for (const pattern of [trouble, inPassing]) {
      const { status } = await check(pattern.source, pattern.flags, { timeout: 20_000 });
      assert.notEqual(status, "vulnerable", pattern.source);
    }
  }).timeout(60_000);
});
