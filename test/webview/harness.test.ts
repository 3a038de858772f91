/** The harness itself: a page as a panel would make it, in each theme. */
import assert from "node:assert/strict";
import { violations } from "../support/browser/accessibility";
import { type OpenedPage, allThemes, openPage } from "../support/browser/browser";

const html = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Plan</title>
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-n'; script-src 'nonce-n'">
  <style nonce="n">
    body { padding: 7px; }
    button { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
  </style>
</head>
<body>
  <main><h1>Plan</h1><button>Run</button><p id="answer" aria-live="polite">-</p></main>
  <script nonce="n">
    const vscode = acquireVsCodeApi();
    document.querySelector("button").addEventListener("click", () => {
      vscode.setState({ clicks: (vscode.getState()?.clicks ?? 0) + 1 });
      vscode.postMessage({ type: "run", plan: 7 });
    });
    addEventListener("message", ({ data }) => { document.getElementById("answer").textContent = data.text; });
  </script>
</body>
</html>`;

describe("the webview harness", function () {
  this.timeout(30_000);
  let opened: OpenedPage | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it("carries messages and state both ways", async () => {
    opened = await openPage({ html, state: { clicks: 1 } });
    await opened.page.getByRole("button", { name: "Run" }).click();
    assert.deepEqual(await opened.host.waitForMessage({ type: "run" }), { type: "run", plan: 7 });
    assert.deepEqual(await opened.host.state(), { clicks: 2 });
    await opened.host.send({ text: "running" });
    await opened.page.getByText("running").waitFor();
    assert.deepEqual(opened.complaints, []);
  });

  it("answers for the page's own files, and for nothing else", async () => {
    const links = '<link rel="stylesheet" href="accessibility.ts"><img alt="" src="https://example.invalid/a.png">';
    opened = await openPage({ html: `<title>x</title>${links}`, files: "test/support/browser" });
    assert.match(opened.complaints.join("\n"), /MIME type|ERR_FAILED/);
    const answers = await opened.page.evaluate(async () => {
      const found = await fetch("accessibility.ts").then((response) => response.text());
      return [
        found.includes("axe-core"),
        (await fetch("none.js")).status,
        await fetch("https://example.invalid/").catch(() => "none"),
      ];
    });
    assert.deepEqual(answers, [true, 404, "none"]);
  });

  it("holds the page to its Content-Security-Policy", async () => {
    opened = await openPage({ html: html.replace("</main>", '</main><script>document.title = "hacked"</script>') });
    assert.equal(await opened.page.title(), "Plan");
    assert.match(opened.complaints.join("\n"), /Content Security Policy/);
  });

  for (const theme of allThemes) {
    it(`has the colours of the theme ${theme}, and axe looks at them`, async () => {
      opened = await openPage({ html, theme });
      const background = await opened.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const wanted = {
        dark: "rgb(31, 31, 31)",
        light: "rgb(255, 255, 255)",
        "hc-dark": "rgb(0, 0, 0)",
        "hc-light": "rgb(255, 255, 255)",
      };
      assert.equal(background, wanted[theme]);
      assert.equal(await opened.page.evaluate(() => getComputedStyle(document.body).paddingTop), "7px");
      assert.deepEqual(await violations(opened.page), []);
      await opened.page.evaluate(() => {
        const { style } = document.querySelector("h1") as HTMLElement;
        style.color = "#808080";
        style.backgroundColor = "#777777";
      });
      await opened.page.evaluate(() => document.querySelector("button")?.replaceChildren());
      const found = (await violations(opened.page)).join("\n");
      assert.match(found, /color-contrast.* h1/);
      assert.match(found, /button-name.* button/);
    });
  }
});
