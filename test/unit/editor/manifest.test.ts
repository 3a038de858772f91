import assert from "node:assert/strict";
import manifest from "../../../package.json";
import { commandIds, hostsViewId } from "../../../src/editor/commandIds";

describe("the manifest", () => {
  const { commands, menus, views } = manifest.contributes;

  it("contributes exactly the commands that are registered", () => {
    assert.deepEqual(commands.map(({ command }) => command).sort(), [...commandIds].sort());
  });

  it("has the category on every command, and no verb without a title", () => {
    for (const { command, category, title } of commands) {
      assert.equal(category, "ZFS", command);
      assert.match(title, /^[A-Z]\w+/, command);
    }
  });

  it("has the view that the code draws into", () => {
    assert.deepEqual(
      views.zfsReplication.map(({ id }) => id),
      [hostsViewId],
    );
  });

  it("puts known commands alone into menus, at most three of them beside a row", () => {
    const known = new Set<string>(commandIds);
    for (const entry of Object.values(menus).flat()) assert.ok(known.has(entry.command), entry.command);
    const rows = [
      "zfs.host;ready",
      "zfs.pool;partial",
      "zfs.dataset;filesystem;partial",
      "zfs.snapshot",
      "zfs.failure;timeout",
    ];
    for (const row of rows) {
      const inline = menus["view/item/context"].filter(({ group, when }) => {
        const pattern = /viewItem =~ \/(.*)\/$/.exec(when)?.[1] ?? assert.fail(when);
        return group.startsWith("inline") && new RegExp(pattern).test(row);
      });
      assert.ok(inline.length <= 3, `${row} has ${inline.length}`);
    }
  });

  it("keeps what destroys in a group of its own, at the end, never beside a row", () => {
    const destroying = menus["view/item/context"].filter(({ command }) => command.includes("abort"));
    assert.deepEqual(
      destroying.map(({ group }) => group),
      ["9_destroy@1"],
    );
  });

  it("lets no workspace decide how hosts are reached", () => {
    const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const [name, { scope, markdownDescription }] of settings as [
      string,
      { scope: string; markdownDescription: string },
    ][]) {
      assert.equal(scope, "machine", name);
      assert.ok(restricted.includes(name), name);
      assert.match(markdownDescription, /\.$/, name);
    }
  });

  it("is not activated by anything but what it contributes", () => {
    assert.deepEqual(manifest.activationEvents, []);
  });
});
