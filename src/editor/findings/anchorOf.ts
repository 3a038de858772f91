/** Which part of docs/diagnoses.md a code is explained in. */
export type PagePart = "log" | "run" | "doctor" | "verify";

/** The headings of docs/diagnoses.md as they are linked to: `### busy`, `### Failure: busy`, `### Doctor: ashift`, `### Verify: behind`. */
export function anchorOf(part: PagePart, code: string): string {
  const before = { log: "", run: "failure-", doctor: "doctor-", verify: "verify-" } as const;
  return `${before[part]}${code.toLowerCase()}`;
}
