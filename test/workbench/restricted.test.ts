/** A workspace that is not trusted: it is shown, and nothing of it runs or decides what is reached. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkbench, type Workbench } from "../support/editor/workbench";
import { poll } from "../support/lab/poll";

const jobs = /Jobs/;

describe("a workspace that is not trusted", function () {
  this.timeout(600_000);
  const scratch = mkdtempSync(join(tmpdir(), "zfsr-restricted-"));
  const folder = join(scratch, "folder");
  let workbench: Workbench;

  before(async () => {
    cpSync(join(import.meta.dirname, "../fixtures/workspace"), folder, { recursive: true });
    mkdirSync(join(folder, ".vscode"));
    const own = { "zfsReplication.hosts": ["planted"], "zfsReplication.ssh.configFile": join(folder, "planted") };
    writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify(own));
    writeFileSync(join(folder, "planted"), `Host planted\n  ProxyCommand touch ${join(scratch, "ran")}\n`);
    workbench = await openWorkbench({
      folder,
      settings: {
        "security.workspace.trust.enabled": true,
        "security.workspace.trust.startupPrompt": "never",
        "zfsReplication.hosts": ["nowhere.invalid"],
      },
      env: { ZFSR_STATE_DIR: join(scratch, "state") },
    });
    workbench.page.setDefaultTimeout(30_000);
    await workbench.page.getByText("Restricted Mode").first().waitFor();
    await workbench.ui.openViewContainer("ZFS");
  });
  afterEach(async function () {
    await workbench.keepEvidenceOf(this.currentTest);
  });
  after(async () => {
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it("has its jobs shown, and reaches the user's own hosts alone", async () => {
    const { ui } = workbench;
    await ui.waitForTreeRow(jobs, "demo");
    await ui.waitForTreeRow(/Hosts/, "nowhere.invalid");
    const rows = await ui.treeRows(/Hosts/);
    assert.deepEqual(
      rows.filter(({ level }) => level === 1).map(({ label }) => label),
      ["nowhere.invalid"],
    );
  });

  it("has none of its jobs run: the command is there, and cannot be chosen", async () => {
    const { page, ui } = workbench;
    await ui.waitForTreeRow(jobs, "demo");
    const row = page.getByRole("treeitem", { name: /^demo, job/ }).first();
    await row.locator(".label-name").first().click({ button: "right" });
    const menu = page.locator(".monaco-menu");
    const entry = menu.getByRole("menuitem", { name: /^Run Job/ });
    await entry.waitFor();
    assert.equal(await entry.getAttribute("aria-disabled"), "true");
    await ui.dismiss();
    await menu.waitFor({ state: "hidden" });
    await page.keyboard.press("F1");
    const input = page.locator(".quick-input-widget input[type=text]").first();
    await input.fill(">ZFS: Dry Run Job");
    await page.locator(".quick-input-list .label-name").filter({ hasText: "ZFS: Dry Run Job" }).first().waitFor();
    await input.fill(">ZFS: Run Job");
    await poll("a list without Run Job", 20_000, 200, async () => {
      const labels = await page.locator(".quick-input-list .label-name").allInnerTexts();
      return labels.includes("ZFS: Run Job") ? undefined : true;
    });
    await ui.dismiss();
  });
});
