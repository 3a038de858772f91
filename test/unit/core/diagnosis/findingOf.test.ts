import assert from "node:assert/strict";
import { reasons, ZfsrError } from "../../../../src/core/base/errors";
import type { Finding } from "../../../../src/core/diagnosis/finding";
import { findingOf } from "../../../../src/core/diagnosis/findingOf";
import { settled } from "../../../../src/core/diagnosis/goOn";
import { isToldBy } from "../../../../src/core/diagnosis/sameCause";
import { runInShell, wordsIn } from "../../../support/shells/shells";

function error(reason: (typeof reasons)[number], object: string, output?: string): ZfsrError {
  return new ZfsrError({
    reason,
    object,
    because: "it is so",
    nextStep: "do something",
    ...(output === undefined ? {} : { output }),
  });
}

function commands(reason: (typeof reasons)[number], object: string): string[] {
  return findingOf(error(reason, object)).remedies.flatMap((remedy) => remedy.command ?? []);
}

describe("findingOf", () => {
  it("makes a finding of every reason, with a remedy and whole clauses", () => {
    for (const reason of reasons) {
      for (const object of ["beta:backup/demo", "beta", "/etc/file", "'a line: of text\\u{a}'"]) {
        const finding = findingOf(error(reason, object));
        assert.equal(finding.id, reason);
        assert.equal(finding.object, object);
        assert.equal(finding.title, `${object}: it is so`);
        assert.ok(finding.remedies.length > 0, reason);
        assert.ok(finding.remedies.every((remedy) => /^[A-Z]/.test(remedy.title)));
      }
    }
  });

  it("keeps what the tool printed", () => {
    assert.equal(
      findingOf(error("busy", "beta:x", "cannot receive: dataset is busy\n")).text,
      "cannot receive: dataset is busy\n",
    );
  });

  it("marks what takes data away, and nothing else, as destroying", () => {
    for (const reason of reasons) {
      for (const remedy of findingOf(error(reason, "beta:backup/demo")).remedies) {
        assert.equal(
          remedy.risk === "destroys",
          /zfsr (abort|rollback|destroy)|zfs (destroy|rollback|receive -[AF])/.test(remedy.command ?? ""),
          `${reason}: ${remedy.title}`,
        );
      }
    }
  });

  it("names the place in commands, of whatever kind the host is", () => {
    assert.deepEqual(commands("stream-incomplete", "beta:backup/demo"), [
      "zfsr resume beta:backup/demo",
      "zfsr abort beta:backup/demo",
    ]);
    assert.deepEqual(commands("connection-lost", "root@beta:2222:backup/demo@a"), [
      "zfsr resume root@beta:2222:backup/demo",
      "zfsr abort root@beta:2222:backup/demo",
    ]);
    assert.deepEqual(commands("token-invalid", "root@beta:backup/demo"), ["zfsr abort root@beta:backup/demo"]);
    assert.equal(commands("space", "root@beta:2222:backup/demo")[0]?.startsWith("ssh -p 2222 root@beta "), true);
    assert.deepEqual(commands("space", "local:tank/a"), ["zfs list -o space -r tank/a"]);
    assert.match(commands("held", "beta:backup/demo@a")[0] ?? "", /zfs holds -r backup\/demo@a/);
  });

  it("offers to resume where something was kept, and after a look only there", () => {
    const titles = (finding: Finding): string[] => finding.remedies.map(({ title }) => title);
    const cut = findingOf(error("stream-incomplete", "beta:backup/a", "cannot receive: failed to read from stream"));
    assert.deepEqual(titles(cut), [
      "Resume: what was received is kept, where anything was",
      "Give up what was received",
    ]);
    assert.deepEqual(titles(settled(cut, () => false)), ["Run it again: nothing was kept of what had arrived"]);
    assert.deepEqual(titles(settled(cut, () => true)), [
      "Resume: what was received is kept",
      "Give up what was received",
    ]);
    assert.deepEqual(
      settled(cut, () => undefined),
      cut,
    );
    const saved = "checksum mismatch or incomplete stream.\nPartially received snapshot is saved.";
    assert.equal(
      titles(findingOf(error("stream-incomplete", "beta:backup/a", saved)))[0],
      "Resume: what was received is kept",
    );
  });

  it("is told once, where a look at the target fails for the same cause", () => {
    const suspended = findingOf(error("pool-suspended", "beta:backup/demo/a"));
    assert.ok(isToldBy(suspended, error("pool-suspended", "beta:backup/demo")));
    assert.ok(!isToldBy(suspended, error("pool-suspended", "beta:other/demo")));
    assert.ok(!isToldBy(suspended, error("pool-suspended", "gamma:backup/demo")));
    assert.ok(!isToldBy(suspended, error("busy", "beta:backup/demo")));
    assert.ok(isToldBy(findingOf(error("timeout", "beta")), error("timeout", "beta")));
  });

  it("gives no command where there is no place", () => {
    for (const object of ["beta", "beta:", "", "'x: y'", "tank/demo"])
      assert.deepEqual(commands("busy", object), [], object);
  });

  it("quotes names so that a terminal takes them as they are", () => {
    const [command = ""] = commands("partial-receive-exists", "beta:backup/my data");
    const shell = { name: "sh", package: "dash" };
    assert.deepEqual(wordsIn(runInShell(shell, command.replace(/^zfsr/, "printf '%s\\0'"), "C")), [
      "resume",
      "beta:backup/my data",
    ]);
  });
});
