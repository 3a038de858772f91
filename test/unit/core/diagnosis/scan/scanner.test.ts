import assert from "node:assert/strict";
import { check } from "recheck";
import { catalogue } from "../../../../../src/core/diagnosis/catalogue/catalogue";
import { LineReader, longestLine } from "../../../../../src/core/diagnosis/scan/readLines";
import { scanBytes } from "../../../../../src/core/diagnosis/scan/scanBytes";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";
import type { LogFinding } from "../../../../../src/core/diagnosis/scan/logFinding";
import { matchingSteps } from "../../../../support/matchingSteps";

const busy = "cannot receive incremental stream: dataset is busy";

async function scan(...pieces: Uint8Array[]): Promise<LogFinding[]> {
  const found: LogFinding[] = [];
  await scanBytes(pieces, (finding) => found.push(finding));
  return found;
}

/** What a pattern asks for word for word: a line of nothing else is what it looks at longest. */
function literalsOf({ source }: RegExp): string[] {
  const plain = source
    .replaceAll(/\(\?<\w+>/g, "(")
    .replaceAll(/\\[dwsDWSbB]|\[[^\]]*\]|\{[\d,]+\}/g, "\0")
    .replaceAll(/\\(.)/g, "$1");
  const words = new Set([...plain.matchAll(/[\w :'./-]{3,}/g)].map(([word]) => word));
  return [...words];
}

describe("the scanner", () => {
  it("makes one finding of a failed pipeline, with what followed from it", () => {
    const [finding, ...more] = findingsIn(
      [
        "INFO: Sending incremental tank/a@1 ... 2",
        "cannot receive incremental stream: destination backup/a has been modified",
        "since most recent snapshot",
        "mbuffer: error: outputThread: error writing to <stdout> at offset 0x40000: Broken pipe",
        "warning: cannot send 'tank/a@2': signal received",
        "CRITICAL ERROR: zfs send 'tank/a'@'2' | zfs receive 'backup/a' failed: 256 at /usr/sbin/syncoid line 889.",
      ].join("\n"),
    );
    assert.deepEqual(more, []);
    assert.equal(finding?.id, "receive-target-modified");
    assert.equal(finding.object, "backup/a");
    assert.deepEqual([finding.line, finding.endLine], [2, 3]);
    assert.deepEqual(
      finding.consequences.map(({ id, line }) => [id, line]),
      [
        ["mbuffer-output", 4],
        ["pipe-broken", 5],
        ["syncoid-critical", 6],
      ],
    );
  });

  it("joins what journald and wrappers cut into records, of one process", () => {
    const at = "Mar 12 08:00:18 orion";
    const [finding] = findingsIn(
      [
        `${at} zfs[9]: cannot receive incremental stream: most recent snapshot of b/a does not`,
        `${at} sshd[7]: Accepted publickey for root from 10.0.0.1 port 1 ssh2`,
        `${at} zfs[9]: match incremental source`,
      ].join("\n"),
    );
    assert.equal(finding?.id, "receive-base-differs");
    assert.deepEqual([finding.line, finding.endLine], [1, 3]);
  });

  it("takes a time with a colon behind it for no host and program", () => {
    const said = "CRITICAL ERROR: zfs snapshot cache/system@daily failed, 512 at /usr/sbin/sanoid line 705.";
    assert.deepEqual(
      findingsIn(`2026-05-30 14:15:01: ${said}`).map(({ id }) => id),
      ["syncoid-critical"],
    );
  });

  it("takes a mark of severity behind a time for no host", () => {
    assert.deepEqual(
      findingsIn("2026-11-02 10:00:00 [E] ERROR: --quux is required").map(({ id }) => id),
      ["unknown-tool-config"],
    );
  });

  it("tells once of a suspended pool, in however many words it is said, and twice of two", () => {
    const kernel = (pool: string): string =>
      `beta kernel: WARNING: Pool '${pool}' has encountered an uncorrectable I/O failure and has been suspended.\n`;
    const receive = "cannot receive incremental stream: pool I/O is currently suspended\n";
    const open = "cannot open 'shaky': pool I/O is currently suspended\n";
    const ids = (text: string): string[] => findingsIn(text).map(({ id, parts }) => `${id} ${parts.pool ?? ""}`);
    assert.deepEqual(ids(kernel("shaky") + receive), ["kernel-pool-suspended shaky"]);
    assert.deepEqual(ids(open + receive), ["pool-suspended shaky"]);
    assert.deepEqual(ids(receive + open), ["pool-suspended shaky"]);
    assert.deepEqual(ids(kernel("one") + kernel("two")), ["kernel-pool-suspended one", "kernel-pool-suspended two"]);
    const [finding] = findingsIn(open + kernel("shaky"));
    assert.deepEqual(
      finding?.consequences.map(({ id, line }) => [id, line]),
      [["kernel-pool-suspended", 2]],
    );
  });

  it("puts a failed pipeline under no error of a daemon that has nothing to do with it", () => {
    const at = "Mar 12 08:00:18 orion";
    const critical = "CRITICAL ERROR: zfs send a@1 | zfs receive b failed: 256 at /usr/sbin/syncoid line 889.";
    for (const daemon of [
      "dockerd[7]: [Errno 111] Connection refused",
      "kubelet[7]: remote error: tls: bad certificate",
      "kubelet[7]: unknown flag: --quux",
      "dockerd[7]: config file does not exist: quux",
      "kubelet[7]: yaml: line 12: did not find expected key",
      "dockerd[7]: accept: Too many open files",
    ])
      assert.deepEqual(
        findingsIn(`${at} ${daemon}\n${at} syncoid[9]: ${critical}`).map(({ id }) => id),
        ["syncoid-critical"],
        daemon,
      );
    assert.deepEqual(
      findingsIn(`${at} syncoid[9]: accept: Too many open files\n${at} syncoid[9]: ${critical}`).map(({ id }) => id),
      ["too-many-files"],
    );
  });

  it("tells the same of two hosts twice", () => {
    const line = (host: string): string => `Mar 12 08:00:18 ${host} zfs[9]: ${busy}\n`;
    const found = findingsIn(line("alpha") + line("beta") + line("beta"));
    assert.deepEqual(
      found.map(({ line: at, count }) => [at, count]),
      [
        [1, 1],
        [2, 2],
      ],
    );
  });

  it("puts together what was told in the same words: how often, the worst, and what followed", () => {
    const [finding, ...more] = findingsIn(
      [
        "cannot destroy 'tank/v': dataset is busy",
        "cannot destroy 'tank/v@1': dataset is busy",
        "cannot destroy 'tank/v@1': dataset is busy",
        "CRITICAL ERROR: zfs destroy 'tank/v@1' failed: 256 at /usr/sbin/syncoid line 889.",
        "NAME      TAG   TIMESTAMP",
        "tank/v@1  keep  Tue Oct 27 17:29 2026",
      ].join("\n"),
    );
    assert.deepEqual(more, []);
    assert.deepEqual(
      [finding?.title, finding?.line, finding?.count, finding?.consequences.map(({ id }) => id)],
      ["tank/v@1 is held by keep", 1, 3, ["syncoid-critical"]],
    );
  });

  it("counts what is said again, and tells apart what is far apart", () => {
    const often = findingsIn(`${busy}\n`.repeat(30));
    assert.deepEqual(
      often.map(({ count, line }) => [count, line]),
      [[30, 1]],
    );
    const apart = findingsIn(`${busy}\n${"fine\n".repeat(100)}${busy}\n`);
    assert.deepEqual(
      apart.map(({ line }) => line),
      [1, 102],
    );
  });

  it("reads colours, Windows' line ends, progress bars, UTF-16 and what is cut anywhere", async () => {
    const lines = `fine\r\n\u001b[31m${busy}\u001b[0m\r\n`;
    const utf8 = new TextEncoder().encode(`\r 3% done\r 9% done\n${lines}`);
    const utf16 = Buffer.from(`\ufeff${lines}`, "utf16le");
    const bare = Buffer.from(`${lines}${"fine and nothing else\r\n".repeat(20)}`, "utf16le");
    for (const bytes of [utf8, utf16, bare, Buffer.from(utf16).swap16()]) {
      const found = await scan(...Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)).slice(0, 0), bytes);
      assert.deepEqual(
        found.map(({ id }) => id),
        ["receive-busy"],
      );
    }
    const pieces = Array.from({ length: utf8.length }, (_, i) => utf8.subarray(i, i + 1));
    assert.equal((await scan(...pieces)).length, 1);
  });

  it("finds nothing in nothing, nor in rubbish, and looks at the head alone of a line of megabytes", async () => {
    assert.deepEqual(await scan(), []);
    assert.deepEqual(await scan(new Uint8Array(0)), []);
    const rubbish = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 2654435761) >>> 13);
    assert.deepEqual(await scan(rubbish), []);
    const long = new TextEncoder().encode("x".repeat(1 << 20));
    const found = await scan(...Array.from({ length: 20 }, () => long), new TextEncoder().encode(`\n${busy}\n`));
    assert.deepEqual(
      found.map(({ line }) => line),
      [2],
    );
    const lengths: number[] = [];
    const reader = new LineReader(({ text }) => lengths.push(text.length));
    for (let piece = 0; piece < 20; piece += 1) reader.push("x".repeat(1 << 20));
    reader.push(`\n${busy}\n`);
    assert.deepEqual(lengths, [longestLine, busy.length]);
  });

  it("quotes what a log names, and gives no command for what would be an option", () => {
    const [evil] = findingsIn("cannot destroy snapshot tank/a@$(reboot): it's being held. Run 'zfs holds' to see\n");
    assert.deepEqual(
      evil?.remedies.flatMap(({ command }) => command ?? []),
      ["zfs holds -H 'tank/a@$(reboot)'"],
    );
    const [option] = findingsIn("cannot destroy snapshot -rf@a: it's being held. Run 'zfs holds' to see\n");
    assert.deepEqual(
      option?.remedies.flatMap(({ command }) => command ?? []),
      [],
    );
  });

  it("quotes what a log names in steps that are to be typed, too", () => {
    const steps = (text: string): string[] =>
      findingsIn(text).flatMap(({ remedies }) => remedies.map((each) => each.title));
    const evil = steps("cannot destroy snapshot tank/a@$(reboot): it's being held. Run 'zfs holds' to see\n");
    assert.ok(
      evil.some((title) => title.endsWith("zfs release TAG 'tank/a@$(reboot)'")),
      evil.join("; "),
    );
    const option = steps("dataset (-rf) does not exist on destination (far), use --autoCreation");
    assert.ok(
      option.some((title) => title.endsWith("zfs create DATASET")),
      option.join("; "),
    );
    // a value that stands behind a command in a title is quoted
    const typed = /(?:zfs|zpool) (?:allow|create|destroy|import|release|replace|set|get|hold|rollback)\b[^{]*\{(?!')/;
    for (const { id, instead, remedies } of catalogue)
      for (const { title } of [...remedies, ...instead.flatMap((each) => each.remedies ?? [])])
        assert.doesNotMatch(title, typed, id);
  });

  it("has no pattern that looks at a line's characters more often than all pairs of them, however it was made", () => {
    const length = 240;
    const most = 8 * length ** 2;
    assert.ok(matchingSteps(/a*x/, "a".repeat(length), 2 * most) < most);
    assert.ok(matchingSteps(/a*a*x/, "a".repeat(length), 2 * most) > most);
    // one repetition alone cannot: the others are not worth their time
    const repeating = catalogue.filter(({ pattern }) => (pattern.source.match(/[*+]|,\}/g) ?? []).length > 1);
    assert.ok(repeating.length > 100);
    for (const { id, pattern, needles } of repeating) {
      for (const needle of needles) {
        for (const filling of ["a", " ", "'", "a ", needle, "cannot ", "[", "1."]) {
          const line = needle + filling.repeat(length).slice(0, length) + needle;
          const steps = matchingSteps(pattern, line, 2 * most);
          assert.ok(steps <= most, `${id}: ${steps} steps for '${filling}'`);
        }
      }
    }
  }).timeout(60_000);

  it("has none whose time grows with more than the square of a line that is made of its own words", () => {
    const growth = (pattern: RegExp, needle: string, word: string): number => {
      const steps = (length: number): number =>
        matchingSteps(pattern, needle + word.repeat(length).slice(0, length), 400_000_000);
      // longer than two repetitions of 200 characters, which many patterns have, and which end at that
      const long = steps(960);
      return long < 200_000 ? 1 : long / steps(480);
    };
    const cubic = /(?<unit>[\w@.:-]*(?:zfs|zrepl)[\w@.:-]*\.service): failed/;
    assert.ok(growth(cubic, ".service", "zrepl") > 6);
    for (const { id, pattern, needles } of catalogue) {
      if (!/[*+]|,\}|,\d+\}/.test(pattern.source)) continue;
      for (const word of literalsOf(pattern))
        assert.ok(growth(pattern, needles[0] ?? "", word) < 5.5, `${id}: '${word}'`);
    }
  }).timeout(120_000);

  it("has no pattern whose time grows exponentially, as recheck finds it", async () => {
    const exponential: string[] = [];
    // it takes a repetition of what can itself be read in several ways: the others need no automaton
    const repeating = catalogue.filter(({ pattern }) => /\)[*+{]/.test(pattern.source));
    assert.ok(repeating.length > 0);
    for (const { id, pattern } of repeating) {
      const plain = pattern.source.replace(/\(\?<\w+>/g, "(");
      const result = await check(plain, pattern.flags, { timeout: 400, checker: "automaton" });
      if (result.status === "vulnerable" && result.complexity.type === "exponential") exponential.push(id);
    }
    assert.deepEqual(exponential, []);
  }).timeout(120_000);
});
