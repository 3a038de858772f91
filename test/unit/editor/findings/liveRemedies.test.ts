/** How long what hosts say is waited for and offered again. */
import assert from "node:assert/strict";
import { findingsIn } from "../../../../src/core/diagnosis/scan/scanner";
import type { ExecOptions, ExecResult } from "../../../../src/core/hosts/host";
import { LiveRemedies } from "../../../../src/editor/findings/liveRemedies";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

const [finding] = findingsIn("cannot destroy snapshot tank/a@1: dataset is busy");

/** One that answers nothing until it may. */
class SlowHost extends FakeHost {
  answers: () => void = () => undefined;
  private readonly may = new Promise<void>((resolve) => (this.answers = resolve));

  override async script(script: string, options?: ExecOptions): Promise<ExecResult> {
    await this.may;
    return super.script(script, options);
  }
}

describe("what a host says can be done", () => {
  it("is kept for the next opening of a menu that has not waited for it, and then for half a minute", async () => {
    assert.ok(finding);
    const fake = new FakeCommands().add(
      "zfs",
      `case "$1" in holds) printf 'tank/a@1\\t.send-312-1\\tMon Nov 2\\n' ;; get) printf 'tank/a@1\\tclones\\t\\t-\\n' ;; esac`,
    );
    try {
      const host = new SlowHost("beta", fake);
      let asked = 0;
      let now = 0;
      const live = new LiveRemedies(
        () => {
          asked += 1;
          return host;
        },
        () => now,
      );
      const titles = async (patience: number): Promise<string[]> =>
        (await live.within(patience, finding, "beta")).map(({ title }) => title);
      assert.deepEqual(await titles(1), []);
      // a look that takes long
      now = 40_000;
      assert.deepEqual(await titles(1), []);
      const all = live.of(finding, "beta");
      host.answers();
      const said = ["Being sent by process 312 since Mon Nov 2: wait for it"];
      assert.deepEqual(
        (await all).map(({ title }) => title),
        said,
      );
      now = 69_000;
      assert.deepEqual(await titles(10_000), said);
      assert.equal(asked, 1);
      now = 71_000;
      assert.deepEqual(await titles(10_000), said);
      assert.equal(asked, 2);
    } finally {
      fake.dispose();
    }
  });
});
