/** The views Hosts, Jobs and Transfers as a person uses them: by mouse, in the real workbench, on real OpenZFS. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkbench, patience, type Workbench } from "../support/editor/workbench";
import { netem } from "../support/lab/faults";
import { files } from "../support/lab/places";
import { makeData, removeData, snapshotsOf } from "../support/labData";

const hosts = /Hosts/;
const jobs = /Jobs/;
const transfers = /Transfers/;

const jobFile = `version: 1
jobs:
  nightly:
    source: alpha:tank/ui-jobs
    targets: [beta:backup/ui-jobs]
    max-lag: 1h
`;

describe("the trees, by mouse", function () {
  this.timeout(600_000);
  const scratch = mkdtempSync(join(tmpdir(), "zfsr-trees-"));
  const state = join(scratch, "state");
  const folder = join(scratch, "folder");
  const sshConfig = join(scratch, "ssh_config");
  let workbench: Workbench;

  const open = (theme: "dark" | "light"): Promise<Workbench> =>
    openWorkbench({
      settings: { "zfsReplication.ssh.configFile": sshConfig },
      env: { ZFSR_STATE_DIR: state, TMPDIR: scratch },
      folder,
      theme,
      userData: join(scratch, theme),
    });

  before(async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "replication.yaml"), jobFile);
    // nobody has said yet which keys the hosts have
    const own = readFileSync(files.sshConfig, "utf8")
      .replace(/^(\s*UserKnownHostsFile\s).*$/gm, `$1${join(scratch, "known_hosts")}`)
      .replace(/^(\s*StrictHostKeyChecking\s).*$/gm, "$1ask");
    writeFileSync(sshConfig, own, { mode: 0o600 });
    await makeData("alpha", "tank/ui-jobs", 4);
    await makeData("alpha", "tank/ui-slow", 24);
    for (const name of ["ui-jobs", "ui-slow"]) await removeData("beta", `backup/${name}`);
    workbench = await open("dark");
    workbench.page.setDefaultTimeout(patience);
  });
  afterEach(async function () {
    await workbench.keepEvidenceOf(this.currentTest);
  });
  after(async () => {
    await workbench.close();
    await netem("beta", "off");
    for (const name of ["ui-jobs", "ui-slow"]) {
      await removeData("beta", `backup/${name}`);
      await removeData("alpha", `tank/${name}`);
    }
    rmSync(scratch, { recursive: true, force: true });
  });

  it("asks for a host's unknown key before it is added", async () => {
    const { ui, page } = workbench;
    await ui.openViewContainer("ZFS");
    for (const host of ["alpha", "beta"]) {
      await ui.palette("ZFS: Add Host…");
      await ui.pick(host);
      await page.locator(".quick-input-title").filter({ hasText: "unknown host key" }).waitFor();
      assert.equal((await ui.quickPickRows())[0], "Do not connect");
      await ui.pick("Trust this key and connect");
      await ui.waitForTreeRow(hosts, host === "alpha" ? "tank" : "backup");
    }
    assert.match(readFileSync(join(scratch, "known_hosts"), "utf8"), /ssh-|ecdsa/);
  });

  it("leads from a host to a snapshot", async () => {
    const { ui, page } = workbench;
    await ui.expandTreeRow(hosts, "tank");
    await ui.expandTreeRow(hosts, "demo");
    await page.getByRole("treeitem", { name: "Snapshots of tank/demo", exact: true }).locator(".label-name").click();
    await page.getByRole("treeitem", { name: /^rep_2026-01-03T000000Z, snapshot, / }).waitFor();
  });

  it("narrows the hosts to what has a text in its name, says so, and shows all again", async () => {
    const { ui, page } = workbench;
    const labels = async (): Promise<string[]> => (await ui.treeRows(hosts)).map(({ label }) => label);
    await ui.palette("ZFS: Filter Hosts…");
    await ui.fillInputBox("alpha:tank/demo/proj");
    await page.getByText(/Filtered by 'alpha:tank\/demo\/proj': 2 of \d+ datasets/).waitFor();
    assert.ok((await labels()).includes("projects"));
    assert.ok(!(await labels()).includes("secret"));
    await ui.palette("ZFS: Filter Hosts…");
    await ui.fillInputBox("nothing-has-this");
    await page.getByText(/Nothing matches 'nothing-has-this'/).waitFor();
    await ui.palette("ZFS: Clear Filter");
    await ui.expandTreeRow(hosts, "tank");
    await ui.expandTreeRow(hosts, "demo");
    await ui.waitForTreeRow(hosts, "secret");
    await ui.collapseTreeRow(hosts, "alpha");
  });

  it("runs a job by its row, and shows how it stands and where it went", async () => {
    const { ui, page } = workbench;
    await ui.waitForTreeRow(jobs, "nightly");
    assert.match((await ui.treeRows(jobs))[0]?.description ?? "", /^never run, no schedule$/);
    await ui.clickTreeRowAction(jobs, "nightly", /^Run Job/);
    await ui.waitForTreeRow(transfers, "alpha:tank/ui-jobs to beta:backup/ui-jobs");
    await page.getByRole("treeitem", { name: /^nightly, job, done, verified just now, last run just now/ }).waitFor();
    assert.deepEqual(await snapshotsOf("beta", "backup/ui-jobs"), await snapshotsOf("alpha", "tank/ui-jobs"));
    await page.getByRole("treeitem", { name: /^alpha:tank\/ui-jobs to beta:backup\/ui-jobs, done, / }).waitFor();
  });

  it("shows a run that was started in a terminal, finds it again after a reload, and ends it", async () => {
    const { ui, page } = workbench;
    await netem("beta", "rate 8mbit");
    const cli = join(import.meta.dirname, "../../dist/cli.js");
    const words = ["replicate", "alpha:tank/ui-slow", "beta:backup/ui-slow", "--ssh-config", files.sshConfig, "--json"];
    const env = { ...process.env, ZFSR_STATE_DIR: state };
    const terminal = spawn(process.execPath, [cli, ...words], { env, stdio: "ignore" });
    const ended = new Promise<number | null>((resolve) => terminal.once("exit", resolve));
    const running = page.getByRole("treeitem", { name: /ui-slow.*, running, .*iB\/s/ });
    await running.waitFor();
    await ui.screenshot("trees-running");
    await page.reload();
    await ui.openViewContainer("ZFS");
    await running.waitFor();
    await running.hover();
    await running.getByRole("button", { name: /Cancel Transfer/ }).click();
    assert.equal(await ended, 4);
    await netem("beta", "off");
    await page.getByRole("treeitem", { name: /ui-slow.*, interrupted, what was received is kept/ }).waitFor();
  });

  for (const theme of ["dark", "light"] as const) {
    it(`is drawn in the ${theme} theme`, async () => {
      if (theme === "light") {
        await workbench.close();
        workbench = await open(theme);
        workbench.page.setDefaultTimeout(patience);
        await workbench.ui.openViewContainer("ZFS");
        for (const host of ["alpha", "beta"]) {
          await workbench.ui.palette("ZFS: Add Host…");
          await workbench.ui.pick(host);
          await workbench.ui.waitForTreeRow(hosts, host);
        }
      }
      const { ui, page } = workbench;
      await ui.expandTreeRow(hosts, "alpha");
      await ui.expandTreeRow(hosts, "tank");
      await ui.expandTreeRow(hosts, "beta");
      await ui.expandTreeRow(hosts, "backup");
      await page.getByRole("treeitem", { name: /^backup\/ui-slow, filesystem, partial receive/ }).waitFor();
      await ui.expandTreeRow(jobs, "nightly");
      await ui.waitForTreeRow(transfers, /ui-slow/);
      await ui.screenshot("trees");
      await ui.clickTreeRowAction(jobs, "nightly", /Open Job/);
      await page.locator(".codelens-decoration").filter({ hasText: "Dry Run" }).first().waitFor();
      await ui.screenshot("job-file");
    });
  }
});
