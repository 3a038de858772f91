import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Texts that are an entry of the catalogue, and texts that nearly are. */
export interface Examples {
  readonly id: string;
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

const folder = path.join(import.meta.dirname, "..", "..", "fixtures", "diagnoses");

/** The examples beside the catalogue: an entry's id, then lines with `+` and with `-`; `⏎` is a line break. */
export function examples(): Examples[] {
  const found: { id: string; yes: string[]; no: string[] }[] = [];
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(path.join(folder, file), "utf8").split("\n")) {
      const text = line.slice(2).replaceAll(" ⏎ ", "\n");
      if (line.startsWith("+ ")) found.at(-1)?.yes.push(text);
      else if (line.startsWith("- ")) found.at(-1)?.no.push(text);
      else if (line !== "") found.push({ id: line, yes: [], no: [] });
    }
  }
  return found;
}
