import type { ParsedKey, SigningRequestOptions } from "ssh2";
import type { Prompter } from "../prompter";
import type { Identity } from "../keys/identityFiles";

/** One key that can be offered to a server. */
export interface OfferedKey {
  /** The public half, as ssh2 has it. */
  readonly key: ParsedKey;
  /** What to call it in `ConnectionFacts.authentication`: `agent`, `file ~/.ssh/id_ed25519`. */
  readonly origin: string;
  /** Signs; rejects when the passphrase is not given or the agent refuses. */
  sign(data: Buffer, options: SigningRequestOptions): Promise<Buffer>;
}

/** Asks for passphrases this often, as ssh does. */
const attempts = 3;

export interface PassphraseContext {
  readonly host: string;
  /** Undefined when nobody is to be asked. */
  readonly prompter: Prompter | undefined;
  readonly signal?: AbortSignal | undefined;
}

type ParseKey = (data: Buffer | string, passphrase?: string) => ParsedKey | Error | readonly ParsedKey[];

/** The key in `data`, or undefined when ssh2 can't read it (or not without a passphrase). */
export function parseKey(parse: ParseKey, data: Buffer | string, passphrase?: string): ParsedKey | undefined {
  try {
    const parsed = parse(data, passphrase);
    if (parsed instanceof Error) return undefined;
    return Array.isArray(parsed) ? (parsed as readonly ParsedKey[])[0] : (parsed as ParsedKey);
  } catch {
    return undefined; // A broken file.
  }
}

/**
 * The private key of an identity file, after asking for its passphrase where it has one: three times at most.
 * @returns undefined when it can't be read or the person gave up
 */
export async function unlock(
  identity: Identity,
  parse: ParseKey,
  context: PassphraseContext,
): Promise<ParsedKey | undefined> {
  if (identity.pem === undefined) return undefined;
  if (!identity.encrypted) return parseKey(parse, identity.pem);
  for (let attempt = 1; attempt <= attempts && context.prompter; attempt += 1) {
    const passphrase = await context.prompter.ask(
      {
        kind: "secret",
        origin: "passphrase",
        keyFile: identity.path,
        host: context.host,
        title: `Passphrase for ${identity.path}`,
        message:
          attempt === 1
            ? `${context.host} accepts the key ${identity.path}`
            : "That was not the passphrase of the key. Try again",
        attempt,
      },
      context.signal,
    );
    if (passphrase === undefined) return undefined;
    const key = parseKey(parse, identity.pem, passphrase);
    if (key) return key;
  }
  return undefined;
}

/** A key of an identity file: offered by its public half, unlocked only when the server would accept it. */
export function fileKey(identity: Identity, key: ParsedKey, parse: ParseKey, context: PassphraseContext): OfferedKey {
  let unlocked: Promise<ParsedKey | undefined> | undefined;
  return {
    key,
    origin: `file ${identity.path}`,
    sign: async (data, { hash }) => {
      const secret = await (unlocked ??= unlock(identity, parse, context));
      if (!secret) throw new Error(`the private key ${identity.path} could not be unlocked`);
      const signature: unknown = secret.sign(data, hash);
      if (signature instanceof Error) throw signature;
      return signature as Buffer;
    },
  };
}
