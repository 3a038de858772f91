/** The harness itself, outside of the extension host: with a small extension of its own. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFixtureExtension } from "../support/editor/fixture";
import { type Workbench, openWorkbench } from "../support/editor/workbench";

describe("the workbench harness", function () {
  this.timeout(600_000);
  const extension = mkdtempSync(join(tmpdir(), "zfsr-fixture-"));
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ extension: writeFixtureExtension(extension), theme: "light" });
  });
  afterEach(async function () {
    await workbench.keepEvidenceOf(this.currentTest);
  });
  after(async () => {
    await workbench.close();
    rmSync(extension, { recursive: true });
  });

  it("opens with the theme that was asked for", async () => {
    const classes = await workbench.page.locator(".monaco-workbench").first().getAttribute("class");
    assert.match(classes ?? "", /\bvs\b/);
  });

  it("runs a command from the palette and answers its modal dialog", async () => {
    await workbench.ui.palette("Fixture: Ask");
    assert.match(await workbench.ui.modalText(), /Empty the basket\?\s+It holds an apple and a pear\./);
    await workbench.ui.clickModalButton("Empty");
    await workbench.ui.waitForNotification("Answer: Empty");
    assert.deepEqual(await workbench.ui.notifications(), ["Answer: Empty"]);
  });

  it("reads and clicks the rows of a tree", async () => {
    const { ui } = workbench;
    await ui.openViewContainer("Fixture");
    await ui.expandTreeRow("Fruit", "basket");
    await ui.waitForTreeRow("Fruit", "apple");
    assert.deepEqual(await ui.treeRows("Fruit"), [
      { label: "basket", description: "2 pieces", level: 1, expanded: true },
      { label: "apple", description: "", level: 2, expanded: undefined },
      { label: "pear", description: "", level: 2, expanded: undefined },
      { label: "crate", description: "300 pieces", level: 1, expanded: false },
    ]);
    await ui.clickTreeRow("Fruit", "pear");
    await ui.clickTreeRowAction("Fruit", "apple", "Eat");
    await ui.waitForNotification("Ate apple");
    await ui.chooseFromTreeRowMenu("Fruit", "pear", "Eat");
    await ui.waitForNotification("Ate pear");
    await ui.clickViewAction("Fruit", "Water");
    await ui.waitForNotification("Watered");
    await ui.collapseTreeRow("Fruit", "basket");
    assert.equal((await ui.treeRows("Fruit")).length, 2);
  });

  it("scrolls to a row that is not drawn yet", async () => {
    const { ui } = workbench;
    await ui.expandTreeRow("Fruit", "crate");
    await ui.clickTreeRowAction("Fruit", "plum 250", "Eat");
    await ui.waitForNotification("Ate plum 250");
    await ui.clickTreeRowAction("Fruit", "plum 5", "Eat");
    await ui.waitForNotification("Ate plum 5");
    await ui.collapseTreeRow("Fruit", "crate");
    await assert.rejects(workbench.page.getByText("plum 1", { exact: true }).waitFor({ timeout: 100 }));
  });

  it("is in a network of its own", async () => {
    const server = createServer((_, response) => response.end("here")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const fromPage = await workbench.page.evaluate(
      (address) => fetch(address, { mode: "no-cors" }).then(String, (error: unknown) => String(error)),
      url,
    );
    assert.match(fromPage, /Failed to fetch/);
    assert.equal(await (await fetch(url)).text(), "here");
    server.close();
  });

  it("ends what it has started, and leaves a detached process alone if it is told to", async () => {
    const first = await detach(workbench);
    await workbench.close({ keepDetached: true });
    assert.ok(isAlive(first));
    process.kill(first);

    workbench = await openWorkbench({ extension });
    const second = await detach(workbench);
    await workbench.close();
    assert.ok(!isAlive(second));
  });
});

/** The pid of a process that the extension starts and lets go. */
async function detach({ ui }: Workbench): Promise<number> {
  await ui.palette("Fixture: Detach");
  await ui.waitForNotification(/^Process \d+$/);
  const text = (await ui.notifications()).find((line) => line.startsWith("Process "));
  return Number(text?.split(" ")[1]);
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
