import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { ZfsrError } from "../../../core/base/errors";
import { localHostId } from "../../../core/hosts/host";
import { hostId } from "../../../core/hosts/hostId";
import { plainText } from "../../plainText";
import { sshAliases, type SshConfigFiles } from "../../hosts/sshAliases";
import { back, inputText, pickOne } from "../../prompts/quickInputs";
import { nodeId } from "../../tree/nodes/ids";
import type { Services } from "../services";
import { t } from "../../l10n/t";

type Needed = Pick<Services, "settings" | "connections" | "inventory" | "tree" | "view" | "notify">;

/** Asks which host, connects to it, and keeps it in the settings. */
export async function addHost(services: Needed): Promise<void> {
  const name = await askHost(services.settings);
  if (name === undefined) return;
  try {
    await connect(services, name);
  } catch (error) {
    services.notify.error(error, name, [
      { title: t("Retry"), run: () => vscode.commands.executeCommand("zfsReplication.host.add") },
      { title: t("Add Anyway"), run: () => keep(services, name) },
    ]);
    return;
  }
  await keep(services, name);
}

async function askHost(settings: Services["settings"]): Promise<string | undefined> {
  const other = t("Enter user@host…");
  const known = new Set(settings.hosts);
  const file = settings.sshConfigFile ?? join(homedir(), ".ssh", "config");
  const aliases = sshAliases(file, filesOf(homedir())).then((names) => [
    ...names.filter((name) => !known.has(name)).map((label) => ({ label })),
    ...(known.has(localHostId) ? [] : [{ label: localHostId, description: t("this machine, without ssh") }]),
    { label: other, alwaysShow: true },
  ]);
  const picked = await pickOne({
    title: t("Add Host"),
    placeholder: t("A host of {0}, or another one", file),
    items: aliases,
  });
  if (picked === undefined || picked === back) return undefined;
  if (picked.label !== other) return picked.label;
  const typed = await inputText({
    title: t("Add Host"),
    prompt: t("An alias of your ssh config, user@name, or user@name:port"),
    value: "",
    placeholder: "root@storage.example.org",
    fault: (value) => faultOf(value.trim(), known),
  });
  return typed === back ? undefined : typed?.trim();
}

function faultOf(name: string, known: ReadonlySet<string>): string | undefined {
  if (name === "") return t("Type the name of a host.");
  if (known.has(name)) return t("{0} is in the view already.", name);
  try {
    hostId(name);
    return undefined;
  } catch (error) {
    return ZfsrError.from(error, name).message;
  }
}

/** Connects, asking what there is to ask; the user can give up. */
async function connect({ connections }: Needed, name: string): Promise<void> {
  const title = plainText(t("Connecting to {0}", name));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  await vscode.window.withProgress(options, async (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    await connections.host(name).connect(abort.signal);
  });
}

async function keep({ settings, tree, view }: Needed, name: string): Promise<void> {
  await settings.setHosts([...settings.hosts.filter((host) => host !== name), name]);
  tree.getChildren();
  const node = tree.nodeOf(nodeId.host(name));
  if (node && view()?.visible === true) await view()?.reveal(node, { expand: true, select: true, focus: false });
}

function filesOf(home: string): SshConfigFiles {
  return {
    home,
    read: (path) => readFile(path, "utf8").catch(() => undefined),
    list: (folder) => readdir(folder).catch(() => []),
  };
}
