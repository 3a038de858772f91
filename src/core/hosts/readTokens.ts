import { ZfsrError } from "../base/errors";
import { decodeToken, type ResumeTokenContents, tokenContents } from "../zfs/commands/decodeToken";
import type { DatasetName } from "../zfs/names";
import type { Host } from "./host";
import { shellCommand } from "../base/shellQuote";
import { randomUUID } from "node:crypto";

/**
 * Reads resume tokens on a host, all in one round trip. Any host with OpenZFS can; the source also tells how much is
 * still to come. Where its snapshot is gone, zfs prints what the token holds and then fails: that is read all the same.
 * @returns by dataset; tokens that make no sense are left out.
 */
export async function readTokens(
  host: Host,
  partial: readonly { readonly dataset: DatasetName; readonly token: string }[],
  signal?: AbortSignal,
): Promise<Map<DatasetName, ResumeTokenContents>> {
  const frame = `@zfsr-${randomUUID()}`;
  const script = partial
    .map(({ token }) => `${shellCommand(decodeToken(token).argv)} </dev/null 2>/dev/null; echo ${frame}`)
    .join("\n");
  const { stdout } = await host.script(script, signal ? { signal } : {});
  const contents = new Map<DatasetName, ResumeTokenContents>();
  stdout.split(`${frame}\n`).forEach((text, i) => {
    const entry = partial[i];
    if (!entry) return;
    try {
      contents.set(entry.dataset, tokenContents(text));
    } catch (error) {
      if (!ZfsrError.is(error)) throw error;
    }
  });
  return contents;
}
