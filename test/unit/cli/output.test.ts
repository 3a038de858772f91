import assert from "node:assert/strict";
import { cancelled } from "../../../src/core/base/abort";
import type { Plan } from "../../../src/core/plan/plan";
import type { Prompt } from "../../../src/core/hosts/prompter";
import type { RunEvent } from "../../../src/core/runs/events";
import type { DatasetName, Guid, SnapshotName } from "../../../src/core/zfs/names";
import { askLine } from "../../../src/cli/askLine";
import { askConsent } from "../../../src/cli/consent";
import type { Environment } from "../../../src/cli/environment";
import { printJson, printTable } from "../../../src/cli/output";
import { showEvents } from "../../../src/cli/showEvents";
import { terminalPrompter } from "../../../src/cli/terminalPrompter";
import { twice } from "../../../src/cli/endings";
import { keyboard, screen } from "../../support/terminals";
import { hostile, isClean } from "./support/localZfsr";

/** The text without what readline itself writes to place the cursor. */
function withoutReadline(text: string): string {
  return text.replace(/\u001b\[(?:\d*G|0J|\d+[ABCD])/g, "").replaceAll("\r\n", "\n");
}

const options = { json: false, verbose: true, sshConfig: undefined, connector: "auto" } as const;
const at = "2026-11-23T20:51:24.000Z";

function destroying(name: string): Plan {
  return {
    version: 1,
    title: "abort",
    steps: [
      {
        id: "abort",
        kind: "abort-partial",
        host: "local",
        dataset: name as DatasetName,
        argv: [],
        destroys: [{ host: "local", kind: "partial-receive", name, bytes: 1 }],
        needs: [],
        reason: "r",
      },
    ],
    goals: [],
    warnings: [],
  };
}

describe("what goes to a terminal", () => {
  it("is without control characters in every event of a run, also where one brings colours of its own", () => {
    const { steps } = destroying(hostile);
    const events: RunEvent[] = [
      {
        type: "planned",
        at,
        bytes: undefined,
        plan: {
          version: 1,
          title: hostile,
          steps,
          goals: [],
          warnings: [{ object: hostile, message: hostile, nextStep: hostile, level: "person" }],
        },
      },
      { type: "log", at, level: "warn", message: `one\n${hostile}` },
      {
        type: "finding",
        at,
        finding: {
          id: "failed",
          category: "config",
          severity: "error",
          object: hostile,
          title: `${hostile}\nDone.`,
          cause: hostile,
          remedies: [{ title: hostile, risk: "none", command: hostile }],
          text: hostile,
        },
      },
      { type: "progress", at, step: "abort", bytes: 1, total: 2, rate: 1, eta: 1 },
      { type: "step-ended", at, step: "abort", outcome: "failed" },
      { type: "step-ended", at, step: hostile, outcome: "failed" },
      {
        type: "run-ended",
        at,
        outcome: "failed",
        bytesSent: 0,
        findings: [],
        targets: [
          {
            place: hostile,
            newest: { name: `a@${hostile}` as SnapshotName, guid: hostile as Guid },
            verified: false,
            partial: false,
          },
        ],
      },
    ];
    for (const json of [false, true]) {
      const stdout = screen();
      const view = showEvents({ options: { ...options, json }, stdout, stderr: screen() });
      for (const event of events) view.show(event);
      view.dispose();
      assert.ok(isClean(stdout.text), JSON.stringify(stdout.text));
      assert.match(stdout.text, /red/);
      assert.doesNotMatch(stdout.text, /^Done\.$/m);
      if (json)
        assert.deepEqual(
          stdout.text
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as unknown),
          JSON.parse(JSON.stringify(events)),
        );
    }
    const coloured = screen(true);
    const view = showEvents({ options, stdout: coloured, stderr: screen() });
    for (const event of events) view.show(event);
    assert.ok(isClean(coloured.text.replace(/\u001b\[(?:3[123]|90|39)m/g, "")));
  });

  it("is without control characters in a question for consent and in what a server asks", async () => {
    const stderr = screen(true);
    const stdin = keyboard();
    const cancel = new AbortController();
    const environment = { options, stdin, stderr, cancel, interrupt: () => undefined };
    const asked = askConsent(destroying(hostile), false, environment);
    stdin.write("no\n");
    await assert.rejects(asked, { reason: "consent-missing" });
    assert.ok(isClean(withoutReadline(stderr.text)), JSON.stringify(stderr.text));

    const asks = { host: "h", title: `Title ${hostile}`, message: hostile };
    const prompts: Prompt[] = [
      { ...asks, kind: "secret", origin: "server", attempt: 1 },
      { ...asks, kind: "text", attempt: 1 },
      { ...asks, kind: "host-key", keyType: hostile, fingerprint: hostile },
    ];
    for (const prompt of prompts) {
      const output = screen(true);
      const input = keyboard();
      const answer = terminalPrompter(input, output, () => undefined).ask(prompt);
      setImmediate(() => input.write("yes\n"));
      assert.equal(await answer, "yes");
      assert.match(output.text, /Title /);
      const shown = withoutReadline(output.text);
      assert.ok(isClean(shown), JSON.stringify(shown));
      assert.equal(shown.includes("yes"), prompt.kind !== "secret", shown);
    }
  });

  it("asks for the name of a production host that something is destroyed on", async () => {
    const stderr = screen(true);
    const stdin = keyboard();
    const cancel = new AbortController();
    const environment = { options, stdin, stderr, cancel, interrupt: () => undefined };
    const asked = askConsent(destroying("pool/a"), false, environment, ["local"]);
    stdin.write("local\n");
    await asked;
    assert.match(withoutReadline(stderr.text), /local is a production host\. Type local to go on/);
  });

  it("is without control characters in a table and in JSON, which reads back as it was", () => {
    const stdout = screen();
    printTable({ stdout }, ["A", "B"], [[hostile, "\n"]]);
    assert.ok(isClean(stdout.text), JSON.stringify(stdout.text));
    for (const value of [{ a: hostile }, [hostile, { b: [hostile] }], []]) {
      const json = screen();
      printJson({ stdout: json }, value);
      assert.ok(isClean(json.text), JSON.stringify(json.text));
      assert.deepEqual(JSON.parse(json.text), value);
    }
  });
});

describe("printTable", () => {
  it("takes more rows than a call has room for arguments, and aligns them", () => {
    let lines = 0;
    const stdout = { write: (text: string) => (lines += text.split("\n").length - 1) };
    const rows = Array.from({ length: 300_000 }, (_, i) => [`row${i}`, String(i)]);
    printTable({ stdout }, ["NAME", "N"], rows, [1]);
    assert.equal(lines, 300_001);
    const small = screen();
    printTable(
      { stdout: small },
      ["NAME", "N"],
      [
        ["a", "10"],
        ["longer", "5"],
      ],
      [1],
    );
    assert.equal(small.text, "NAME     N\na       10\nlonger   5\n");
  });
});

describe("Ctrl-C", () => {
  it("at the question for consent is a cancelled command", async () => {
    const stdin = keyboard();
    const cancel = new AbortController();
    const environment: Parameters<typeof askConsent>[2] = {
      options,
      stdin,
      stderr: screen(true),
      cancel,
      interrupt: () => cancel.abort(cancelled("zfsr")),
    } satisfies Partial<Environment>;
    const asked = askConsent(destroying("a/b"), false, environment);
    stdin.write("\u0003");
    await assert.rejects(asked, { reason: "cancelled" });
  });

  it("from outside, while the question stands, is the same", async () => {
    const cancel = new AbortController();
    const environment = { options, stdin: keyboard(), stderr: screen(true), cancel, interrupt: () => undefined };
    const asked = askConsent(destroying("a/b"), false, environment);
    setImmediate(() => cancel.abort(cancelled("zfsr")));
    await assert.rejects(asked, { reason: "cancelled" });
  });

  it("at what a server asks gives up the question and ends the command; so does the end of the input", async () => {
    let interrupted = 0;
    const input = keyboard();
    const answer = askLine(input, screen(true), { text: "Password: ", secret: true, onInterrupt: () => interrupted++ });
    input.write("\u0003");
    assert.equal(await answer, undefined);
    assert.equal(interrupted, 1);
    const closed = keyboard();
    const none = askLine(closed, screen(true), { text: "Password: ", onInterrupt: () => interrupted++ });
    closed.end();
    assert.equal(await none, undefined);
    assert.equal(interrupted, 1);
  });

  it("a second time leaves at once; one key that comes twice is one", () => {
    const calls: string[] = [];
    let now = 0;
    const press = twice(
      () => calls.push("first"),
      () => calls.push("second"),
      300,
      () => now,
    );
    press();
    now = 50;
    press();
    assert.deepEqual(calls, ["first"]);
    now = 1000;
    press();
    assert.deepEqual(calls, ["first", "second"]);
  });
});
