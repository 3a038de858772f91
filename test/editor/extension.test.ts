/** The extension in a real extension host, on the lab's hosts where they are up. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import manifest from "../../package.json";
import { page, requirePage } from "../support/editor/page";

const id = `${manifest.publisher}.${manifest.name}`;
const hosts = /Hosts/;

describe("the extension", () => {
  const extension = vscode.extensions.getExtension(id);
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("zfsReplication");

  before(async function () {
    this.timeout(30_000);
    assert.ok(extension);
    await extension.activate();
  });

  it("registers every command it contributes", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it("does not touch a host, nor load a library for it, to be active", () => {
    assert.equal(extension?.isActive, true);
    const vendored = Object.keys(require.cache).filter((file) => file.includes(join("dist", "vendor")));
    assert.deepEqual(vendored, []);
  });

  it("keeps hosts in settings that a workspace cannot set", () => {
    assert.deepEqual(settings().get("hosts"), []);
    const inspected = settings().inspect("hosts");
    assert.equal(inspected?.workspaceValue, undefined);
  });

  describe("on the lab", () => {
    const root = extension?.extensionPath ?? "";

    before(async function () {
      this.timeout(30_000);
      requirePage(this);
      readFileSync(join(root, ".lab/lab.json")); // the lab has to be up
      await settings().update("ssh.configFile", join(root, ".lab/ssh_config"), vscode.ConfigurationTarget.Global);
      await settings().update("hosts", ["alpha", "nowhere.invalid"], vscode.ConfigurationTarget.Global);
      await page.openViewContainer("ZFS");
    });
    after(async () => {
      await settings().update("hosts", undefined, vscode.ConfigurationTarget.Global);
      await settings().update("ssh.configFile", undefined, vscode.ConfigurationTarget.Global);
    });

    it("shows what a host holds, and why another cannot be reached", async function () {
      this.timeout(60_000);
      await page.waitForTreeRow(hosts, "nowhere.invalid");
      await page.expandTreeRow(hosts, "nowhere.invalid");
      await page.expandTreeRow(hosts, "alpha");
      await page.waitForTreeRow(hosts, "tank");
      await page.waitForTreeRow(hosts, /can't be resolved/);
      const rows = await page.treeRows(hosts);
      assert.match(rows.find(({ label }) => label === "tank")?.description ?? "", /^online, \d+ % of /);
      assert.equal(rows.find(({ label }) => label === "nowhere.invalid")?.description, "not reachable");
    });

    it("refuses a name that ZFS would, in the box where it is typed", async function () {
      this.timeout(30_000);
      const taken = vscode.commands.executeCommand("zfsReplication.snapshot.take");
      await page.pick("alpha");
      await page.pick("tank/demo/volume");
      await page.fillInputBox("not*allowed");
      assert.match(await page.inputBoxMessage(), /ZFS does not allow this name: the character '\*' is not allowed/);
      await page.dismiss();
      await taken;
    });

    it("takes a host out of the view, and puts it back", async function () {
      this.timeout(30_000);
      await vscode.commands.executeCommand("zfsReplication.host.remove", { kind: "host", id: "", host: "alpha" });
      assert.deepEqual(settings().get("hosts"), ["nowhere.invalid"]);
      await page.clickNotificationButton(/^alpha: taken out of the view/, "Undo");
      await page.waitForTreeRow(hosts, "alpha");
      assert.deepEqual(settings().get("hosts"), ["alpha", "nowhere.invalid"]);
    });
  });
});
