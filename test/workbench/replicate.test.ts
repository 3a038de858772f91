/** The editor as a person uses it: by mouse, in the real workbench, on real OpenZFS. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkbench, type Workbench } from "../support/editor/workbench";
import { netem } from "../support/lab/faults";
import { files } from "../support/lab/places";
import { poll } from "../support/lab/poll";
import { makeData, on, property, removeData, snapshotsOf } from "../support/labData";

const hosts = /Hosts/;

describe("the editor, by mouse", function () {
  this.timeout(240_000);
  const state = mkdtempSync(join(tmpdir(), "zfsr-state-"));
  let workbench: Workbench;

  before(async () => {
    await Promise.all([makeData("alpha", "tank/ui-cut", 24), makeData("alpha", "tank/ui-busy", 4)]);
    for (const name of ["ui-test", "ui-cut", "ui-busy"]) await removeData("beta", `backup/${name}`);
    workbench = await openWorkbench({
      settings: { "zfsReplication.ssh.configFile": files.sshConfig },
      env: { ZFSR_STATE_DIR: state },
    });
    workbench.page.setDefaultTimeout(60_000);
  });
  afterEach(async function () {
    await workbench.keepEvidenceOf(this.currentTest);
  });
  after(async () => {
    await workbench.close();
    await endOtherReceive();
    await netem("beta", "off");
    for (const name of ["ui-test", "ui-cut", "ui-busy"]) await removeData("beta", `backup/${name}`);
    for (const name of ["ui-cut", "ui-busy"]) await removeData("alpha", `tank/${name}`);
    // the sample data stays as it was
    const held = "zfs list -H -o name -t snapshot tank/demo/projects";
    await on("alpha", `${held} | while read s; do zfs release zfsr:beta:backup/ui-test "$s" 2>/dev/null; done; true`);
    rmSync(state, { recursive: true, force: true });
  });

  const endOtherReceive = (): Promise<string> =>
    on("beta", "pkill -KILL -f '[z]fs receive -u backup/ui-busy'; pkill -f '[s]leep 91'; true");

  /** Chooses from a row's menu. VS Code lets a click pass that comes too soon after the menu has opened. */
  async function chooseFromMenu(row: RegExp, item: string): Promise<void> {
    const { page } = workbench;
    await page.getByRole("treeitem", { name: row }).locator(".label-name").first().click({ button: "right" });
    const entry = page.locator(".monaco-menu").getByRole("menuitem", { name: item });
    await entry.waitFor();
    await poll("the menu to close", 20_000, 200, async () => {
      if (!(await entry.isVisible())) return true;
      await entry.click({ timeout: 1000 }).catch(() => undefined);
      return undefined;
    });
  }

  /** The questions of Replicate…, answered, and the plan approved. */
  async function replicate(row: RegExp, target: string): Promise<void> {
    const { ui } = workbench;
    await chooseFromMenu(row, "Replicate…");
    await ui.pick("beta");
    await ui.fillInputBox(target);
    await ui.confirmPicks();
    await ui.pick(/Run/);
  }

  it("adds hosts, the first from the empty view", async () => {
    const { ui, page } = workbench;
    await ui.openViewContainer("ZFS");
    await page.locator(".welcome-view").getByRole("button", { name: "Add Host" }).click();
    await ui.pick("alpha");
    await ui.waitForTreeRow(hosts, "tank");
    // the only view of its container: its actions stand in the title of the side bar
    await page
      .locator(".part.sidebar .title-actions")
      .getByRole("button", { name: /Add Host/ })
      .click();
    await ui.pick("beta");
    await ui.waitForTreeRow(hosts, "backup");
  });

  it("shows pools, datasets, and snapshots where they are opened", async () => {
    const { ui, page } = workbench;
    await ui.expandTreeRow(hosts, "tank");
    await ui.expandTreeRow(hosts, "demo");
    await ui.waitForTreeRow(hosts, "projects");
    const rows = await ui.treeRows(hosts);
    assert.match(rows.find(({ label }) => label === "alpha")?.description ?? "", /^OpenZFS 2\.\d+\.\d+, 1 pool$/);
    assert.match(rows.find(({ label }) => label === "secret")?.description ?? "", /encrypted$/);
    await ui.expandTreeRow(hosts, "projects");
    await ui.expandTreeRow(hosts, "projects");
    await page.getByRole("treeitem", { name: "Snapshots of tank/demo", exact: true }).locator(".label-name").click();
    await page.getByRole("treeitem", { name: /^rep_2026-01-03T000000Z, snapshot, / }).waitFor();
    const snapshots = (await ui.treeRows(hosts)).filter(({ label }) => label.startsWith("rep_"));
    assert.deepEqual(snapshots.map(({ label }) => label).slice(-3), [
      "rep_2026-01-03T000000Z",
      "rep_2026-01-02T000000Z",
      "rep_2026-01-01T000000Z",
    ]);
    await page.getByRole("treeitem", { name: /^Snapshots of tank\/demo, \d+, newest / }).waitFor();
    await ui.screenshot("tree-dark");
    await ui.collapseTreeRow(hosts, "projects");
  });

  it("replicates by the context menu: questions, plan, progress, done", async () => {
    const { ui } = workbench;
    await replicate(/^tank\/demo\/projects,/, "backup/ui-test");
    await ui.waitForNotification(/^alpha:tank\/demo\/projects to beta:backup\/ui-test: .*/);
    await ui.screenshot("progress-dark");
    await ui.waitForNotification(/done, .* sent, verified on the target/);
    const newest = async (host: "alpha" | "beta", name: string): Promise<string | undefined> =>
      (await snapshotsOf(host, name)).filter((line) => line.startsWith("@")).at(-1);
    assert.equal(await newest("beta", "backup/ui-test"), await newest("alpha", "tank/demo/projects"));
    await ui.expandTreeRow(hosts, "backup");
    await ui.waitForTreeRow(hosts, "ui-test");
  });

  it("keeps what was received when it is cancelled, names what an abort would lose, and resumes", async () => {
    const { ui, page } = workbench;
    await netem("beta", "rate 20mbit");
    await replicate(/^tank\/ui-cut,/, "backup/ui-cut");
    await ui.waitForNotification(/ui-cut: ([6-9]|1\d)\.?\d* MiB of/);
    await ui.clickNotificationButton(/ui-cut to beta:backup\/ui-cut: /, "Cancel");
    await ui.waitForNotification(/interrupted.*is kept in beta:backup\/ui-cut/);
    await netem("beta", "off");
    assert.notEqual(await property("beta", "receive_resume_token", "backup/ui-cut"), "-");
    await page
      .getByRole("treeitem", { name: /backup\/ui-cut, filesystem, partial receive/ })
      .first()
      .waitFor();
    await chooseFromMenu(/^backup\/ui-cut,/, "Abort Partial Receive…");
    const asked = await ui.modalText();
    await ui.screenshot("abort-dark");
    assert.match(asked, /Abort the partial receive of beta:backup\/ui-cut\?/);
    assert.match(asked, /This destroys beta:backup\/ui-cut \(what was partially received, .* MiB\)/);
    assert.match(asked, /zfs receive -A backup\/ui-cut/);
    await ui.clickModalButton("Cancel");
    const row = page.getByRole("treeitem", { name: /^backup\/ui-cut,/ });
    await row.hover();
    await row.getByRole("button", { name: /Resume Replication/ }).click();
    await ui.waitForNotification(/ui-cut: done, .* sent, verified on the target/);
    assert.deepEqual(await snapshotsOf("beta", "backup/ui-cut"), await snapshotsOf("alpha", "tank/ui-cut"));
  });

  it("shows why a busy target could not be written to, and what to do, in the Problems panel", async () => {
    const { ui, page } = workbench;
    await replicate(/^tank\/ui-busy,/, "backup/ui-busy");
    await ui.waitForNotification(/ui-busy: done/);
    await on("alpha", "head -c 3000000 /dev/urandom >/tank/ui-busy/more; zfs snapshot tank/ui-busy@b");
    // a receive that has got the head of a stream and waits for the rest
    const holder =
      "ssh alpha zfs send -i @a tank/ui-busy@b 2>/dev/null | (head -c 1500000; exec sleep 91) | zfs receive -u backup/ui-busy";
    await on("beta", `setsid sh -c '${holder}' >/dev/null 2>&1 </dev/null &`);
    await poll("the other receive", 20_000, 250, async () =>
      (await on("beta", "pgrep -fc '^zfs receive -u backup/ui-busy' || true")) !== "0" ? true : undefined,
    );
    await replicate(/^tank\/ui-busy,/, "backup/ui-busy");
    await ui.waitForNotification(/ui-busy.* failed\. .*busy/);
    await ui.screenshot("busy-notification-dark");
    await ui.clickNotificationButton(/ui-busy.* failed\. /, "Show Problem");
    await page.keyboard.press("Control+Shift+M");
    const problem = page
      .locator(".markers-panel")
      .getByRole("treeitem")
      .filter({ hasText: "beta:backup/ui-busy: it is busy" });
    await problem.waitFor();
    assert.equal(await problem.locator(".marker-icon.error").count(), 1);
    await problem.click();
    await page.keyboard.press("Control+.");
    const fixes = page.locator(".action-widget .monaco-list-row, .monaco-menu [role=menuitem]");
    await fixes.filter({ hasText: "Run in Terminal" }).first().waitFor();
    await ui.screenshot("quick-fix-dark");
    assert.ok((await fixes.allInnerTexts()).some((text) => text.includes("Retry Replication")));
    await endOtherReceive();
    await fixes.filter({ hasText: "Retry Replication" }).first().click();
    await ui.waitForNotification(/ui-busy: done, .* sent, verified on the target/);
    await page.locator(".markers-panel").getByText("No problems have been detected").waitFor();
  });
});
