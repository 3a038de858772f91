import { parseHostId } from "../../core/hosts/hostId";

/** What of this machine and its hosts is not to be told. */
export interface Private {
  /** Host ids as the settings have them: `alpha`, `sudo+repl@alpha:2222`. */
  readonly hosts: readonly string[];
  readonly user: string;
  readonly home: string;
}

/**
 * Text without what leads to a machine or a person: hosts become `host1`, `host2` in the order of the settings, and users,
 * addresses, fingerprints, keys, resume tokens and the home folder are named for what they are. Names of pools, datasets
 * and snapshots stay: without them nobody could help.
 */
export function redact(text: string, { hosts, user, home }: Private): string {
  const named = namesOf(hosts);
  const users = new Set(
    [user, ...named.flatMap((one) => one.user ?? [])].filter((name) => !["", "root"].includes(name)),
  );
  let left = text
    .replace(/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(-----END [^-]*PRIVATE KEY-----|$)/g, "<private key>")
    .replace(/\b1-[0-9a-f]{6,}-[0-9a-f]+-[0-9a-f]{16,}/g, "<resume token>")
    .replace(/\b(SHA256:)[A-Za-z0-9+/]{20,}=*/g, "$1<fingerprint>");
  if (home.length > 1) left = left.replace(new RegExp(`(?<!\\w)${literal(home)}(?!\\w)`, "g"), "~");
  // the longest first: a host may be called as another one begins
  const byLength = named
    .map((one, i) => ({ ...one, as: `host${i + 1}` }))
    .sort((a, b) => b.name.length - a.name.length);
  for (const { name, as } of byLength) left = left.replace(word(name), as);
  for (const name of users) left = left.replace(word(name), "<user>");
  return left
    .replace(/\b\d{1,3}(\.\d{1,3}){3}\b/g, "<address>")
    .replace(/(?<![\w:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![\w:])/gi, "<address>")
    .replace(/(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])/gi, "<address>");
}

/** The machines behind host ids, each once; this machine itself has no name to hide. */
function namesOf(hosts: readonly string[]): { readonly name: string; readonly user: string | undefined }[] {
  const found = new Map<string, string | undefined>();
  for (const id of hosts) {
    const address = parse(id);
    if (address && !found.has(address.name)) found.set(address.name, address.user);
  }
  return [...found].map(([name, user]) => ({ name, user }));
}

function parse(id: string): { readonly name: string; readonly user: string | undefined } | undefined {
  try {
    const address = parseHostId(id);
    return address.kind === "local" ? undefined : { name: address.name, user: address.user };
  } catch {
    // what a person wrote into the settings there need not be a host
    return { name: id, user: undefined };
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The name where it stands for itself: not inside a word, nor as a part of a dataset's name. */
function word(name: string): RegExp {
  return new RegExp(`(?<![\\w./-])${literal(name)}(?![\\w/-])`, "g");
}
