/** What the guides tell a person to type is there, and where they lead is, too. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createProgram } from "../../../src/cli/program";

const docs = join(__dirname, "..", "..", "..", "docs");
const { commands } = createProgram("0", () => undefined);
const read = (name: string): string => readFileSync(join(docs, name), "utf8");

/** A heading as the word behind `#` that leads to it. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .trim()
    .replaceAll(" ", "-");
}

for (const guide of ["hardening.md", "troubleshooting.md"]) {
  describe(`docs/${guide}`, () => {
    const text = read(guide);

    it("names commands and options that there are", () => {
      const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([span]) => span).join("\n");
      const called = [...code.matchAll(/\bzfsr ([a-z-]+)((?: [^`\n|#]*)?)/g)];
      const unknown = called.flatMap(([, name = "", words = ""]) => {
        const command = commands.find((candidate) => candidate.name() === name);
        if (!command) return [name];
        const flags = [...words.matchAll(/(?<![\w-])(--[a-z-]+)/g)].map((match) => match[1] ?? "");
        return flags
          .filter((flag) => !command.options.some((option) => option.long === flag))
          .map((flag) => `${name} ${flag}`);
      });
      assert.deepEqual(unknown, []);
      assert.ok(called.length > 10);
    });

    it("names options alone that a replication or a measurement takes", () => {
      const taken = commands
        .filter((command) => ["replicate", "measure"].includes(command.name()))
        .flatMap((command) => command.options.map(({ long }) => long));
      const alone = [...text.matchAll(/`(--[a-z-]+)/g)].map((match) => match[1] ?? "");
      assert.deepEqual(
        alone.filter((flag) => !taken.includes(flag)),
        [],
      );
    });

    it("leads to pages and headings that there are", () => {
      const dead = [...text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)].filter(([, page = "", heading]) => {
        const name = page === "" ? guide : page;
        if (!existsSync(join(docs, name))) return true;
        const headings = [...read(name).matchAll(/^#+ (.*)$/gm)].map((match) => anchor(match[1] ?? ""));
        return heading !== undefined && !headings.includes(anchor(heading));
      });
      assert.deepEqual(
        dead.map(([link]) => link),
        [],
      );
    });
  });
}
