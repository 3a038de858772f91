import assert from "node:assert/strict";
import { onHost } from "../../../../src/core/diagnosis/scan/onHost";
import { findingsIn } from "../../../../src/core/diagnosis/scan/scanner";
import { findingActions, findingMessage } from "../../../../src/editor/logs/findingActions";

describe("the quick fixes of a finding in a log", () => {
  const [held] = findingsIn("cannot destroy snapshot tank/my data@a: it's being held. Run 'zfs holds'\n");
  const [modified] = findingsIn(
    "cannot receive incremental stream: destination b/a has been modified\nsince most recent snapshot\n",
  );

  it("prefer the first look, and offer nothing that destroys", () => {
    assert.ok(modified);
    assert.ok(modified.remedies.some(({ risk }) => risk === "destroys"));
    const actions = findingActions(modified);
    assert.deepEqual(
      actions.filter(({ preferred }) => preferred).map((action) => action.arguments[0].risk),
      ["none"],
    );
    assert.ok(actions.every((action) => action.arguments[0].risk !== "destroys"));
  });

  it("run on the host that the log came from", () => {
    assert.ok(held);
    const commands = onHost(held, "root@beta:2222").remedies.flatMap(({ command }) => command ?? []);
    assert.deepEqual(
      commands.map((command) => command.startsWith("ssh -p 2222 root@beta ")),
      commands.map(() => true),
    );
  });

  it("come with what happened and why", () => {
    assert.ok(modified);
    assert.match(findingMessage(modified), /^b\/a was written to after its newest snapshot\. It is mounted writable/);
  });
});
