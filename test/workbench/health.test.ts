/** The doctor and the measurement in the real workbench, on real OpenZFS. */
import assert from "node:assert/strict";
import { labWorkbench } from "../support/editor/labWorkbench";
import { panelFrame } from "../support/editor/panelFrame";
import { poll } from "../support/lab/poll";
import { makeData, on, property, removeData } from "../support/labData";

const hosts = /Hosts/;

describe("doctor and measurement, in the workbench", function () {
  this.timeout(600_000);
  const workbench = labWorkbench({
    make: async () => {
      await makeData("alpha", "tank/ui-health", 4);
      await on("alpha", "zfs set compression=off tank/ui-health");
    },
    remove: () => removeData("alpha", "tank/ui-health"),
  });

  it("Doctor… shows what is wrong, in Problems too, and its remedy runs by the review of a plan", async () => {
    const { ui, page } = workbench();
    await ui.openViewContainer("ZFS");
    await ui.expandTreeRow(hosts, "alpha");
    await ui.expandTreeRow(hosts, "tank");
    await ui.chooseFromTreeRowMenu(hosts, "ui-health", "Doctor…");
    await ui.pick("No target");
    const doctor = panelFrame(page);
    await doctor.getByRole("heading", { name: "Doctor: alpha:tank/ui-health" }).waitFor();
    const row = doctor.getByRole("row").filter({ hasText: "compression is off on tank/ui-health" });
    await row.waitFor();
    await ui.screenshot("doctor-workbench");
    const problems = await ui.problems();
    assert.ok(
      problems.some(({ message }) => message.includes("compression is off on tank/ui-health")),
      JSON.stringify(problems),
    );
    await row.getByRole("button", { name: /^Review Plan/ }).click();
    const review = panelFrame(page);
    await review.getByText("zfs set 'compression=lz4' tank/ui-health").waitFor();
    await review.getByRole("button", { name: "Run", exact: true }).click();
    await review.getByText("compression was off", { exact: false }).waitFor();
    await poll("lz4 to be set", 30_000, 200, async () =>
      (await property("alpha", "compression", "tank/ui-health")) === "lz4" ? true : undefined,
    );
  });

  it("Measure Throughput… begins when it is asked to, and shows bars and what limits", async () => {
    const { ui, page } = workbench();
    await ui.chooseFromTreeRowMenu(hosts, "ui-health", "Measure Throughput…");
    await ui.pick("Another target…");
    await ui.fillInputBox("beta:backup/ui-health");
    const panel = panelFrame(page);
    await panel.getByRole("heading", { name: "Throughput of alpha:tank/ui-health to beta:backup/ui-health" }).waitFor();
    await panel.getByRole("button", { name: "Measure Without Receive" }).click();
    await panel.getByText(/ limits, at about /).waitFor({ timeout: 120_000 });
    await panel.getByRole("row").filter({ hasText: "zfs send on alpha" }).locator("svg.bar rect").waitFor();
    await ui.screenshot("measure-workbench");
    assert.equal(await on("beta", "zfs list -H -o name | grep -c measure; true"), "0");
  });
});
