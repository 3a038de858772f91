import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { diagnosesPage } from "./diagnosesPage";

async function write(): Promise<void> {
  const text = await format(diagnosesPage(), { parser: "markdown", printWidth: 120 });
  writeFileSync(new URL("../../../docs/diagnoses.md", import.meta.url), text);
}

void write();
