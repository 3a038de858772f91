/** Errors that are made for real on both versions of OpenZFS are Problems of the editor, with what can be done about them. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import manifest from "../../package.json";
import { shellQuote } from "../../src/core/base/shellQuote";
import { catalogue } from "../../src/core/diagnosis/catalogue/catalogue";
import type { Provoked } from "../support/lab/provoke";

const run = promisify(execFile);
const versions = ["alpha", "gamma"] as const;
type Version = (typeof versions)[number];

describe("errors that are provoked, in the editor", function () {
  this.timeout(600_000);
  const root = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.extensionPath ?? "";
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("zfsReplication");
  const printed = new Map<Version, readonly Provoked[]>();

  before(async () => {
    await settings().update("ssh.configFile", join(root, ".lab/ssh_config"), vscode.ConfigurationTarget.Global);
    await Promise.all(
      versions.map(async (host) => void printed.set(host, JSON.parse(await lab("provoke", host)) as Provoked[])),
    );
  });
  after(async () => {
    await settings().update("ssh.configFile", undefined, vscode.ConfigurationTarget.Global);
    await Promise.all(versions.map((host) => lab("unprovoke", host)));
  });

  /** Runs a command of the lab and gives what it printed. */
  async function lab(...words: readonly string[]): Promise<string> {
    const argv = ["--import", "tsx", join("test", "support", "lab", "main.ts"), ...words];
    return (await run("node", argv, { cwd: root, maxBuffer: 1 << 24 })).stdout;
  }

  for (const host of versions) {
    it(`of ${host} are Problems by Explain Log, each of its category and with a page that explains it`, async () => {
      const said = printed.get(host) ?? [];
      assert.ok(said.length >= 25);
      const wrong: string[] = [];
      for (const { id, category, output } of said) {
        const document = await vscode.workspace.openTextDocument({ content: output });
        await vscode.commands.executeCommand("zfsReplication.log.explain", document.uri);
        const problems = vscode.languages.getDiagnostics(document.uri).map(({ code }) => code);
        const found = problems.filter((code) => typeof code === "object" && categoryOf(code.value) === category);
        if (found.length === 0) wrong.push(`${id}: ${JSON.stringify(problems)}: ${output}`);
        for (const code of found) assert.match(String(code && typeof code === "object" && code.target), /^command:/);
      }
      assert.deepEqual(wrong, []);
    });

    it(`of ${host} have quick fixes from the host's state in the host's own log, and none that destroys`, async () => {
      const held = printed.get(host)?.find(({ id }) => id === "a snapshot that is held");
      assert.ok(held);
      await lab("ssh", host, `logger -t syncoid ${shellQuote(held.output.trim())}`);
      const uri = vscode.Uri.from({ scheme: "zfs-log", path: `/${host}/syslog.log` });
      await vscode.workspace.openTextDocument(uri);
      const problem = await until("the problem", () =>
        vscode.languages.getDiagnostics(uri).find(({ message }) => message.includes("exp/d@held")),
      );
      // a host that is only just being connected to answers the second time one asks
      const fixes = await until("the release", async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          uri,
          problem.range,
        );
        return actions.some(({ title }) => /Held by keep since .+: release it/.test(title)) ? actions : undefined;
      });
      assert.ok(fixes.every(({ title }) => !/destroy/i.test(title)));
      assert.equal(fixes.filter(({ isPreferred }) => isPreferred).length, 1);
    });
  }
});

function categoryOf(code: unknown): string | undefined {
  return catalogue.find(({ id }) => id === code)?.category;
}

/** Looks until there is something. */
async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Waited two minutes in vain for ${what}.`);
}
