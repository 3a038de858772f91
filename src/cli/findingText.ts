import type { Remedy } from "../core/diagnosis/finding";
import type { LogFinding } from "../core/diagnosis/scan/logFinding";

const risks = { none: "", changes: " (changes)", destroys: " (destroys)" } as const;

/** The newest steps that were told of one text: a step that stands there once is not told under each finding again. */
export class ToldSteps {
  private readonly told = new Set<string>();

  /** Whether a step was told before; it is from now on. */
  has({ title, command }: Remedy): boolean {
    const key = command ?? title;
    if (this.told.has(key)) return true;
    if (this.told.size >= most) this.told.clear();
    this.told.add(key);
    return false;
  }
}

/** Steps that are remembered. */
const most = 200;

/**
 * A finding for a terminal. Its first line is `file:line: severity: title [id]`, which the editor's problem matcher `$zfsr`
 * reads.
 * @param quoted what the tool printed, where the reader has no such file to look into
 * @param told the steps of findings before it, which are not told again
 */
export function findingText(file: string, finding: LogFinding, quoted?: string, told?: ToldSteps): string {
  const { line, endLine, severity, title, id, cause, count, consequences, remedies } = finding;
  const often = count > 1 ? ` (${count} times)` : "";
  const lines = [`${file}:${line}: ${severity}: ${title}${often} [${id}]`];
  for (const said of quoted?.split("\n") ?? []) lines.push(`    | ${said.trim()}`);
  lines.push(`    ${cause}.`);
  if (endLine > line) lines.push(`    Lines ${line} to ${endLine}.`);
  for (const other of consequences) lines.push(`    Follows from it: line ${other.line}, ${other.title} [${other.id}]`);
  const fresh = remedies.filter((remedy) => !told?.has(remedy));
  if (remedies.length > 0 && fresh.length === 0) lines.push("    - Its steps stand above");
  for (const remedy of fresh) {
    const command = remedy.command === undefined ? "" : `: ${remedy.command}`;
    lines.push(`    - ${remedy.title}${risks[remedy.risk]}${command}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A finding as `--json` has it (docs/cli.md). */
export function findingJson(finding: LogFinding): object {
  const { line, endLine, id, category, severity, object, title, cause, count, consequences, remedies } = finding;
  const plain = remedies.map((remedy) => ({
    title: remedy.title,
    risk: remedy.risk,
    ...(remedy.command === undefined ? {} : { command: remedy.command }),
  }));
  return { line, endLine, id, category, severity, object, title, cause, count, consequences, remedies: plain };
}
