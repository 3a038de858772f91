/** zfs(8)'s verbs from the palette, each through the review of its plan and the consent that fits, on real OpenZFS. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { panelFrame } from "../support/editor/panelFrame";
import { openWorkbench, type Workbench } from "../support/editor/workbench";
import type { HostName } from "../support/lab/hosts";
import { files } from "../support/lab/places";
import { poll } from "../support/lab/poll";
import { on, property, removeData, script } from "../support/labData";

const hosts = /Hosts/;
const root = "tank/ui-palette";
const copy = "backup/ui-palette";
const stream = "/var/tmp/ui-palette.zfs";

describe("the verbs, from the palette", function () {
  this.timeout(600_000);
  const scratch = mkdtempSync(join(tmpdir(), "zfsr-palette-"));
  let workbench: Workbench;

  before(async () => {
    await removeData("alpha", root);
    await removeData("beta", copy);
    await script(
      "alpha",
      `rm -f ${stream}`,
      `zfs create ${root}; zfs create ${root}/a; zfs create ${root}/b`,
      `echo one >/${root}/b/one; zfs snapshot ${root}/a@start; zfs snapshot ${root}/b@start`,
      `echo open-sesame | zfs create -o encryption=on -o keyformat=passphrase ${root}/locked`,
    );
    await script("beta", `zfs create ${copy}; zfs snapshot ${copy}@old`);
    workbench = await openWorkbench({
      settings: {
        "zfsReplication.ssh.configFile": files.sshConfig,
        "zfsReplication.hosts": ["alpha", "beta"],
        "zfsReplication.productionHosts": ["beta"],
      },
      env: { ZFSR_STATE_DIR: join(scratch, "state") },
    });
    workbench.page.setDefaultTimeout(30_000);
    await workbench.ui.openViewContainer("ZFS");
    await workbench.ui.waitForTreeRow(hosts, "alpha");
  });
  afterEach(async function () {
    await workbench.keepEvidenceOf(this.currentTest);
  });
  after(async () => {
    await workbench.close();
    await on("alpha", `rm -f ${stream}; zpool scrub -s tank 2>/dev/null; true`);
    await removeData("alpha", root);
    await removeData("beta", copy);
    rmSync(scratch, { recursive: true, force: true });
  });

  /** A command on a dataset, and on one of its snapshots where it is about snapshots. */
  async function ask(title: string, host: HostName, dataset: string, snapshot?: string): Promise<void> {
    const { ui } = workbench;
    await ui.palette(`ZFS: ${title}`);
    await ui.pick(host);
    await ui.pick(dataset);
    if (snapshot === undefined) return;
    await ui.tick(snapshot);
    await ui.confirmPicks();
  }

  /** Runs what is reviewed, once what it runs is shown. */
  async function run(step: string | RegExp): Promise<void> {
    const review = panelFrame(workbench.page);
    await review.getByText(step, { exact: true }).first().waitFor();
    await review.getByRole("button", { name: "Run", exact: true }).click();
  }

  /** Agrees to what is asked before something is destroyed. @param typed what has to be typed, if anything */
  async function agree(says: RegExp, typed?: string): Promise<void> {
    const { ui, page } = workbench;
    assert.match(await ui.modalText(), says);
    await ui.clickModalButton("Run and Destroy");
    if (typed === undefined) return;
    await ui.typeInInputBox("not this");
    await page
      .locator(".quick-input-message")
      .filter({ hasText: `Type ${typed}, exactly as it stands here.` })
      .waitFor();
    await ui.fillInputBox(typed);
  }

  /** Waits for what a host has. */
  const seen = (command: string, wanted: RegExp, host: HostName = "alpha"): Promise<string> =>
    poll(`${command} to give ${String(wanted)}`, 30_000, 250, async () => {
      const said = await on(host, `${command} 2>&1 || true`);
      return wanted.test(said) ? said : undefined;
    });

  it("clone and promote", async () => {
    await ask("Clone…", "alpha", `${root}/a`, "start");
    await workbench.ui.fillInputBox(`${root}/c`);
    await run(`zfs clone ${root}/a@start ${root}/c`);
    await seen(`zfs get -H -o value origin ${root}/c`, new RegExp(`^${root}/a@start`));
    await ask("Promote…", "alpha", `${root}/c`);
    await run(`zfs promote ${root}/c`);
    await seen(`zfs get -H -o value origin ${root}/a`, new RegExp(`^${root}/c@start`));
  });

  it("rename, and a property", async () => {
    await ask("Rename…", "alpha", `${root}/c`);
    await workbench.ui.fillInputBox(`${root}/d`);
    await run(`zfs rename ${root}/c ${root}/d`);
    await seen(`zfs list -H -o name ${root}/d`, new RegExp(`^${root}/d$`));
    await ask("Set Property…", "alpha", `${root}/b`);
    await workbench.ui.fillInputBox("compression=gzip-1");
    await run(/^zfs set '?compression=gzip-1'? /);
    await seen(`zfs get -H -o value compression ${root}/b`, /^gzip-1$/);
  });

  it("rollback, once what is lost by it was named and the name typed", async () => {
    await on("alpha", `head -c 300000 /dev/urandom >/${root}/b/lost; zpool sync tank`);
    await ask("Roll Back to Snapshot…", "alpha", `${root}/b`, "start");
    await run(`zfs rollback ${root}/b@start`);
    await agree(/changes since its newest snapshot/, `${root}/b`);
    await seen(`ls /${root}/b`, /^one$/);
  });

  it("a stream into a file, and out of it", async () => {
    await ask("Send to File…", "alpha", `${root}/b`, "start");
    await workbench.ui.fillInputBox(stream);
    await run(`send alpha:${root}/b@start to alpha:${stream}`);
    await seen(`ls ${stream}`, /^\/var/);
    await ask("Receive from File…", "alpha", root);
    await workbench.ui.fillInputBox(stream);
    await workbench.ui.fillInputBox(`${root}/r`);
    await run(`receive alpha:${stream} into alpha:${root}/r`);
    await seen(`zfs list -H -o name ${root}/r@start`, /r@start$/);
  });

  it("a key that is unloaded, and loaded again by a passphrase that no log or journal has", async () => {
    const { page } = workbench;
    await ask("Unload Key…", "alpha", `${root}/locked`);
    await panelFrame(page).getByText(`unmount it first: zfsr unmount alpha:${root}/locked`).waitFor();
    await ask("Unmount…", "alpha", `${root}/locked`);
    await run(`zfs unmount ${root}/locked`);
    await seen(`zfs get -H -o value mounted ${root}/locked`, /^no$/);
    await ask("Unload Key…", "alpha", `${root}/locked`);
    await run(`zfs unload-key ${root}/locked`);
    await seen(`zfs get -H -o value keystatus ${root}/locked`, /^unavailable$/);
    await ask("Load Key…", "alpha", `${root}/locked`);
    const secret = page.locator(".quick-input-box input[type=password]");
    await secret.fill("open-sesame");
    await secret.press("Enter");
    await seen(`zfs get -H -o value keystatus ${root}/locked`, /^available$/);
    const written = readdirSync(scratch, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(written.length > 0, "there are journals");
    for (const { parentPath, name } of written)
      assert.doesNotMatch(readFileSync(join(parentPath, name), "utf8"), /open-sesame/);
  });

  it("scrub of a pool", async () => {
    await ask("Scrub…", "alpha", root);
    await workbench.ui.pick("Scrub");
    await run("zpool scrub tank");
    await seen("zpool status tank", /scan: scrub (in progress|repaired)/);
  });

  it("copies the command that shows a dataset, for a shell and for zfsr", async () => {
    const { page, ui } = workbench;
    await ask("Copy as zfsr Command", "alpha", `${root}/b`);
    await page.locator(".statusbar-item").filter({ hasText: "The command is on the clipboard." }).waitFor();
    await ui.palette("ZFS: Rename…");
    await ui.pick("alpha");
    await ui.pick(`${root}/b`);
    const input = page.locator(".quick-input-box input").first();
    await input.fill("");
    await input.press("Control+V");
    await poll("the text of the clipboard", 20_000, 200, async () =>
      (await input.inputValue()) === `zfsr ls -r alpha:${root}/b` ? true : undefined,
    );
    await ui.dismiss();
  });

  it("destroy on a production host, once that host's name was typed", async () => {
    await ask("Destroy…", "beta", copy, "old");
    await panelFrame(workbench.page).getByText("the name of the production host beta, typed").waitFor();
    await run(`zfs destroy ${copy}@old`);
    await agree(new RegExp(`beta:${copy}@old \\(snapshot`), "beta");
    await seen(`zfs list -H -t snapshot -o name -r ${copy}`, /^$/, "beta");
  });

  it("what changes a production host asks, though it destroys nothing", async () => {
    const { ui } = workbench;
    const before = await property("beta", "compression", copy);
    await ask("Set Property…", "beta", copy);
    await ui.fillInputBox("compression=gzip-2");
    await run(/^zfs set '?compression=gzip-2'? /);
    assert.match(await ui.modalText(), /It changes a production host\. Nothing is destroyed\./);
    assert.equal(await property("beta", "compression", copy), before);
    await ui.clickModalButton("Run");
    await seen(`zfs get -H -o value compression ${copy}`, /^gzip-2$/, "beta");
  });
});
