/** Scripts that are too long for a command line: all of one runs, or nothing. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { deliver } from "../../../../../src/core/hosts/command/longScript";

describe("a script that goes by standard input", () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `echo release tank/a@daily-${1000 + i}`);
  const script = lines.join("\n");
  const run = (command: string, input: string): { status: number | null; stdout: string } => {
    const { status, stdout } = spawnSync("sh", ["-c", command], { input, encoding: "utf8" });
    return { status, stdout };
  };

  it("is run as it is, and leaves the input behind it to its commands", () => {
    const plain = deliver(script, undefined);
    assert.equal(run(plain.script, plain.input).stdout.split("\n").length, lines.length + 1);
    const fed = deliver(`${script}\ncat`, "what follows");
    assert.match(run(fed.script, fed.input).stdout, /daily-2999\nwhat follows$/);
  });

  it("runs nothing where it was cut on its way, also within a name", () => {
    for (const input of [undefined, "what follows"]) {
      const sent = deliver(script, input, "zfsr0 receive");
      for (const cut of [10, script.indexOf("daily-2345") + 8, script.length - 1]) {
        const { status, stdout } = run(sent.script, sent.input.slice(0, cut));
        assert.equal(stdout, "", String(cut));
        assert.notEqual(status, 0);
      }
    }
  });
});
