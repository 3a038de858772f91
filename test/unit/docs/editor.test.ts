/** docs/editor.md knows every setting and every snippet, and README.md shows pictures that there are. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import snippets from "../../../media/snippets/replication.json";
import { manifest } from "../../support/source/manifest";

const root = join(import.meta.dirname, "../../..");
const read = (name: string): string => readFileSync(join(root, name), "utf8");

describe("docs/editor.md", () => {
  it("has every setting, and none that there is not", () => {
    const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    const told = [...read("docs/editor.md").matchAll(/^\| `(zfsReplication\.[\w.]+)`/gm)].map(([, name]) => name);
    assert.deepEqual(told.sort(), settings.sort());
  });

  it("names commands by their titles", () => {
    const titles = manifest.contributes.commands.map(({ title }) => `ZFS: ${title}`);
    const named = [...read("docs/editor.md").matchAll(/\*\*(ZFS: [^*]+)\*\*/g)].map(([, title = ""]) => title);
    assert.deepEqual(
      named.filter((title) => !titles.includes(title)),
      [],
    );
    assert.ok(named.length > 1);
  });
});

describe("docs/jobs.md", () => {
  it("has every snippet by what one types for it", () => {
    for (const { prefix } of Object.values(snippets)) assert.ok(read("docs/jobs.md").includes(`\`${prefix}\``), prefix);
  });
});

for (const page of ["README.md", "docs/editor.md", "docs/accessibility.md", "docs/ux.md"]) {
  describe(page, () => {
    it("leads to pages and pictures that there are, by relative paths", () => {
      const folder = page.startsWith("docs/") ? "docs" : ".";
      const dead = [...read(page).matchAll(/\]\((?!https:)([^)#]+)/g)].filter(
        ([, path = ""]) => !existsSync(join(root, folder, path)),
      );
      assert.deepEqual(
        dead.map(([link]) => link),
        [],
      );
    });
  });
}
