import assert from "node:assert/strict";
import { check } from "recheck";
import { catalogue } from "../../../../../src/core/diagnosis/catalogue/catalogue";
import type { Finding } from "../../../../../src/core/diagnosis/finding";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";
import { told } from "../../../../support/diagnoses/toldAround";
import { matchingSteps } from "../../../../support/matchingSteps";

function lines(...text: string[]): string {
  return text.join("\n");
}

function titles(...text: string[]): string[] {
  return findingsIn(lines(...text)).map(({ title }) => title);
}

function steps({ remedies }: Finding): string[] {
  return remedies.map(({ title, command }) => command ?? title);
}

describe("the lines around a finding", () => {
  for (const [title, yes, no] of told)
    it(`show that ${title}`, () => {
      assert.ok(titles(...yes).includes(title), titles(...yes).join("; "));
      assert.ok(!titles(...no).includes(title), title);
    });

  it("offer to resume only what is a stream of zfs", () => {
    const lost = "client_loop: send disconnect: Broken pipe";
    const [ofBorg, ofZfs] = [
      ["$ borg create", lost],
      ["# zfs send a@1 | ssh nas zfs receive b", lost],
    ].map((text) => findingsIn(lines(...text)).flatMap(steps));
    const resume = "Resume what was interrupted: zfsr resume HOST:DATASET";
    assert.ok(!ofBorg?.includes(resume) && ofBorg?.includes("Run it again"), ofBorg?.join("; "));
    assert.ok(ofZfs?.includes(resume), ofZfs?.join("; "));
  });

  it("lower no I/O error that names nothing for the refusal of a stream", () => {
    const found = findingsIn(
      lines(
        "cannot receive incremental stream: dataset is busy",
        "warning: cannot send 'tank/b@s': Input/output error",
        "dd: reading './stuff.iso': Input/output error",
      ),
    );
    assert.deepEqual(
      found.filter(({ id }) => id === "read-failed").map(({ severity }) => severity),
      ["warning", "error"],
    );
  });

  const far = "65280 at /usr/sbin/syncoid line 889.";

  it("are read to the end of long ones", () => {
    const options = "-o Compression=no ".repeat(35);
    const line = `CRITICAL ERROR: zfs send a@1 | ssh ${options} root@far 'zfs receive b' failed: ${far}`;
    assert.ok(line.length > 700);
    assert.deepEqual(titles(line), ["ssh of syncoid failed (exit code 255)"]);
  });

  it("hold the finding's own line, however long an episode is", () => {
    const noise = (from: number): string =>
      lines(...Array.from({ length: 35 }, (_, i) => `fine ${from + i}`), `umount: /mnt/${from}: target is busy.`);
    const many = Array.from({ length: 9 }, (_, i) => noise(40 * i));
    const own = "cannot unmount 'tank/v@1': dataset is busy";
    assert.ok(titles(...many, own).includes("tank/v@1 is held or being sent"), titles(...many, own).join("; "));
    assert.deepEqual(titles(own), ["tank/v@1 is held or being sent"]);
  });

  it("show nothing by what is missing in them, where some were left out", () => {
    const stream = ["cannot receive incremental stream: dataset is busy", "cannot send 'tank/b@s': Input/output error"];
    const fine = Array.from({ length: 35 }, (_, i) => `fine ${i}`);
    const many = Array.from({ length: 9 }, (_, i) => [...fine, `umount: /mnt/${i}: target is busy.`]).flat();
    const severity = (...text: string[]): (string | undefined)[] =>
      findingsIn(lines(...text))
        .filter(({ id }) => id === "read-failed")
        .map((finding) => finding.severity);
    assert.deepEqual(severity(...stream, ...many.slice(0, 200)), ["warning"]);
    assert.deepEqual(severity(...stream, ...many), ["error"]);
  });

  it("say whether a broken stream can go on", () => {
    const broken = "cannot receive incremental stream: checksum mismatch or incomplete stream";
    const [kept] = findingsIn(lines("# zfs send a@1 | zfs receive -v -s b/a", broken));
    assert.ok(kept && steps(kept).includes("Run it again: it goes on from what was kept"));
    const [lost] = findingsIn(lines("# zfs send -s a@1 | zfs receive -v b/a", broken));
    assert.ok(lost && !steps(lost).some((step) => step.includes("goes on")));
  });

  it("tell of a suspended pool first, and of a panic, and hide neither under what led to it", () => {
    const disk = "blk_update_request: I/O error, dev sdd, sector 1275684536";
    const suspended = "WARNING: Pool 'data' has encountered an uncorrectable I/O failure and has been suspended.";
    assert.deepEqual(
      findingsIn(lines(disk, suspended)).map(({ id, severity, category }) => [id, severity, category]),
      [
        ["kernel-pool-suspended", "error", "device"],
        ["disk-io-error", "error", "device"],
      ].map(([id, ...rest]) => [id === "disk-io-error" ? findingsIn(disk)[0]?.id : id, ...rest]),
    );
    const [first] = findingsIn(lines(disk, "PANIC at zfs_vfsops.c:587:zfs_space_delta_cb()"));
    assert.equal(first?.id, "zfs-panic");
  });

  it("name the dataset of a snapshot that a tool names alone; without it there is no command", () => {
    const [named] = findingsIn("   rpool/usr       ERROR: destroys failed @z_1: dataset is busy");
    assert.ok(named && steps(named).includes("zfs holds -H rpool/usr@z_1"));
    const [alone] = findingsIn("destroys failed @z_1: dataset is busy");
    assert.ok(alone && !steps(alone).some((step) => step.startsWith("zfs holds")));
  });

  it("make no event of a test that passed or of what release notes say, and one of the same words said by a program", () => {
    const words = "cannot receive: invalid stream (bad magic number)";
    for (const aside of [
      `ok 11 - refuses a broken stream (${words})`,
      `- Fixed: "${words}" while pruning`,
      `✔ ${words}`,
    ])
      assert.deepEqual(findingsIn(aside), [], aside);
    for (const said of [words, `not ok 11 - ${words}`, `- fixed: ${words}`])
      assert.equal(findingsIn(said).length, 1, said);
  });

  it("make an error of a warning that a job failed by", () => {
    const [finding] = findingsIn(
      lines(
        "ControlSocket /tmp/syncoid-root-root@away-1587425400 already exists, disabling multiplexing",
        "CRITICAL ERROR: snapshots couldn't be listed for bk/home (exit code 65280) at /usr/sbin/syncoid line 1534.",
      ),
    );
    assert.deepEqual([finding?.id, finding?.severity], ["ssh-shared-connection", "error"]);
  });

  it("are looked at by no pattern that takes long, whatever stands in them", async () => {
    const patterns = catalogue.flatMap(({ id, instead, remedies }) =>
      [
        ...instead.flatMap(({ when, unless }) => [when, ...(unless ? [unless] : [])]),
        ...remedies.flatMap(({ where, unless }) => [where ?? unless ?? []].flat()),
      ].map((pattern) => ({ id, pattern })),
    );
    assert.ok(patterns.length > 40);
    const length = 240;
    const most = 16 * length ** 2;
    for (const { id, pattern } of patterns) {
      // what a group has found is looked for at one place only
      if (pattern.source.includes("\\k<")) continue;
      const start = pattern.source.replace(/^[^A-Za-z]*/, "").slice(0, 8);
      for (const filling of ["a", " ", "a ", "a@b", "/", "\n", "a\n ", "-s ", "zfs send ", "cat a |", start]) {
        const steps = matchingSteps(pattern, filling.repeat(length).slice(0, length), 2 * most);
        assert.ok(steps <= most, `${id}: ${steps} steps for '${filling}': ${pattern.source}`);
      }
    }
    const exponential: string[] = [];
    const repeating = new Map(patterns.map((each) => [each.pattern.source, each] as const));
    for (const { id, pattern } of repeating.values()) {
      if (!/\)[*+{]/.test(pattern.source) || pattern.source.includes("\\k<")) continue;
      const plain = pattern.source.replace(/\(\?<\w+>/g, "(");
      const result = await check(plain, pattern.flags, { timeout: 400, checker: "automaton" });
      if (result.status === "vulnerable" && result.complexity.type === "exponential") exponential.push(id);
    }
    assert.deepEqual(exponential, []);
  }).timeout(120_000);
});
