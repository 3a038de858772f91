/** One wrapper tells of commands: the log of the editor and the journals of runs read it. */
import assert from "node:assert/strict";
import type { Log } from "../../../../src/core/base/log";
import { type RanCommand, watchedHost } from "../../../../src/core/hosts/watchedHost";
import type { RunEventBody } from "../../../../src/core/runs/events";
import { recordedHosts } from "../../../../src/core/runs/recordedHosts";
import { loggedHost } from "../../../../src/editor/hosts/loggedHost";
import { fakeHost } from "../../editor/fakes";

const away = new Error("no route");
const alpha = () =>
  fakeHost("alpha", (words) => {
    if (words.includes("away")) throw away;
    return "said";
  });

/** A clock that goes 7 ms on with each look. */
function clock(): () => number {
  let now = 0;
  return () => (now += 7);
}

describe("a host whose commands are told", () => {
  it("tells each once it is over, with what came of it, and gives the same answer", async () => {
    const told: RanCommand[] = [];
    const host = watchedHost(alpha(), { over: (ran) => told.push(ran) }, clock());
    assert.equal((await host.exec(["zfs", "list"], { stdin: "secret" })).stdout, "said");
    await host.script("echo a", { unrecorded: true });
    await assert.rejects(host.exec(["away"]), away);
    assert.deepEqual(
      told.map(({ words, result, error, ms, options }) => [words, result?.code, error, ms, options.unrecorded]),
      [
        [{ argv: ["zfs", "list"] }, 0, undefined, 7, undefined],
        [{ script: "echo a" }, 0, undefined, 7, true],
        [{ argv: ["away"] }, undefined, away, 7, undefined],
      ],
    );
  });

  it("has its commands in a journal, but for looks that are taken every few seconds", async () => {
    const events: RunEventBody[] = [];
    const { host } = recordedHosts(alpha, (event) => events.push(event));
    assert.equal(host("alpha"), host("alpha"), "one wrapper a host");
    await host("alpha").exec(["zfs", "list"]);
    await host("alpha").script("look", { unrecorded: true });
    await assert.rejects(host("alpha").exec(["away"]));
    const seen = events.map((event) => ({ ...event, ms: 0 }));
    assert.deepEqual(seen, [
      { type: "command", host: "alpha", argv: ["zfs", "list"], code: 0, ms: 0 },
      { type: "command", host: "alpha", argv: ["away"], ms: 0, error: "no route" },
    ]);
  });

  it("tells of a command that has not ended when nobody waits any longer", async () => {
    const events: RunEventBody[] = [];
    const silent = (id: string) => fakeHost(id, () => new Promise<string>(() => undefined));
    const { host, ended } = recordedHosts(silent, (event) => events.push(event));
    void host("alpha").exec(["zfs", "list"]);
    await ended(10);
    const told = events.map((event) => ({ ...event, ms: 0 }));
    assert.deepEqual(told, [
      { type: "command", host: "alpha", argv: ["zfs", "list"], ms: 0, error: "it had not ended when the run did" },
    ]);
  });

  it("has its commands in the log, and no complaint of one that was cancelled", async () => {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const log: Log = { trace: say, debug: say, info: say, warn: say, error: say };
    const host = loggedHost(alpha(), log, clock());
    await host.exec(["zfs", "list", "a b"]);
    await assert.rejects(host.exec(["away"]));
    await assert.rejects(host.exec(["away"], { signal: AbortSignal.abort() }));
    assert.deepEqual(lines, ["alpha: zfs list 'a b' (exit 0, 7 ms)", "alpha: away (no route, 7 ms)"]);
  });
});
