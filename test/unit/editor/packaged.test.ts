/** What `npm run package` packs, by the list of .vscodeignore, of what the build has made. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import manifest from "../../../package.json";
import { listFiles, PackageManager } from "@vscode/vsce";

const root = join(import.meta.dirname, "../../..");

describe("the packed extension", () => {
  const built = ["dist/extension.js", ...readdirSync(join(root, "dist/chunks")).map((name) => `dist/chunks/${name}`)];
  const scripts = built.filter((name) => name.endsWith(".js"));
  let packed: ReadonlySet<string>;

  before(async () => {
    packed = new Set(await listFiles({ cwd: root, packageManager: PackageManager.None }));
  });

  it("has every file that its code loads", () => {
    const missing = scripts.flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const loaded = [...text.matchAll(/require\("(\.[^"]+)"\)/g)].map(([, path = ""]) =>
        normalize(join(dirname(file), path)),
      );
      return [file, ...loaded].filter((name) => !packed.has(name));
    });
    assert.deepEqual(missing, []);
    assert.ok(scripts.length > 5, "the build is split");
  });

  it("has every file that its manifest names", () => {
    const { contributes, icon, l10n } = manifest;
    const named = [
      icon,
      "package.nls.json",
      `${l10n}/bundle.l10n.json`,
      ...contributes.snippets.map(({ path }) => path),
      ...contributes.yamlValidation.map(({ url }) => url),
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ].map((path) => normalize(path));
    assert.deepEqual(
      named.filter((path) => !packed.has(path)),
      [],
    );
  });

  it("has no sources, tests, maps or what else stands in the folder", () => {
    const known = /^(dist|media|docs|l10n)\/|^(package(\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/i;
    assert.deepEqual(
      [...packed].filter((name) => !known.test(name) || /\.(ts|map)$/.test(name)),
      [],
    );
  });
});
