import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { endHalf } from "../../../../src/core/runs/endHalf";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

describe("ending a half of a pipeline by its process id", () => {
  let fake: FakeCommands;
  let host: FakeHost;
  beforeEach(() => {
    fake = new FakeCommands();
    host = new FakeHost("beta", fake);
  });
  afterEach(() => fake.dispose());

  it("ends it and what it started", async () => {
    const half = spawn("/bin/sh", ["-c", "echo zfsr0123 >/dev/null; while :; do sleep 60; done"], { stdio: "ignore" });
    const ended = once(half, "exit");
    assert.equal(await endHalf(host, half.pid ?? 0, "zfsr0123"), true);
    const [, signal] = (await ended) as [number | null, string];
    assert.equal(signal, "SIGTERM");
  });

  it("leaves alone who has that id by now", async () => {
    const stranger = spawn("/bin/sh", ["-c", "sleep 60; true"], { stdio: "ignore" });
    assert.equal(await endHalf(host, stranger.pid ?? 0, "zfsr0123"), true);
    assert.equal(stranger.exitCode, null);
    assert.equal(stranger.signalCode, null);
    stranger.kill("SIGKILL");
  });

  it("says so when the host cannot be asked", async () => {
    host.script = () => Promise.reject(new Error("no answer"));
    assert.equal(await endHalf(host, 1, "zfsr0123"), false);
  });
});
