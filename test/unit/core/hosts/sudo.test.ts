import assert from "node:assert/strict";
import { sudoFunctions } from "../../../../src/core/zfs/place";
import { renderScript } from "../../../../src/core/plan/renderScript";
import { pipelineHalves } from "../../../../src/core/runs/pipelineScript";
import { directScript } from "../../../../src/core/runs/transport";
import { FakeCommands } from "../../../support/fakes/commands";
import { commandStep, transferStep } from "../../../support/model/steps";

/** Hosts whose zfs and zpool are run through sudo: `sudo+NAME`. */
describe("a host used over sudo", () => {
  let fake: FakeCommands;
  beforeEach(() => {
    fake = new FakeCommands();
    fake.add("sudo", 'logged sudo "$@"\nshift; "$@"');
    fake.add("zfs", 'logged "$@"; cat >/dev/null');
    fake.add("zpool", "echo 42");
    // the other machine is this one
    fake.add("ssh", 'logged ssh "$@"; for last in "$@"; do :; done; exec /bin/sh -c "$last"');
  });
  afterEach(() => fake.dispose());

  const called = (name: string): string[][] => fake.calls().filter(([word]) => word === name);

  it("runs zfs and zpool through sudo, whatever is in their words, and nothing else", () => {
    const { stdout, status } = fake.run(
      `${sudoFunctions("sudo+alpha")}zfs list "it's \\$(id)"; zpool get guid; echo own`,
    );
    assert.equal(status, 0);
    assert.equal(stdout, "42\nown\n");
    assert.deepEqual(called("sudo"), [
      ["sudo", "-n", "zfs", "list", "it's $(id)"],
      ["sudo", "-n", "zpool", "get", "guid"],
    ]);
    assert.equal(sudoFunctions("alpha"), "");
  });

  it("does so at the far end of a direct stream, too, and is called by its own name", () => {
    const halves = pipelineHalves([transferStep()], { frame: "zfsr0", pool: { name: "backup", guid: "42" } });
    const { stdout } = fake.run(directScript("sudo+keeper@beta:2222", halves));
    assert.match(stdout, /zfsr0 receive 0 0/);
    assert.ok(called("sudo").some((words) => words.join(" ") === "sudo -n zfs receive -s -u backup/demo"));
    const [ssh = []] = called("ssh");
    assert.deepEqual(ssh.slice(-4, -1), ["-p", "2222", "keeper@beta"]);
  });

  it("says sudo in the script of a plan", () => {
    const script = renderScript({
      version: 1,
      title: "a hold",
      steps: [commandStep("a", { host: "sudo+alpha" })],
      goals: [],
      warnings: [],
    });
    assert.match(script, /ssh alpha .*sudo -n zfs hold/);
  });
});
