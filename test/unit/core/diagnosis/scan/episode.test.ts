import assert from "node:assert/strict";
import { catalogue } from "../../../../../src/core/diagnosis/catalogue/catalogue";
import { change, type Entry, look } from "../../../../../src/core/diagnosis/catalogue/entry";
import { Episode } from "../../../../../src/core/diagnosis/scan/episode";
import { findingAt, type Occurrence } from "../../../../../src/core/diagnosis/scan/logFinding";

const [some] = catalogue;

function occurrence(line: number, changed: Partial<Entry>, parts: Occurrence["parts"] = {}): Occurrence {
  assert.ok(some);
  const entry: Entry = { ...some, title: "It failed", follows: undefined, alsoToldAs: undefined, ...changed };
  return { entry, parts, line, endLine: line, count: 1, host: undefined, text: "it failed" };
}

describe("an episode", () => {
  it("tells what stands in the same words once, as the worst of it", () => {
    const episode = new Episode();
    episode.add(occurrence(1, { id: "one", severity: "warning" }));
    episode.add(occurrence(2, { id: "two", severity: "error" }));
    episode.add(occurrence(3, { id: "three", severity: "info" }));
    assert.deepEqual(
      episode.findings().map(({ id, severity, count }) => [id, severity, count]),
      [["one", "error", 3]],
    );
  });

  it("tells it of each device, unit and user", () => {
    const episode = new Episode();
    for (const part of ["device", "unit", "user"])
      for (const value of ["a", "b"]) episode.add(occurrence(1, {}, { [part]: value }));
    assert.equal(episode.findings().length, 6);
  });

  it("gives each command once, whatever it is called, and steps of one name with each of their commands", () => {
    const remedies = [look("See it", "zfs list"), look("See it", "zpool list"), change("Do it", "zfs list")];
    assert.deepEqual(
      findingAt(occurrence(1, { remedies }), []).remedies.map(({ title, command }) => [title, command]),
      [
        ["See it", "zfs list"],
        ["See it", "zpool list"],
      ],
    );
  });
});
