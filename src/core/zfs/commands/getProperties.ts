import type { Command } from "../command";
import type { Property } from "../model";
import { type DatasetName, isWithin, type SnapshotName } from "../names";
import { unreadable } from "../rows";

/**
 * Properties of one dataset or snapshot. @param properties names, or `["all"]`.
 * A user property's value may hold tabs and line breaks of its own, so a line that does not begin with the name belongs
 * to the value above it.
 */
export function getProperties(name: DatasetName | SnapshotName, properties: readonly string[]): Command<Property[]> {
  return {
    argv: ["zfs", "get", "-Hp", "-o", "name,property,value,source", properties.join(","), name],
    object: name,
    parse: (stdout) => splitRecords(stdout, name).map(parseProperty),
  };
}

/**
 * What is set on the filesystems and volumes at and below `root`: locally, or by a stream that brought it.
 * Values are those of people and of other hosts; a value with line breaks that looks like a row of another property can
 * only add a name to what is kept out of a target, never take one away.
 */
export function listSetProperties(root: DatasetName, options: { readonly recursive: boolean }): Command<Property[]> {
  return {
    argv: [
      ...["zfs", "get", "-Hp", ...(options.recursive ? ["-r"] : []), "-t", "filesystem,volume"],
      ...["-s", "local,received", "-o", "name,property,value,source", "all", root],
    ],
    object: root,
    parse: (stdout) =>
      stdout.split("\n").flatMap((line): Property[] => {
        const row = line.split("\t");
        const [name = "", property = "", ...rest] = row;
        if (rest.length < 2 || !isWithin(name, root) || !/^[a-z0-9][a-z0-9:._@-]*$/.test(property)) return [];
        return [{ name, property, value: rest.slice(0, -1).join("\t"), source: rest.at(-1) ?? "-" }];
      }),
  };
}

function splitRecords(stdout: string, name: string): string[] {
  const records: string[] = [];
  for (const line of stdout.replace(/\n$/, "").split("\n")) {
    if (line.startsWith(`${name}\t`)) records.push(line);
    else if (records.length > 0) records.push(`${records.pop() ?? ""}\n${line}`);
    else if (line !== "") throw unreadable(line, "it is not what 'zfs get' prints");
  }
  return records;
}

function parseProperty(record: string): Property {
  const [name = "", property = "", ...rest] = record.split("\t");
  if (rest.length < 2) throw unreadable(record, "it is not what 'zfs get' prints");
  return { name, property, value: rest.slice(0, -1).join("\t"), source: rest.at(-1) ?? "-" };
}
