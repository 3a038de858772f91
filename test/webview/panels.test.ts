/** The pages of the panels, as the extension makes them, in a real browser. */
import assert from "node:assert/strict";
import { violations } from "../support/browser/accessibility";
import { allThemes, type OpenedPage } from "../support/browser/browser";
import { openPanelPage, sendState } from "../support/browser/panelPage";
import english from "../../l10n/bundle.l10n.json";
import type { PanelName } from "../../src/protocol/panelName";
import { examined } from "./states/doctor";
import { family } from "./states/lineage";
import { measured } from "./states/measure";
import { destroyingReview, readyReview, runningReview } from "./states/planReview";
import { mesh } from "./states/topology";
import { transferring } from "./states/transfers";

const screens: Readonly<Record<string, { readonly panel: PanelName; readonly state: object }>> = {
  "a plan review": { panel: "planReview", state: readyReview },
  "a plan that destroys": { panel: "planReview", state: destroyingReview },
  "a plan that runs": { panel: "planReview", state: runningReview },
  "the dashboard": { panel: "transfers", state: transferring },
  lineage: { panel: "lineage", state: family },
  topology: { panel: "topology", state: mesh },
  "the doctor": { panel: "doctor", state: examined },
  "a measurement": { panel: "measure", state: measured },
};

/** What a host or a dataset may call itself. */
const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>${7*7}';

/** The same state with hostile words in place of every text that comes from elsewhere. */
function poisoned(value: unknown, key = ""): unknown {
  const fixed = /^(kind|state|phase|level|severity|outcome|raw|transport|only|id|guid)$/;
  if (typeof value === "string") return fixed.test(key) ? value : hostile;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, name)]));
}

describe("the pages of the panels", function () {
  this.timeout(60_000);
  let opened: OpenedPage | undefined;
  const open = async (...words: Parameters<typeof openPanelPage>): Promise<OpenedPage> =>
    (opened = await openPanelPage(...words));
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  for (const [name, { panel, state }] of Object.entries(screens)) {
    for (const theme of allThemes) {
      it(`show ${name} in the theme ${theme}, without a complaint of axe or of the policy`, async () => {
        const { page, complaints } = await open(panel, state, { theme });
        await page.locator("h1").waitFor();
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(complaints, []);
      });
    }

    it(`show hostile names in ${name} as the text they are`, async () => {
      const { page, complaints } = await open(panel, poisoned(state));
      await page.getByText(hostile, { exact: false }).first().waitFor();
      assert.equal(await page.locator("#root img, #root script").count(), 0);
      assert.equal(await page.title(), panel);
      assert.deepEqual(complaints, []);
    });
  }

  for (const [name, { panel, state }] of Object.entries(screens)) {
    it(`say what stands around ${name} in the language of the window`, async () => {
      const words = Object.fromEntries(Object.keys(english).map((text) => [text, `«${text}»`]));
      const { page } = await open(panel, state, { words });
      await page.locator("h1").waitFor();
      const said = await page
        .locator(
          "h2, h3, th[scope=col], vscode-button, legend, summary, dt, button.link:not([aria-current]), [role=toolbar]",
        )
        .evaluateAll((elements) =>
          elements
            .filter((element) => !element.closest("#curve"))
            .map((element) => element.getAttribute("aria-label") ?? element.textContent.trim()),
        );
      assert.ok(said.length > 3);
      // what the extension sends is in it already; names of hosts, datasets and moments are the same in each
      const names = /^(#|[a-z]+: ?[\w/]+( to [a-z]+:[\w/]+)?|[A-Z][a-z]{2} \d+, \d{4}, .*)$/;
      const sent = JSON.stringify(state);
      assert.deepEqual(
        said.filter((text) => text !== "" && !text.startsWith("«") && !names.test(text) && !sent.includes(`"${text}"`)),
        [],
      );
    });
  }

  it("are in English where their translations are none, not blank", async () => {
    // a file of translations that somebody has broken
    const words = JSON.parse('{ "Open Report": 7, "Resume": "Fortsetzen" }') as Readonly<Record<string, string>>;
    const { page } = await open("transfers", transferring, { words });
    await page.locator("vscode-button", { hasText: "Open Report" }).waitFor();
    await page.locator("vscode-button", { hasText: "Resume" }).waitFor();
  });

  it("draw nothing of a message that is no state, and go on with the next that is one", async () => {
    const { page, host } = await open("planReview", readyReview);
    await page.getByRole("heading", { name: readyReview.title }).waitFor();
    for (const message of [
      { type: "state", version: 1, state: { ...readyReview, steps: "<b>all</b>" } },
      { type: "state", version: 99, state: { ...readyReview, title: "of another version" } },
      { type: "state", version: 1, state: { ...readyReview, title: "with more", extra: 1 } },
      { type: "run" },
      null,
      "text",
    ])
      await host.send(message);
    await sendState({ host } as OpenedPage, { ...readyReview, title: "the next" });
    await page.getByRole("heading", { name: "the next" }).waitFor();
  });

  it("say so when the first state is of another version", async () => {
    const { page } = await open("topology", { hosts: 1 });
    await page.getByRole("heading", { name: "This panel was made by another version" }).waitFor();
  });

  it("load nothing from elsewhere, and run nothing but their own script", async () => {
    const { page, complaints } = await open("transfers", transferring);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'hacked'";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "https://example.invalid/a.png";
      document.body.append(image);
      const styled = document.createElement("p");
      styled.setAttribute("style", "position: fixed");
      document.body.append(styled);
    });
    assert.equal(await page.title(), "transfers");
    assert.equal(complaints.filter((text) => /Content Security Policy/.test(text)).length, 3, complaints.join("\n"));
  });

  describe("plan review", () => {
    it("names the plan that is to be run, and asks the extension for it by the keyboard alone", async () => {
      const { page, host } = await open("planReview", readyReview);
      await page.getByRole("heading", { name: readyReview.title }).waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await host.waitForMessage({ type: "run", revision: 3 });
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await host.waitForMessage({ type: "dryRun" });
    });

    it("does nothing where a button cannot be used, and the keyboard passes it by", async () => {
      const { page, host } = await open("planReview", runningReview);
      await page.getByRole("heading", { name: runningReview.title }).waitFor();
      await page.getByRole("button", { name: "Run", exact: true }).click({ force: true });
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await host.waitForMessage({ type: "cancel" });
      assert.deepEqual((await host.received()).slice(1), [{ type: "cancel" }]);
    });

    it("sends the options when one is changed, by mouse and by keyboard", async () => {
      const { page, host } = await open("planReview", readyReview);
      const { options } = readyReview;
      await page.locator('vscode-checkbox[label="Everything below it, too"]').click();
      await host.waitForMessage({ type: "change", options: { ...options, recursive: false } });
      await page.getByRole("combobox", { name: "Way of the stream" }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await host.waitForMessage({ type: "change", options: { ...options, transport: "direct" } });
    });

    it("names what is destroyed, and the consent that it will take", async () => {
      const { page } = await open("planReview", destroyingReview);
      const list = page.getByRole("list", { name: "Destroyed by this plan" });
      assert.deepEqual(await list.getByRole("listitem").allInnerTexts(), destroyingReview.destroys);
      await page.getByText("the name of the production host beta, typed").waitFor();
    });

    it("keeps the name of its review over a reload, and nothing that could be run", async () => {
      const { page, host } = await open("planReview", readyReview);
      await page.getByRole("heading", { name: readyReview.title }).waitFor();
      assert.deepEqual(await host.state(), { id: "review-1" });
    });
  });

  it("dashboard: a run is chosen by the keyboard and kept over a reload; the curve has a table", async () => {
    const { page, host } = await open("transfers", transferring);
    const other = transferring.runs[1]?.id ?? "";
    await page.getByRole("button", { name: "alpha:tank/vm to gamma:vault/vm" }).focus();
    await page.keyboard.press("Enter");
    await host.waitForMessage({ type: "select", run: other });
    assert.deepEqual(await host.state(), { run: other });
    await page.locator("#curve canvas").waitFor();
    await page.getByText("Throughput as a table").click();
    assert.equal(await page.getByRole("region", { name: "Throughput" }).getByRole("row").count(), 91);
  });

  it("dashboard: the curve takes the colours of a theme that was changed", async () => {
    const { page } = await open("transfers", transferring, { theme: "dark" });
    const drawn = (): Promise<string> =>
      page.locator("#curve canvas").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await drawn();
    await page.evaluate(() => {
      document.documentElement.style.setProperty("--vscode-charts-blue", "rgb(255, 0, 0)");
      document.body.className = "vscode-light";
    });
    for (const deadline = Date.now() + 10_000; (await drawn()) === before && Date.now() < deadline;)
      await page.evaluate(() => new Promise(requestAnimationFrame));
    assert.notEqual(await drawn(), before);
  });

  it("lineage: what is safe to destroy can be seen alone, and stays so over a reload", async () => {
    const first = await open("lineage", family);
    await first.page.getByRole("checkbox", { name: /^Only what is safe/ }).focus();
    await first.page.keyboard.press("Space");
    const rows = (page: OpenedPage["page"]): Promise<number> => page.locator(".lineage tbody tr").count();
    assert.equal(await rows(first.page), 2);
    const kept = await first.host.state();
    await first.close();
    const second = await open("lineage", family, { kept });
    await second.page.getByRole("heading", { name: /^Lineage/ }).waitFor();
    assert.equal(await rows(second.page), 2);
    assert.equal(await second.page.getByText("safe to destroy", { exact: true }).count(), 3);
  });

  it("doctor: a remedy that is a plan is asked for by the keyboard; what is well is shown when it is wanted", async () => {
    const { page, host } = await open("doctor", examined);
    await page.getByRole("heading", { name: /^Doctor/ }).waitFor();
    const seen = (): Promise<number> => page.locator("tbody tr").count();
    assert.equal(await seen(), 3);
    await page.locator("vscode-button", { hasText: "Review Plan" }).focus();
    await page.keyboard.press("Enter");
    await host.waitForMessage({ type: "fix", check: "1" });
    await page.getByRole("checkbox", { name: "Also what is well" }).focus();
    await page.keyboard.press("Space");
    assert.equal(await seen(), 4);
    assert.deepEqual(await host.state(), { source: "alpha:tank/demo", target: "beta:backup/demo", only: "all" });
  });

  it("measurement: bars stand to one scale, with their figures beside them, and nothing begins by itself", async () => {
    const { page, host } = await open("measure", measured);
    await page.getByText("3.1 times").waitFor();
    const widths = await page
      .locator("svg.bar rect")
      .evaluateAll((bars) => bars.map((bar) => Math.round(bar.getBoundingClientRect().width)));
    assert.deepEqual(widths, [125, 240, 30, 94, 0]);
    assert.deepEqual(await host.received(), [{ type: "ready" }]);
    await page.locator("vscode-button", { hasText: "Measure Without Receive" }).click();
    await host.waitForMessage({ type: "startReading" });
  });

  it("topology: the table leads to lineage and to a review; hosts with the names of objects' own keys do no harm", async () => {
    const odd = { ...mesh, hosts: [...mesh.hosts, { name: "__proto__", production: false }] };
    const { page, host, complaints } = await open("topology", odd);
    await page.getByRole("button", { name: "Lineage" }).nth(1).focus();
    await page.keyboard.press("Enter");
    await host.waitForMessage({ type: "showLineage", edge: mesh.edges[1]?.id ?? "" });
    assert.equal(await page.locator(".graph .host").count(), 5);
    assert.equal(await page.locator(".graph .edge.chosen").count(), 1);
    assert.deepEqual(complaints, []);
  });
});
