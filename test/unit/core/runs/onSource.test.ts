import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Reports } from "../../../../src/core/runs/onSource/reports";
import { followScript, removeScript, startScript } from "../../../../src/core/runs/onSource/scripts";
import { FakeCommands } from "../../../support/fakes/commands";

const frame = "zfsr0123";
const caughtUp = `${frame} send caught up`;

describe("the reports of a transfer that lives on its source", () => {
  let heard: string[];
  let reports: Reports;

  beforeEach(() => {
    heard = [];
    reports = new Reports(frame, {
      sender: (line) => void heard.push(`s ${line}`),
      receiver: (line) => void heard.push(`r ${line}`),
    });
  });

  it("are told once, though they are read again after each lost connection", () => {
    reports.again();
    for (const line of ["a", caughtUp, "b"]) reports.sender(line);
    reports.receiver("x");
    reports.again();
    for (const line of ["x", "y"]) reports.receiver(line);
    for (const line of ["a", "b", "c", caughtUp]) reports.sender(line);
    assert.deepEqual(heard, ["s a", "s b", "r x", "s c", "r y"]);
  });

  it("of the past are told in the order in which a stream can begin and end, with the last progress of each snapshot", () => {
    reports.again();
    reports.receiver(`${frame} receive 0 0`);
    const sent = (at: number, snapshot: string): string => `18:00:0${at}\t${at}00\ttank/a@${snapshot}`;
    const lines = [`${frame} send 0 begin`, sent(1, "a"), sent(2, "a"), sent(3, "b"), sent(4, "b"), caughtUp];
    for (const line of lines) reports.sender(line);
    reports.sender(sent(5, "b"));
    reports.sender(sent(6, "b"));
    assert.deepEqual(
      heard,
      [lines[0], sent(2, "a"), sent(4, "b")]
        .map((line) => `s ${line ?? ""}`)
        .concat([`r ${frame} receive 0 0`, `s ${sent(5, "b")}`, `s ${sent(6, "b")}`]),
    );
  });
});

describe("the folder of a transfer that lives on its source", () => {
  let fake: FakeCommands;
  let transfers: string;

  beforeEach(() => {
    fake = new FakeCommands();
    transfers = join(fake.folder, ".local", "state", "zfsr", "transfers");
  });
  afterEach(() => fake.dispose());

  /** A folder as an earlier transfer has left it. */
  function left(name: string, files: Readonly<Record<string, string>>): void {
    mkdirSync(join(transfers, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(transfers, name, file), text);
  }

  it("gives all that was reported, whole lines in order, and ends with the transfer", () => {
    left(frame, { pid: "1\n", sender: "one\n two \\n\nthree", receiver: "x\n", end: "0\n" });
    const { status, stdout, stderr } = fake.run(followScript(frame));
    assert.deepEqual([status, stdout, stderr.replace(/\n$/, "")], [0, "x\n", "one\n two \\n\nthree"]);
  });

  it("says so where the transfer was killed, or its number belongs to another process by now", () => {
    left(frame, { pid: `${process.pid}\n`, sender: "one\n", receiver: "x" });
    const { status, stdout, stderr } = fake.run(followScript(frame));
    assert.equal(status, 1);
    assert.match(stdout, /^x\nit ended on its host without a word/);
    assert.equal(stderr, `one\n${caughtUp}\n`);
  });

  it("is missed by its own status, and gone after it was removed", () => {
    assert.equal(fake.run(followScript(frame)).status, 44);
    left(frame, { pid: "1\n" });
    fake.run(removeScript(frame));
    assert.deepEqual(readdirSync(transfers), []);
  });

  it("tells of others that nobody has collected, and not of those that live", () => {
    fake.add("setsid", ":").add("id", "echo 1000");
    left("zfsrended", { about: "run1 ann@desk to beta:b/x\n", pid: "1\n", end: "0\n" });
    left("zfsrbroken", { about: "run2 ann@desk to beta:b/y\n", pid: "1\n" });
    left("zfsrlives", { about: "run3 ann@desk to beta:b/z\n", pid: "77\n" });
    fake.add("ps", `case "$*" in *77) echo "sh /x/zfsrlives/go" ;; esac`);
    const { stdout } = fake.run(startScript(frame, "run4 bob@laptop to beta:b/it's"));
    assert.deepEqual(stdout.trim().split("\n").sort(), [
      "by setsid",
      "old zfsrbroken broken run2 ann@desk to beta:b/y",
      "old zfsrended ended run1 ann@desk to beta:b/x",
    ]);
    assert.deepEqual(readdirSync(join(transfers, frame)).sort(), ["about", "go", "receiver", "sender"]);
  });
});
