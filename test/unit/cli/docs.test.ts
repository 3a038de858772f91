/** docs/cli.md has every command and every option that there is, and no other. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProgram } from "../../../src/cli/program";

const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "cli.md"), "utf8");
const { commands } = createProgram("0", () => undefined);

/** The rows of all tables whose first column has that title, as cells. */
function table(title: string): string[][] {
  const lines = page.split("\n");
  return lines.flatMap((line, start) => {
    if (!new RegExp(`^\\| ${title} +\\|`).test(line)) return [];
    const length = lines.slice(start).findIndex((later) => !later.startsWith("|"));
    return lines.slice(start + 2, start + length).map((row) =>
      row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  });
}

describe("docs/cli.md", () => {
  it("has every command", () => {
    const listed = table("command").map(([cell]) => /^`(\S+?)[ `]/.exec(cell ?? "")?.[1]);
    assert.deepEqual([...new Set(listed)].sort(), commands.map((command) => command.name()).sort());
  });

  it("has every option with the commands that take it", () => {
    const all = commands.map((command) => command.name());
    const listed = table("option").flatMap(([options = "", of = ""]) => {
      const names = of === "all" ? all : [...of.matchAll(/`([\w-]+)`/g)].map((match) => match[1] ?? "");
      const flags = [...options.matchAll(/--[\w-]+/g)].map((match) => match[0]);
      return names.flatMap((name) => flags.map((flag) => `${name} ${flag}`));
    });
    const there = commands.flatMap((command) =>
      command.options.filter((option) => !option.hidden).map((option) => `${command.name()} ${option.long ?? ""}`),
    );
    assert.deepEqual(listed.sort(), there.sort());
  });
});
