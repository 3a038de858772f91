import type { Warning } from "../plan/plan";
import type { DatasetTree } from "../zfs/tree";
import { excludedProperties, whyKeptOut } from "./properties";
import type { ReplicationRequest } from "./request";

/** What a stream with properties would have brought and is kept out, in one note. */
export function keptOut(request: ReplicationRequest, source: DatasetTree, place: string): Warning[] {
  const { properties, backup, replicate } = request.send;
  if (!properties && !backup && !replicate) return [];
  const names = excludedProperties(source.properties, request.receive);
  if (names.length === 0) return [];
  const described = names.map((name) => {
    const why = whyKeptOut(name);
    return why === undefined ? name : `${name} (${why})`;
  });
  return [
    {
      id: "properties-kept-out",
      object: place,
      message: `these properties of the source do not land there: ${described.join(", ")}`,
      nextStep: "set those that the target is to have: --set NAME=VALUE",
      level: "note",
    },
  ];
}
