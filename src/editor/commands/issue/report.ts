import { execFile } from "node:child_process";
import { homedir, release, userInfo } from "node:os";
import * as vscode from "vscode";
import { contentsOf } from "../../hosts/hostState";
import { issueText } from "../../issue/issueText";
import type { Services } from "../services";
import { t } from "../../l10n/t";

type Needed = Pick<Services, "about" | "settings" | "inventory" | "notify">;

/** Lines of the log; what went wrong just now is among the last. */
const newestLines = 300;

/** Makes a document of what an issue needs: versions, settings, the newest of the log, redacted. Nothing is sent anywhere. */
export async function reportIssue({ about, settings, inventory, notify }: Needed): Promise<void> {
  const facts = {
    versions: [...(await versionsHere(about.version)), ...versionsOfHosts({ settings, inventory })],
    settings: settingsChanged(),
    log: await newestOf(about.logFolder),
  };
  const hidden = { hosts: settings.hosts, user: userInfo().username, home: homedir() };
  const content = issueText(facts, hidden);
  const document = await vscode.workspace.openTextDocument({ content, language: "markdown" });
  await vscode.window.showTextDocument(document, { preview: false });
  notify.info(t("Nothing was sent: read the document, fill it in, and copy it to where you report it."), [
    { title: t("Copy"), run: () => vscode.env.clipboard.writeText(document.getText()) },
  ]);
}

async function versionsHere(version: string): Promise<[string, string][]> {
  const where = vscode.env.remoteName === undefined ? "on this machine" : `remote (${vscode.env.remoteName})`;
  return [
    ["ZFS Replication", version],
    [vscode.env.appName, `${vscode.version}, extension host ${where}`],
    ["System", `${process.platform} ${process.arch}, ${release()}`],
    ["Node", process.version],
    ["OpenSSH", await sshVersion()],
  ];
}

/** What `ssh -V` says, which connects nowhere. */
function sshVersion(): Promise<string> {
  return new Promise((resolve) => {
    execFile("ssh", ["-V"], { timeout: 5000 }, (error, stdout, stderr) => {
      resolve(error ? `not found (${error.message.split("\n")[0] ?? ""})` : `${stdout}${stderr}`.trim());
    });
  });
}

/** Of those that were looked at; none is asked for this. */
function versionsOfHosts({ settings, inventory }: Pick<Services, "settings" | "inventory">): [string, string][] {
  return settings.hosts.map((host) => {
    const contents = contentsOf(inventory.state(host));
    const { version, facts } = contents ?? {};
    const zfs = version ? `OpenZFS ${version.userland}, module ${version.kernel ?? "not loaded"}` : "OpenZFS not known";
    return [host, `${zfs}, ${facts ? `by ${facts.connector}` : "not connected"}`];
  });
}

function settingsChanged(): [string, string][] {
  const all = vscode.workspace.getConfiguration("zfsReplication");
  const names = ["ssh.connector", "ssh.configFile", "snapshots.group", "refresh.interval", "transfers.recent"];
  return names.flatMap((name): [string, string][] => {
    const { defaultValue } = all.inspect(name) ?? {};
    const value: unknown = all.get(name);
    return value === defaultValue ? [] : [[`zfsReplication.${name}`, JSON.stringify(value)]];
  });
}

/** The log channel keeps its lines in the extension's log folder. */
async function newestOf(folder: vscode.Uri): Promise<string[]> {
  const found = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
  const logs = found.filter(([name, type]) => type === vscode.FileType.File && name.endsWith(".log"));
  const texts = await Promise.all(
    logs.map(async ([name]) => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
      return text.trimEnd().split("\n").slice(-newestLines);
    }),
  );
  return texts.flat();
}
