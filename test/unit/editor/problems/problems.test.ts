import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fc from "fast-check";
import { shellCommand } from "../../../../src/core/base/shellQuote";
import type { Finding } from "../../../../src/core/diagnosis/finding";
import type { RunEvent, RunEventBody } from "../../../../src/core/runs/events";
import type { RunId } from "../../../../src/core/runs/runDirectory";
import { type RunProblems, solvedBy } from "../../../../src/editor/problems/problemList";
import { remedyActions } from "../../../../src/editor/problems/remedyActions";
import { type Mark, renderRun } from "../../../../src/core/runs/runText";
import { keptOpen, shellWords, terminalLine, terminalProcess } from "../../../../src/editor/problems/terminalLine";

const busy: Finding = {
  id: "busy",
  category: "busy",
  severity: "error",
  object: "beta:backup/demo",
  title: "beta:backup/demo: it is busy",
  cause: "it is busy",
  remedies: [
    { title: "See what uses it", risk: "none", command: "ssh beta 'zfs list'" },
    { title: "Wait, then run again", risk: "none" },
  ],
  text: "cannot receive: dataset is busy\n",
};

const ended: RunEventBody = { type: "run-ended", outcome: "failed", bytesSent: 0, findings: [busy], targets: [] };

function events(...bodies: RunEventBody[]): RunEvent[] {
  return bodies.map((body) => ({ ...body, at: "2026-11-23T20:51:24.100Z" }));
}

function problems(more: Partial<RunProblems> = {}): RunProblems {
  return { run: "r" as RunId, target: "beta:backup/demo", again: true, marks: [], ...more };
}

function mark(more: Partial<Mark> = {}): Mark {
  return {
    line: 0,
    severity: "error",
    code: "busy",
    object: busy.object,
    message: "",
    remedies: busy.remedies,
    ...more,
  };
}

describe("the text of a run", () => {
  it("has a finding on the line where it happened, once, with what the tool printed", () => {
    const { lines, marks } = renderRun(events({ type: "finding", finding: busy }, ended));
    assert.deepEqual(lines.slice(0, 2), [
      "20:51:24  error: beta:backup/demo: it is busy",
      "          | cannot receive: dataset is busy",
    ]);
    assert.deepEqual(
      marks.map(({ line, code, message }) => [line, code, message]),
      [[0, "busy", "beta:backup/demo: it is busy."]],
    );
  });

  it("marks what the plan leaves for a person", () => {
    const warning = {
      object: "beta:backup/x",
      message: "it has diverged",
      nextStep: "decide",
      level: "person",
    } as const;
    const plan = { version: 1, title: "a to b", steps: [], goals: [], warnings: [warning] } as const;
    const { lines, marks } = renderRun(events({ type: "planned", plan, bytes: undefined }));
    assert.equal(marks[0]?.message, "beta:backup/x: it has diverged. Next: decide");
    assert.match(lines[marks[0].line] ?? "", /it has diverged/);
  });

  it("shows control characters that a host printed, and never runs a line on", () => {
    const { lines } = renderRun(events({ type: "log", level: "info", message: "a\u001b[31mb\nc" }));
    assert.deepEqual(lines, ["20:51:24  info: a\\u{1b}[31mb\\u{a}c"]);
  });
});

describe("the remedies of a problem", () => {
  it("prefer what costs nothing, and offer to run again", () => {
    const actions = remedyActions(mark(), problems());
    assert.deepEqual(
      actions.map(({ title, preferred }) => [title, preferred]),
      [
        ["Run in Terminal: See what uses it", true],
        ["Copy Command: See what uses it", false],
        ["Retry Replication", false],
      ],
    );
  });

  it("prefer the resume, never the abort, and do both by the editor's own commands", () => {
    const remedies = [
      { title: "Give up", risk: "destroys", command: "zfsr abort beta:backup/demo" },
      { title: "Resume", risk: "changes", command: "zfsr resume beta:backup/demo" },
    ] as const;
    const actions = remedyActions(mark({ object: "beta:backup/demo@a", remedies }), problems());
    assert.deepEqual(
      actions.map(({ title, preferred }) => [title, preferred]),
      [
        ["Abort Partial Receive of beta:backup/demo…", false],
        ["Resume beta:backup/demo", true],
      ],
    );
    assert.deepEqual(actions[1]?.arguments, [{ place: "beta:backup/demo" }]);
  });

  it("never prefer what destroys", () => {
    const remedies = [{ title: "Roll back", risk: "destroys", command: "ssh beta 'zfs rollback x@y'" }] as const;
    assert.ok(remedyActions(mark({ remedies }), problems()).every(({ preferred }) => !preferred));
  });

  it("name the dataset of a host with a user and a port", () => {
    const remedies = [
      { title: "Resume", risk: "changes", command: "zfsr resume x" },
      { title: "Give up", risk: "destroys", command: "zfsr abort x" },
    ] as const;
    for (const name of ["", "@monday", "#mark"]) {
      const object = `root@beta:2222:backup/demo${name}`;
      const actions = remedyActions(mark({ object, remedies }), problems());
      assert.deepEqual(
        actions.map((action) => action.arguments),
        [[{ place: "root@beta:2222:backup/demo" }], [{ place: "root@beta:2222:backup/demo" }]],
      );
    }
  });
});

describe("a run that ends well", () => {
  it("solves the problems of its target where the host is named with its user, and those of no other dataset", () => {
    const place = "root@beta:backup/demo";
    const own = problems({ target: place, marks: [mark({ object: `${place}@monday` })] });
    const other = problems({ target: "root@beta:backup/x", marks: [mark({ object: "root@beta:backup/x@a" })] });
    assert.deepEqual(
      solvedBy(place, [own, other]).map(({ marks }) => marks),
      [[]],
    );
  });

  it("solves the problems of its target and of what lies below it, and no others", () => {
    const own = problems({ marks: [mark()] });
    const below = problems({ run: "s" as RunId, target: "beta:backup/demo/a", marks: [mark()] });
    const other = problems({
      run: "t" as RunId,
      target: "beta:backup/demolition",
      marks: [mark({ object: "beta:backup/demolition" })],
    });
    const wider = problems({
      run: "u" as RunId,
      target: "beta:backup",
      marks: [mark({ object: "beta:backup/demo/a@x" }), mark({ object: "beta:backup/other" })],
    });
    const solved = solvedBy("beta:backup/demo", [own, below, other, wider]);
    assert.deepEqual(
      solved.map(({ run, marks }) => [run, marks.map(({ object }) => object)]),
      [
        ["r", []],
        ["s", []],
        ["u", ["beta:backup/other"]],
      ],
    );
  });
});

describe("a remedy's command in a terminal", () => {
  const program = { zfsr: ["/opt/an editor/node", "/x/cli.js"], sshConfigFile: "/lab/ssh config" };

  it("runs this extension's own command line", () => {
    assert.equal(
      terminalLine("zfsr ls beta:backup", program),
      "ELECTRON_RUN_AS_NODE=1 '/opt/an editor/node' /x/cli.js ls beta:backup --ssh-config '/lab/ssh config'",
    );
  });

  it("is a process by its words, which no shell reads", () => {
    assert.deepEqual(terminalProcess("zfsr ls 'beta:backup/a b'", program), {
      program: "/opt/an editor/node",
      argv: ["/x/cli.js", "ls", "beta:backup/a b", "--ssh-config", "/lab/ssh config"],
      env: { ELECTRON_RUN_AS_NODE: "1" },
    });
    const remote = "zfs list -r 'tank/it is'; ps | grep '[z]fs receive'";
    assert.deepEqual(terminalProcess(shellCommand(["ssh", "-p", "22", "root@beta", remote]), program), {
      program: "ssh",
      argv: ["-F", "/lab/ssh config", "-p", "22", "root@beta", remote],
      env: {},
    });
    const local = terminalProcess("zpool status -v; true", program);
    assert.deepEqual([local.program, local.argv], ["/bin/sh", ["-c", "zpool status -v; true"]]);
  });

  it("stays to be read when it has ended, until Enter", async () => {
    const kept = keptOpen({ program: "printf", argv: ["%s|", "a 'b", "$HOME;", "--"], env: {} }, process.execPath);
    const child = spawn(kept.program, kept.argv, { stdio: ["pipe", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Enter")) child.stdin.write("\n");
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    assert.deepEqual([said, code], ["a 'b|$HOME;|--|\nEnded with exit code 0. Enter closes this.\n", 0]);
  });

  it("is read back as the words it was made of", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().filter((word) => !/[\0\n\r]/.test(word)),
          { minLength: 1 },
        ),
        (words) => {
          assert.deepEqual(shellWords(shellCommand(words)), words);
        },
      ),
    );
    for (const line of ["zfs list; ps", "a | b", "a 'b", "$x", "a > b"]) assert.equal(shellWords(line), undefined);
  });

  it("reaches hosts by the ssh config of the editor", () => {
    assert.equal(terminalLine("ssh beta 'zfs list'", program), "ssh -F '/lab/ssh config' beta 'zfs list'");
    assert.equal(terminalLine("ssh beta x", { ...program, sshConfigFile: undefined }), "ssh beta x");
  });
});
