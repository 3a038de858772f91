import assert from "node:assert/strict";
import { getPoolProperties } from "../../../../src/core/zfs/commands/getPoolProperties";
import {
  featuresOf,
  missingFeatures,
  type SentDataset,
  type StreamKind,
  streamNeeds,
} from "../../../../src/core/zfs/features";
import { poolOf } from "../../../../src/core/zfs/names";
import { project, type Recording, transcript } from "../../../support/transcripts/transcripts";

const tank = poolOf("tank");

/** The features of the pool `tank` as a real OpenZFS of that version printed them. */
function recorded(version: Recording): ReturnType<typeof featuresOf> {
  const { stdout } = transcript(version, "zpool-get-all-Hp-tank");
  const printed = project(stdout, "name,property,value,source", "name,property,value");
  return featuresOf(getPoolProperties([tank]).parse(printed).get(tank) ?? new Map());
}

const stream: StreamKind = { raw: false, largeBlocks: true, compressed: true, embedded: true, resumable: true };
const dataset: SentDataset = {
  recordsize: 131_072,
  encrypted: false,
  dnodesize: "legacy",
  compression: "lz4",
  features: new Map(),
};
const used = (...names: string[]): SentDataset["features"] => new Map(names.map((name) => [name, "active"] as const));
const needed = (change: Partial<SentDataset>, kind: Partial<StreamKind> = {}): string[] =>
  streamNeeds({ ...dataset, ...change }, { ...stream, resumable: false, embedded: false, ...kind }).map(
    ({ feature }) => feature,
  );

describe("features of pools", () => {
  it("are read from what both versions print", () => {
    const old = recorded("openzfs-2.1.11");
    assert.equal(old.get("lz4_compress"), "active");
    assert.equal(old.get("large_blocks"), "enabled");
    assert.equal(old.get("block_cloning"), undefined);
    assert.equal(recorded("openzfs-2.3.9").get("block_cloning"), "enabled");
    assert.equal(old.has("size"), false);
  });

  it("of several pools are kept apart", () => {
    const found = getPoolProperties().parse("a\tfeature@draid\tenabled\nb\tfeature@draid\tactive\nb\tashift\t12\n");
    assert.deepEqual(featuresOf(found.get(poolOf("a")) ?? new Map()).get("draid"), "enabled");
    assert.deepEqual(featuresOf(found.get(poolOf("b")) ?? new Map()).get("draid"), "active");
    assert.equal(found.get(poolOf("b"))?.get("ashift"), "12");
  });
});

describe("features that a stream needs", () => {
  it("large_blocks: only above 128K, with -L or raw, and where the pool has such blocks", () => {
    const large = { recordsize: 1_048_576, features: used("large_blocks") };
    assert.deepEqual(needed(large), ["large_blocks"]);
    assert.deepEqual(needed(large, { largeBlocks: false, raw: true }), ["large_blocks"]);
    assert.deepEqual(needed(large, { largeBlocks: false }), []);
    assert.deepEqual(needed({ ...large, recordsize: 131_072 }), []);
    assert.deepEqual(needed({ ...large, features: new Map([["large_blocks", "enabled"]]) }), []);
  });

  it("encryption: only where an encrypted dataset is sent raw", () => {
    assert.deepEqual(needed({ encrypted: true }, { raw: true }), ["encryption"]);
    assert.deepEqual(needed({ encrypted: true }), []);
    assert.deepEqual(needed({ encrypted: false }, { raw: true }), []);
  });

  it("lz4 and zstd: only where blocks go as they are stored", () => {
    const features = used("lz4_compress", "zstd_compress");
    assert.deepEqual(needed({ features, compression: "zstd-3" }), ["lz4_compress", "zstd_compress"]);
    assert.deepEqual(needed({ features, compression: "lz4" }), ["lz4_compress"]);
    assert.deepEqual(needed({ features, compression: "zstd" }, { compressed: false }), []);
  });

  it("embedded_data: with -e, or raw and not encrypted", () => {
    const features = used("embedded_data");
    assert.deepEqual(needed({ features }, { embedded: true }), ["embedded_data"]);
    assert.deepEqual(needed({ features }, { raw: true }), ["embedded_data"]);
    assert.deepEqual(needed({ features, encrypted: true }, { raw: true }), ["encryption"]);
    assert.deepEqual(needed({ features }), []);
  });

  it("large_dnode, longname, large_microzap and resuming", () => {
    assert.deepEqual(needed({ features: used("large_dnode"), dnodesize: "auto" }), ["large_dnode"]);
    assert.deepEqual(needed({ features: used("large_dnode") }), []);
    assert.deepEqual(needed({ features: used("longname") }), ["longname"]);
    assert.deepEqual(needed({ features: used("large_microzap") }), ["large_microzap"]);
    assert.deepEqual(needed({}, { resumable: true }), ["extensible_dataset"]);
  });
});

describe("features that a target lacks", () => {
  const need = { feature: "longname", because: "long names" };

  it("none where it has them enabled or in use", () => {
    assert.deepEqual(missingFeatures([need], new Map([["longname", "enabled"]]), "backup"), []);
    assert.deepEqual(missingFeatures([need], used("longname"), "backup"), []);
  });

  it("that its OpenZFS does not know: the destination is updated first", () => {
    const [missing] = missingFeatures([need], recorded("openzfs-2.1.11"), "backup");
    assert.equal(missing?.state, "unknown");
    assert.match(missing.nextStep, /^update the destination first/);
  });

  it("that are disabled: how to enable them, on the target's pool", () => {
    const [missing] = missingFeatures([need], new Map([["longname", "disabled"]]), "backup");
    assert.equal(missing?.state, "disabled");
    assert.match(missing.nextStep, /zpool set feature@longname=enabled backup/);
  });

  it("none of a plain stream between the recorded versions, either way", () => {
    const old = recorded("openzfs-2.1.11");
    const newer = recorded("openzfs-2.3.9");
    assert.deepEqual(missingFeatures(streamNeeds({ ...dataset, features: newer }, stream), old, "tank"), []);
    assert.deepEqual(missingFeatures(streamNeeds({ ...dataset, features: old }, stream), newer, "tank"), []);
  });
});
