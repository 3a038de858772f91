import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { commandIds, hostsViewId, jobsViewId, transfersViewId } from "../../../src/editor/commandIds";
import { jobFileNames, jobFilePattern } from "../../../src/editor/jobs/jobFileNames";
import { viewType } from "../../../src/editor/panels/viewTypes";
import { panelNames } from "../../../src/protocol/panelName";
import { oldest } from "../../support/editor/tools";
import { manifest } from "../../support/source/manifest";

const root = join(import.meta.dirname, "../../..");

/** A condition shows its entry on a row with that context value. */
function shows(when: string, row: string): boolean {
  return new RegExp(/viewItem =~ \/(.*)\/$/.exec(when)?.[1] ?? assert.fail(when)).test(row);
}

describe("the manifest", () => {
  const { commands, menus, views } = manifest.contributes;

  it("contributes exactly the commands that are registered", () => {
    assert.deepEqual(commands.map(({ command }) => command).sort(), [...commandIds].sort());
  });

  it("has the category on every command, and no verb without a title", () => {
    for (const { command, category, title } of commands) {
      assert.equal(category, "ZFS", command);
      assert.match(title, /^[A-Z]\w+/, command);
    }
  });

  it("has the view that the code draws into", () => {
    assert.deepEqual(
      views.zfsReplication.map(({ id }) => id),
      [hostsViewId, jobsViewId, transfersViewId],
    );
  });

  it("puts known commands alone into menus, at most three of them beside a row", () => {
    const known = new Set<string>(commandIds);
    for (const entry of Object.values(menus).flat())
      if ("command" in entry) assert.ok(known.has(entry.command), entry.command);
    const rows = [
      "zfs.host;ready",
      "zfs.pool;partial",
      "zfs.dataset;filesystem;partial",
      "zfs.snapshot",
      "zfs.failure;timeout",
      "zfs.job;current",
      "zfs.run;running;replication",
      "zfs.run;interrupted;replication;kept",
    ];
    for (const row of rows) {
      const inline = menus["view/item/context"].filter(
        ({ group, when }) => group.startsWith("inline") && shows(when, row),
      );
      assert.ok(inline.length <= 3, `${row} has ${inline.length}`);
    }
  });

  it("keeps what destroys in a group of its own, at the end, never beside a row", () => {
    const destroying = menus["view/item/context"].filter(
      (entry) => "command" in entry && /abort|destroy|rollback/.test(entry.command),
    );
    assert.deepEqual(
      destroying.map(({ group }) => group),
      ["9_destroy@1", "9_destroy@2", "9_destroy@3"],
    );
  });

  it("has groups by their names, and none with more entries than can be taken in; larger ones are submenus", () => {
    const groups =
      /^(navigation|inline|1_(snapshot|host|transfer|job)|2_(replicate|report|open)|3_properties|4_health|5_logs|6_refresh|7_copy|8_host|9_destroy)@\d+$/;
    const entries = menus["view/item/context"];
    for (const { group } of entries) assert.match(group, groups);
    const shown = new Set(entries.flatMap((entry) => ("submenu" in entry ? [entry.submenu] : [])));
    assert.deepEqual(
      [...shown],
      manifest.contributes.submenus.map(({ id }) => id),
    );
    for (const row of ["zfs.pool;partial", "zfs.dataset;filesystem;partial", "zfs.snapshot;held", "zfs.job;current"]) {
      const together = new Map<string, number>();
      for (const { group, when } of entries.filter((entry) => shows(entry.when, row))) {
        const name = `${/view == (\S+)/.exec(when)?.[1] ?? ""} ${group.split("@")[0] ?? ""}`;
        together.set(name, (together.get(name) ?? 0) + 1);
      }
      for (const [name, count] of together) assert.ok(count <= 6, `${row}: ${count} in ${name}`);
    }
  });

  it("lets a workspace decide how things are shown, and nothing else", () => {
    const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
    const shown = new Set(
      ["snapshots.group", "refresh.interval", "transfers.recent", "jobs.codeLens"].map((n) => `zfsReplication.${n}`),
    );
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const [name, { scope, markdownDescription }] of settings as [
      string,
      { scope: string; markdownDescription: string },
    ][]) {
      assert.ok(["machine", "window"].includes(scope), name);
      assert.equal(restricted.includes(name), scope === "machine", name);
      assert.equal(scope === "window", shown.has(name), name);
      assert.match(markdownDescription, /\.$/, name);
    }
  });

  it("is not activated by anything but what it contributes, job files, and panels that were open before a reload", () => {
    const jobFiles = jobFileNames.map((name) => `workspaceContains:**/${name}`);
    const panels = panelNames.map((name) => `onWebviewPanel:${viewType(name)}`);
    assert.deepEqual(manifest.activationEvents, [...jobFiles, ...panels]);
  });

  it("checks with the schema what the code takes for job files, with either ending of YAML, and no other files", () => {
    assert.deepEqual(
      manifest.contributes.yamlValidation.map(({ fileMatch }) => fileMatch),
      [[...jobFileNames]],
    );
    const isJobFile = picomatch(jobFilePattern);
    const names = ["replication.yaml", "a/replication.yml", "a/b.replication.yaml", "b.replication.yml"];
    for (const name of names) assert.ok(isJobFile(name), name);
    for (const name of ["replication.json", "a/myreplication.yaml", "replication.yaml.orig"])
      assert.ok(!isJobFile(name), name);
  });

  it("shows each welcome for one state: no ssh, no folder, not trusted", () => {
    const { viewsWelcome } = manifest.contributes;
    const of = (view: string) =>
      viewsWelcome.filter((one) => one.view === view).map((one) => ("when" in one ? one.when : ""));
    assert.deepEqual(of(hostsViewId), ["!zfsReplication.sshMissing", "zfsReplication.sshMissing"]);
    assert.deepEqual(of(jobsViewId), [
      "workspaceFolderCount != 0 && isWorkspaceTrusted",
      "workspaceFolderCount != 0 && !isWorkspaceTrusted",
      "workspaceFolderCount == 0",
    ]);
    // an emphasised button is a line of its own; one is enough
    for (const { contents } of viewsWelcome)
      assert.ok(
        contents.split("\n").filter((line) => /^\[[^\]]*\]\(command:[^)]*\)$/.test(line)).length <= 1,
        contents,
      );
  });

  it("has keys for the rows of its own view alone, and none that VS Code has for itself elsewhere", () => {
    for (const { command, when } of manifest.contributes.keybindings)
      assert.match(when, /^focusedView == zfsReplication\.\w+ && listFocus && !inputFocus$/, command);
  });

  it("has every command in the palette that can do without a row", () => {
    const hidden = menus.commandPalette.map(({ command }) => command);
    assert.deepEqual(
      hidden.filter(
        (command) => !/^zfsReplication\.(problem|health\.fix|host\.retry|snapshot\.loadMore)/.test(command),
      ),
      [],
    );
  });

  it("leads through the first replication in six steps at most, by commands and pictures that there are", () => {
    const known = new Set<string>([...commandIds, ...views.zfsReplication.map(({ id }) => `${id}.focus`)]);
    const [walkthrough, ...others] = manifest.contributes.walkthroughs;
    const steps = walkthrough?.steps ?? [];
    assert.deepEqual([others.length, steps.length], [0, 6]);
    for (const { id, description, media, completionEvents } of steps) {
      const buttons = [...description.matchAll(/\]\(command:([^)]*)\)/g)].map(([, command = ""]) => command);
      assert.ok(buttons.length === 1 && buttons.every((command) => known.has(command)), id);
      assert.ok(completionEvents.length > 0 && media.altText.endsWith("."), id);
      for (const event of completionEvents) {
        const [kind, subject = ""] = event.split(":");
        if (kind === "onCommand") assert.ok(known.has(subject), event);
      }
      const picture = readFileSync(join(root, media.svg), "utf8");
      assert.doesNotMatch(picture, /#[0-9a-f]{3,8}\b|href|<script/i, "its colours are the theme's");
    }
  });

  it("asks for the editor whose types it is checked with", () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies["@types/vscode"]}`);
    const [, minor] = /^\^1\.(\d+)\.0$/.exec(manifest.engines.vscode) ?? [];
    assert.match(oldest.codeServer, new RegExp(`^4\\.${minor}\\.`), "the oldest that tests can be run in");
  });

  it("has what a marketplace shows of it, and no API that is not for everybody", () => {
    const icon = readFileSync(join(root, manifest.icon));
    // a PNG's first chunk has its size
    assert.deepEqual([icon.toString("latin1", 1, 4), icon.readUInt32BE(16), icon.readUInt32BE(20)], ["PNG", 256, 256]);
    assert.match(manifest.galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.equal(manifest.galleryBanner.theme, "dark");
    assert.deepEqual(manifest.categories, ["Other"]);
    assert.ok(manifest.keywords.length > 0 && manifest.keywords.length <= 30);
    assert.ok(!("enabledApiProposals" in manifest) && !("badges" in manifest));
  });
});
