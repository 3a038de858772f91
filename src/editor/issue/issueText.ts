import { type Private, redact } from "./redact";

/** What is known when somebody reports an issue. */
export interface IssueFacts {
  /** What runs here, with its version, in the order in which it is shown. */
  readonly versions: readonly (readonly [what: string, version: string])[];
  /** Settings that are not as they come. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** The newest lines of the log, the oldest first. */
  readonly log: readonly string[];
}

/** An issue as a Markdown document: what its writer has to say, then what the extension knows, redacted. */
export function issueText({ versions, settings, log }: IssueFacts, hidden: Private): string {
  const table = (rows: readonly (readonly [string, string])[]): string =>
    rows.map(([name, value]) => `- ${redact(`${name}: ${value}`, hidden)}`).join("\n");
  const lines = log.length === 0 ? "(nothing was logged)" : redact(log.join("\n"), hidden);
  const fence = fenceFor(lines);
  return `# Issue

<!-- Nothing was sent. Read it, take out what is nobody's business, and copy it to where you report it.
Hosts, users, addresses and keys are replaced; names of pools, datasets and snapshots are not. -->

## What happened


## What was expected


## How it can be seen again


## Versions

${table(versions)}

## Settings

${settings.length === 0 ? "As they come." : table(settings)}

## Log

${fence}text
${lines}
${fence}
`;
}

/** Longer than any fence in the text. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}
