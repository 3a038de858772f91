import { isMap, isScalar, LineCounter, parseDocument } from "yaml";

/** The line (from 1) on which each job of a job file begins, by its name; those that cannot be read are left out. */
export function jobLines(text: string): Map<string, number> {
  const lines = new LineCounter();
  const jobs = parseDocument(text, { lineCounter: lines, prettyErrors: false }).get("jobs", true);
  const found = new Map<string, number>();
  for (const { key } of isMap(jobs) ? jobs.items : []) {
    if (isScalar(key) && key.range) found.set(String(key.value), lines.linePos(key.range[0]).line);
  }
  return found;
}
