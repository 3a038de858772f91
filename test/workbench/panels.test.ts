/** Plan review, dashboard and lineage in the real workbench, on real OpenZFS. */
import assert from "node:assert/strict";
import { labWorkbench } from "../support/editor/labWorkbench";
import { panelFrame } from "../support/editor/panelFrame";
import { answerWizard } from "../support/editor/replicateWizard";
import { netem } from "../support/lab/faults";
import { makeData, on, removeData, snapshotsOf } from "../support/labData";

const hosts = /Hosts/;

describe("the panels, in the workbench", function () {
  this.timeout(600_000);
  const workbench = labWorkbench({
    make: async () => {
      await makeData("alpha", "tank/ui-panel", 24);
      await removeData("beta", "backup/ui-panel");
    },
    remove: async () => {
      await netem("beta", "off");
      await removeData("beta", "backup/ui-panel");
      await on("alpha", "zfs release -r zfsr:beta:backup/ui-panel tank/ui-panel@a 2>/dev/null; true");
      await removeData("alpha", "tank/ui-panel");
    },
  });

  it("opens the review of Replicate…, follows its options, runs it as approved, and is watched on the dashboard", async () => {
    const { ui, page } = workbench();
    await ui.openViewContainer("ZFS");
    await ui.expandTreeRow(hosts, "alpha");
    await ui.expandTreeRow(hosts, "tank");
    await ui.chooseFromTreeRowMenu(hosts, "ui-panel", "Replicate…");
    await answerWizard(workbench(), { to: "beta", target: "backup/ui-panel" });
    const review = panelFrame(page);
    await review.getByRole("heading", { name: "alpha:tank/ui-panel to beta:backup/ui-panel" }).waitFor();
    await review.getByText("Nothing has been changed so far.").waitFor();
    await review.getByText("zfs hold zfsr:beta:backup/ui-panel tank/ui-panel@a").waitFor();
    await review.locator('vscode-checkbox[label="Hold the newest on the source"]').click();
    await review.getByText(/^zfs hold/).waitFor({ state: "detached" });
    await review.getByRole("button", { name: "Dry Run" }).click();
    await review.getByText(/^Dry run: .* The plan is the same; nothing was changed/).waitFor();
    await ui.screenshot("plan-review-workbench");
    await netem("beta", "rate 20mbit");
    await review.getByRole("button", { name: "Run", exact: true }).click();
    await review.getByText("The run is under way.", { exact: false }).waitFor();
    await review.getByRole("button", { name: "Show its throughput" }).click();

    const dashboard = panelFrame(page);
    await dashboard.getByRole("heading", { name: "Transfers", exact: true }).waitFor();
    await dashboard
      .getByText(/MiB of .* MiB, .*\/s/)
      .first()
      .waitFor();
    await dashboard.getByRole("img", { name: /^Throughput over/ }).waitFor();
    await ui.screenshot("transfers-workbench");
    await netem("beta", "off");
    await dashboard.getByText(/done, .* sent, verified on the target/).waitFor();
    const newest = async (host: "alpha" | "beta", name: string): Promise<string | undefined> =>
      (await snapshotsOf(host, name)).at(-1);
    assert.equal(await newest("beta", "backup/ui-panel"), await newest("alpha", "tank/ui-panel"));
    assert.equal(await on("alpha", "zfs holds -H tank/ui-panel@a"), "", "the hold was left out in the review");
  });

  it("shows which snapshots of it exist where, and what replicates where", async () => {
    const { ui, page } = workbench();
    await ui.chooseFromTreeRowMenu(hosts, "ui-panel", "Show Lineage");
    const lineage = panelFrame(page);
    await lineage.getByRole("heading", { name: "Lineage of alpha:tank/ui-panel" }).waitFor();
    await lineage.getByText("the newest in common with beta:backup/ui-panel").waitFor();
    await ui.screenshot("lineage-workbench");
    await ui.palette("ZFS: Show Topology");
    const topology = panelFrame(page);
    await topology.getByRole("img", { name: /^2 hosts and 1 replications/ }).waitFor();
    await topology.locator(".state-current").waitFor();
    await ui.screenshot("topology-workbench");
  });

  it("verifies a copy that a run tells of, and names in Problems what it lacks", async () => {
    const { ui, page } = workbench();
    await ui.chooseFromTreeRowMenu(hosts, "ui-panel", "Verify Contents…");
    await ui.pick("beta:backup/ui-panel");
    await ui.waitForNotification(
      /^Verified: alpha:tank\/ui-panel with beta:backup\/ui-panel: .*contents of 1 the same, 0 different, 0 not compared/,
    );
    await on("alpha", "zfs snapshot tank/ui-panel@later");
    await ui.palette("ZFS: Verify…");
    await ui.pick("alpha");
    await ui.pick("tank/ui-panel");
    await ui.pick("beta:backup/ui-panel");
    const found = /^Not all is well: alpha:tank\/ui-panel with beta:backup\/ui-panel: 0 of 1 datasets current/;
    await ui.waitForNotification(found);
    await ui.clickNotificationButton(found, "Open Comparison");
    // spaces of an editor's line are no-break spaces
    await page
      .locator(".view-line")
      .filter({ hasText: /behind\s+alpha:tank\/ui-panel\s+beta:backup\/ui-panel/ })
      .first()
      .waitFor();
    const problems = await ui.problems();
    await ui.screenshot("verify");
    assert.ok(
      problems.some(({ message }) =>
        message.startsWith("beta:backup/ui-panel: The target lacks the newest snapshots of the source"),
      ),
      JSON.stringify(problems),
    );
  });
});
