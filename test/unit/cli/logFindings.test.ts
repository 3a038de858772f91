import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { FollowedLog, findingsInLogs, type HostFinding } from "../../../src/cli/logFindings";
import { LogPrinter, logsJson } from "../../../src/cli/showLogs";
import { logSources, type LogSource } from "../../../src/core/hosts/logs/logSource";
import type { ReadLog } from "../../../src/core/hosts/logs/readLogs";

const source = (id: LogSource["id"]): LogSource => {
  const found = logSources.find((each) => each.id === id);
  assert.ok(found);
  return found;
};
const log = (id: LogSource["id"], ...lines: string[]): ReadLog => ({
  source: source(id),
  state: "read",
  lines,
  cut: false,
});
const suspended = "WARNING: Pool 'tank' has encountered an uncorrectable I/O failure and has been suspended.";

describe("the findings of hosts' logs", () => {
  it("are told once, where they are read first, and look on the host they are of", () => {
    const found = findingsInLogs("root@alpha:2222", [
      log("kernel", "usb 1-1: new device", suspended),
      log("syslog", `Nov 24 03:00:00 alpha kernel: ${suspended}`),
    ]);
    assert.deepEqual(
      found.map((each) => [each.host, each.source, each.finding.line, each.finding.object]),
      [["root@alpha:2222", "kernel", 2, "tank"]],
    );
    const commands = found.flatMap(({ finding }) => finding.remedies.flatMap(({ command }) => command ?? []));
    assert.ok(commands.length > 0);
    assert.ok(commands.every((command) => command.startsWith("ssh -p 2222 root@alpha ")));
  });

  it("are told of each host of a log that is kept for several, without commands that would run on another", () => {
    const found = findingsInLogs("alpha", [
      log("units", "2026-11-24T03:00:00+0100 alpha systemd[1]: Started ZFS Event Daemon (zed)."),
      log("kernel", suspended),
      log(
        "syslog",
        `Nov 24 03:00:00 alpha kernel: ${suspended}`,
        `Nov 24 03:00:01 beta kernel: ${suspended}`,
        `Nov 24 03:00:02 gamma kernel: ${suspended}`,
      ),
    ]);
    assert.deepEqual(
      found.map(({ source, finding }) => [source, finding.line, finding.host, finding.object]),
      [
        ["kernel", 1, undefined, "tank"],
        ["syslog", 2, "beta", "tank"],
        ["syslog", 3, "gamma", "tank"],
      ],
    );
    const [own, ...others] = found.map(({ finding }) =>
      finding.remedies.filter(({ command }) => command !== undefined),
    );
    assert.ok(own && own.length > 0);
    assert.deepEqual(others, [[], []]);
    assert.ok(found.every(({ finding }) => finding.remedies.length > 0));
  });

  it("stand behind the text, with object, cause, what the tool said and what to do; nothing in it steers a terminal", () => {
    const written: string[] = [];
    const stdout = { write: (text: string) => written.push(text) };
    const logs = [log("kernel", "\u001b]0;x\u0007", suspended)];
    const environment = { stdout, stderr: stdout, options: { json: false } };
    new LogPrinter("alpha", environment).all(logs, findingsInLogs("alpha", logs), true);
    const text = written.join("");
    assert.ok(!text.includes("\u001b"));
    assert.match(
      text,
      /^alpha kernel {2}\| WARNING[^]*\n\nalpha kernel:2: error: .*tank.* \[[\w-]+\]\n {4}\| WARNING/m,
    );
    assert.match(text, /\n {4}- .*: ssh alpha 'zpool status -v tank'/);
  });

  it("are in the JSON, without the text where only they are wanted", () => {
    const logs = [log("kernel", suspended), { source: source("history"), state: "absent" } as const];
    const json = JSON.parse(JSON.stringify(logsJson("alpha", logs, findingsInLogs("alpha", logs), false))) as {
      findings: { source: string; line: number; category: string; text: string }[];
      sources: { state: string }[];
    };
    assert.ok(!("lines" in json));
    assert.deepEqual(
      json.sources.map(({ state }) => state),
      ["read", "absent"],
    );
    const [finding] = json.findings;
    assert.deepEqual(
      [finding?.source, finding?.line, finding?.category, finding?.text],
      ["kernel", 1, "pool-health", suspended],
    );
  });

  it("of a log that is followed are told once it has fallen silent, by the line of the whole", async () => {
    const found: HostFinding[] = [];
    let heard = (): void => undefined;
    const followed = new FollowedLog("alpha", source("kernel"), (finding) => {
      found.push(finding);
      heard();
    });
    const told = new Promise<void>((resolve) => (heard = resolve));
    followed.push("one");
    followed.push(suspended);
    await Promise.race([told, wait(10_000)]);
    followed.push("three");
    followed.push(suspended);
    followed.end();
    assert.deepEqual(
      found.map(({ finding }) => finding.line),
      [2, 4],
    );
  });
});
