import assert from "node:assert/strict";
import { Nearby } from "../../../../../src/core/diagnosis/scan/nearby";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";

const at = (text: string, source = ""): { text: string; source: string } => ({ text, source });

describe("the lines near a finding", () => {
  it("are all of a short text, and of a long one those on either side of what was found", () => {
    const nearby = new Nearby();
    for (let i = 1; i <= 1000; i += 1) {
      nearby.read(at(`line ${i}`));
      if (i === 10 || i === 900) nearby.found();
    }
    const texts = nearby.texts;
    for (const line of [1, 10, 300, 897, 900, 903]) assert.ok(texts.includes(`line ${line}`), String(line));
    for (const line of [400, 890, 910, 1000]) assert.ok(!texts.includes(`line ${line}`), String(line));
    assert.equal(nearby.isWhole, false);
  });

  it("are whole where nothing was left out", () => {
    const nearby = new Nearby([at("before")]);
    for (let i = 0; i < 299; i += 1) nearby.read(at("fine"));
    assert.equal(nearby.isWhole, true);
  });

  it("show what stands beside a finding past the three hundredth line of its episode", () => {
    const noise = Array.from({ length: 9 }, (_, i) => [
      ...Array.from({ length: 35 }, () => "fine"),
      `umount: /mnt/${i}: target is busy.`,
    ]).flat();
    const held = [
      "cannot destroy 'tank/v@1': dataset is busy",
      "NAME  TAG  TIMESTAMP",
      "tank/v@1  keep  Mon Oct  5 2026",
    ];
    const titles = (lines: readonly string[]): string[] => findingsIn(lines.join("\n")).map(({ title }) => title);
    assert.ok(titles(held).includes("tank/v@1 is held by keep"), titles(held).join("; "));
    assert.ok(titles([...noise, ...held]).includes("tank/v@1 is held by keep"));
  });
});

describe("a wrapper whose reason no entry knows", () => {
  const failed = "[Tue Aug 11 15:05:47 2026] [warn] ERROR: cannot send snapshots to z1/temptest";

  it("is told with what was said above it", () => {
    const [finding] = findingsIn(`fine\nfrobnicate: error: the left hand is invalid\n${failed}`);
    assert.equal(finding?.id, "znapzend-cannot-send");
    assert.match(finding.cause, /in the lines above: frobnicate: error: the left hand is invalid(?:;|$)/);
  });

  it("is told without where nothing above is trouble, and where another program said it", () => {
    const other = "Nov 24 03:00:00 orion nginx[2]: error: the left hand is invalid";
    const own = `Nov 24 03:00:01 orion znapzend[7]: ${failed}`;
    for (const text of [`fine\n${failed}`, `${other}\n${own}`]) {
      const finding = findingsIn(text).find(({ id }) => id === "znapzend-cannot-send");
      assert.match(finding?.cause ?? "", /in the lines above(?:;|$)/, text);
    }
  });

  it("is told with what another process of the same program said", () => {
    const said = "Nov 24 03:00:00 orion backup.sh[2]: error: the left hand is invalid";
    const finding = findingsIn(`${said}\nNov 24 03:00:01 orion backup.sh[7]: ${failed}`).find(
      ({ id }) => id === "znapzend-cannot-send",
    );
    assert.match(finding?.cause ?? "", /in the lines above: error: the left hand is invalid/);
  });
});
