/** A small extension for tests of the harness itself: a tree, a modal dialog, a process that detaches itself. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const manifest = {
  name: "harness-fixture",
  displayName: "Harness Fixture",
  publisher: "fixture",
  version: "0.0.1",
  engines: { vscode: "^1.100.0" },
  main: "./main.js",
  contributes: {
    viewsContainers: { activitybar: [{ id: "fixture", title: "Fixture", icon: "$(beaker)" }] },
    views: {
      fixture: [
        { id: "fixture.fruit", name: "Fruit" },
        { id: "fixture.other", name: "Other" },
      ],
    },
    commands: [
      { command: "fixture.ask", title: "Ask", category: "Fixture" },
      { command: "fixture.detach", title: "Detach", category: "Fixture" },
      { command: "fixture.eat", title: "Eat", icon: "$(check)" },
      { command: "fixture.water", title: "Water", icon: "$(add)" },
    ],
    menus: {
      "view/title": [{ command: "fixture.water", when: "view == fixture.fruit", group: "navigation" }],
      "view/item/context": [
        { command: "fixture.eat", when: "view == fixture.fruit", group: "inline" },
        { command: "fixture.eat", when: "view == fixture.fruit", group: "1_eat" },
      ],
    },
  },
};

/** Runs in the extension host. */
const main = `
const vscode = require("vscode");
exports.activate = (context) => {
  const crate = Array.from({ length: 300 }, (_, i) => "plum " + i);
  const fruit = { basket: ["apple", "pear"], crate };
  const told = (text) => void vscode.window.showInformationMessage(text);
  context.subscriptions.push(
    vscode.window.registerTreeDataProvider("fixture.fruit", {
      getChildren: (name) => (name === undefined ? Object.keys(fruit) : fruit[name] ?? []),
      getTreeItem: (name) => Object.assign(
        new vscode.TreeItem(name, fruit[name] ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None),
        { description: fruit[name] ? fruit[name].length + " pieces" : undefined },
      ),
    }),
    vscode.window.registerTreeDataProvider("fixture.other", { getChildren: () => [], getTreeItem: (x) => x }),
    vscode.commands.registerCommand("fixture.eat", (name) => told("Ate " + name)),
    vscode.commands.registerCommand("fixture.water", () => told("Watered")),
    vscode.commands.registerCommand("fixture.detach", () => {
      const child = require("node:child_process").spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
      child.unref();
      told("Process " + child.pid);
    }),
    vscode.commands.registerCommand("fixture.ask", async () => {
      const detail = "It holds an apple and a pear.";
      const answer = await vscode.window.showWarningMessage("Empty the basket?", { modal: true, detail }, "Empty");
      told("Answer: " + answer);
    }),
  );
};
`;

/** Writes the extension and returns its folder. */
export function writeFixtureExtension(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, "main.js"), main);
  return folder;
}
