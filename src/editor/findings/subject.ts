import type { Finding, Remedy } from "../../core/diagnosis/finding";
import type { LogFinding } from "../../core/diagnosis/scan/logFinding";
import { parsePlace } from "../../core/zfs/place";

/** A finding, and the host whose state tells what can be done about it; undefined where the text names none. */
export interface Subject {
  readonly finding: LogFinding;
  readonly host: string | undefined;
}

/** One of the remedies that the host's state gave: by its title, since it is worked out anew when it is reviewed. */
export interface LiveChoice {
  readonly finding: LogFinding;
  readonly host: string;
  readonly title: Remedy["title"];
}

/**
 * What a run found, as what its text names: the object of a run's finding has the host, the text what exactly is held,
 * full or modified there.
 */
export async function subjectOf(finding: Finding): Promise<Subject> {
  // the catalogue is loaded when there is something to look up
  const { findingsIn } = await import("../../core/diagnosis/scan/scanner");
  const said = findingsIn(finding.text, { guesses: false }).find(({ category }) => category === finding.category);
  const { host, dataset } = placeIn(finding.object);
  const parts = { ...(dataset === undefined ? {} : { dataset }), ...said?.parts };
  const place = { line: said?.line ?? 1, endLine: said?.endLine ?? 1, count: 1, consequences: [], host: said?.host };
  return { host, finding: { ...finding, id: said?.id ?? finding.id, ...place, parts } };
}

function placeIn(object: string): { readonly host?: string; readonly dataset?: string } {
  try {
    const { host, dataset } = parsePlace(object.replace(/#[^#:]*$/, ""));
    return dataset === undefined ? { host } : { host, dataset };
  } catch {
    return {};
  }
}
