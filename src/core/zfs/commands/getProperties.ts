import type { Command } from "../command";
import type { Property } from "../model";
import type { DatasetName, SnapshotName } from "../names";
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
