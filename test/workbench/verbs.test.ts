/** zfs(8)'s verbs by menu, mouse and palette, in the real workbench: what they ask, what they need to be agreed to, and what is on the host afterwards. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { panelFrame } from "../support/editor/panelFrame";
import { openWorkbench, type Workbench } from "../support/editor/workbench";
import { files } from "../support/lab/places";
import { poll } from "../support/lab/poll";
import { on, removeData, script } from "../support/labData";

const hosts = /Hosts/;
const root = "tank/ui-verbs";

describe("the verbs, by mouse", function () {
  this.timeout(600_000);
  const scratch = mkdtempSync(join(tmpdir(), "zfsr-verbs-"));
  let workbench: Workbench;

  before(async () => {
    await removeData("alpha", root);
    await script(
      "alpha",
      `zfs create ${root}; zfs create ${root}/a; zfs create ${root}/b; echo one >/${root}/b/one`,
      `echo open-sesame | zfs create -o encryption=on -o keyformat=passphrase ${root}/locked`,
    );
    mkdirSync(join(scratch, "folder"));
    workbench = await openWorkbench({
      settings: {
        "zfsReplication.ssh.configFile": files.sshConfig,
        "zfsReplication.hosts": ["alpha"],
      },
      env: { ZFSR_STATE_DIR: join(scratch, "state"), TMPDIR: scratch },
      folder: join(scratch, "folder"),
      theme: "light",
    });
    workbench.page.setDefaultTimeout(20_000);
    const { ui } = workbench;
    await ui.openViewContainer("ZFS");
    for (const row of ["alpha", "tank", "ui-verbs"]) await ui.expandTreeRow(hosts, row);
  });
  afterEach(async function () {
    await workbench.keepEvidenceOf(this.currentTest);
  });
  after(async () => {
    await workbench.close();
    await removeData("alpha", root);
    rmSync(scratch, { recursive: true, force: true });
  });

  /** The rows are those of the accessible names; the first is the one whose menu is opened. */
  async function choose(item: string, ...rows: readonly RegExp[]): Promise<void> {
    const { page } = workbench;
    const row = (name: RegExp) => page.getByRole("treeitem", { name }).locator(".label-name").first();
    const [first, ...more] = rows;
    assert.ok(first);
    // a click ends what was selected before, and opens or closes a dataset
    if (more.length > 0 || first.source.includes("snapshot")) await row(first).click();
    for (const name of more) {
      // a click opens a row, too, and those below it move meanwhile
      await poll("the row to be selected", 20_000, 200, async () => {
        await row(name).click({ modifiers: ["Control"] });
        const selected = await page.getByRole("treeitem", { name }).first().getAttribute("aria-selected");
        return selected === "true" ? true : undefined;
      });
    }
    await row(first).click({ button: "right" });
    // the accessible name may have a key behind it
    const entry = page.locator(".monaco-menu").getByRole("menuitem", { name: new RegExp(`^${item}(\\s|$)`) });
    await entry.waitFor();
    await poll("the menu to close", 20_000, 200, async () => {
      if (!(await entry.isVisible())) return true;
      await entry.click({ timeout: 1000 }).catch(() => undefined);
      return undefined;
    });
  }

  /** Runs what is reviewed, once its command is shown. */
  async function run(command: string): Promise<void> {
    const review = panelFrame(workbench.page);
    await review.getByText(command, { exact: true }).first().waitFor();
    await review.getByRole("button", { name: "Run", exact: true }).click();
    await review
      .getByText(/: done/)
      .first()
      .waitFor();
  }

  const lines = async (command: string): Promise<string[]> => (await on("alpha", command)).split("\n");
  /** Waits for what a host has. */
  const seen = (what: string, command: string, wanted: RegExp): Promise<string> =>
    poll(what, 30_000, 250, async () => {
      const said = await on("alpha", command);
      return wanted.test(said) ? said : undefined;
    });

  it("snapshot: of several in one moment, and from the palette with all below", async () => {
    const { ui } = workbench;
    await choose("Take Snapshot…", /^tank\/ui-verbs\/a,/, /^tank\/ui-verbs\/b,/);
    await ui.fillInputBox("both");
    await seen("the snapshots", `zfs list -H -o name -r -t snapshot ${root}`, /a@both\n.*b@both/);
    const moments = await lines(`zfs get -Hp -o value createtxg ${root}/a@both ${root}/b@both`);
    assert.equal(moments[0], moments[1]);
    await on("alpha", `echo two >/${root}/b/two`);
    await ui.palette("ZFS: Take Snapshot…");
    await ui.pick("alpha");
    await ui.pick(root);
    await ui.pick("With everything below it");
    await ui.fillInputBox("deep");
    await seen("the snapshots", `zfs list -H -o name -r -t snapshot ${root}`, /locked@deep/);
  });

  it("hold, release and bookmark of a snapshot", async () => {
    const { ui, page } = workbench;
    await ui.expandTreeRow(hosts, "b");
    await page
      .getByRole("treeitem", { name: "Snapshots of tank/ui-verbs/b", exact: true })
      .locator(".label-name")
      .click();
    await choose("Hold…", /^deep, snapshot/, /^both, snapshot/);
    await ui.fillInputBox("keep");
    await seen("the holds", `zfs holds -H ${root}/b@both ${root}/b@deep`, /b@both\tkeep.*\n.*b@deep\tkeep/);
    await page.getByRole("treeitem", { name: /^both, snapshot, .*held/ }).waitFor();
    await choose("Release Hold…", /^deep, snapshot/, /^both, snapshot/);
    await ui.pick("keep");
    await panelFrame(page)
      .getByText(/^zfs release keep /)
      .first()
      .waitFor();
    await run(`zfs release keep ${root}/b@deep ${root}/b@both`);
    assert.equal(await on("alpha", `zfs holds -H ${root}/b@both ${root}/b@deep`), "");
    await choose("Bookmark", /^both, snapshot/);
    await seen("the bookmark", `zfs list -H -o name -t bookmark -r ${root}`, /b#both/);
    await page.getByRole("treeitem", { name: /^both, bookmark/ }).waitFor();
  });

  it("differences between two snapshots, the older one first", async () => {
    const { ui, page } = workbench;
    await choose("Show Differences", /^deep, snapshot/, /^both, snapshot/);
    await page.locator(".view-line").filter({ hasText: "/tank/ui-verbs/b/two" }).first().waitFor();
    await ui.collapseTreeRow(hosts, "b");
  });
});
