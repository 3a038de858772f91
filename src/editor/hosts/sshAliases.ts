import { dirname, isAbsolute, join } from "node:path";

/** The files that are read; what is not there gives undefined, or an empty list. */
export interface SshConfigFiles {
  readonly read: (path: string) => Promise<string | undefined>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly home: string;
}

/** ssh_config(5) allows Include to nest 16 deep. */
const deepest = 16;

/**
 * The names on the Host lines of an ssh config and of what it includes, in their order, once each. Patterns and negated
 * names are left out: they stand for hosts that only a person can name.
 */
export async function sshAliases(file: string, files: SshConfigFiles, depth = 0): Promise<string[]> {
  const text = depth > deepest ? undefined : await files.read(file);
  const names: string[] = [];
  for (const line of (text ?? "").split(/\r?\n/)) {
    const [keyword = "", ...values] = words(line);
    if (keyword.toLowerCase() === "host") names.push(...values.filter((name) => !/[*?!]/.test(name)));
    if (keyword.toLowerCase() !== "include") continue;
    for (const value of values) {
      for (const included of await expand(value, files)) names.push(...(await sshAliases(included, files, depth + 1)));
    }
  }
  return [...new Set(names)];
}

/** The words of a line, without comments; `=` may stand behind the keyword, and words may be in double quotes. */
function words(line: string): string[] {
  const match = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(line);
  if (!match) return [];
  const values = [...(match[2] ?? "").matchAll(/"([^"]*)"|(#.*)|([^\s"]+)/g)];
  const comment = values.findIndex((value) => value[2] !== undefined);
  const kept = comment < 0 ? values : values.slice(0, comment);
  return [match[1] ?? "", ...kept.map((value) => value[1] ?? value[3] ?? "")];
}

/** The files of one Include: `~`, relative to ~/.ssh, and `*` and `?` in any part of the path, as glob(7) has them. */
async function expand(value: string, files: SshConfigFiles): Promise<string[]> {
  const whole = value.startsWith("~/")
    ? join(files.home, value.slice(2))
    : isAbsolute(value)
      ? value
      : join(files.home, ".ssh", value);
  return glob(whole, files);
}

async function glob(path: string, files: SshConfigFiles): Promise<string[]> {
  if (!/[*?]/.test(path)) return [path];
  const folder = dirname(path);
  const pattern = path.slice(folder.length + 1);
  const folders = await glob(folder, files);
  const test = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^/]*")
      .replaceAll("?", "[^/]")}$`,
  );
  const found = await Promise.all(
    folders.map(async (parent) => [...(await files.list(parent))].sort().map((name) => [parent, name] as const)),
  );
  return found
    .flat()
    .filter(([, name]) => test.test(name) && (!name.startsWith(".") || pattern.startsWith(".")))
    .map(([parent, name]) => join(parent, name));
}
