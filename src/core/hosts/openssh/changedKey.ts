import { readFile } from "node:fs/promises";
import { ZfsrError } from "../../base/errors";
import { parseKnownHosts } from "../keys/knownHosts";
import { fingerprint } from "../keys/publicKey";
import { readChangedKey } from "../sshFailures";

/** Adds the fingerprint of the key that is known to an error about a changed one: ssh names only its file and line. */
export async function withKnownFingerprint(error: ZfsrError): Promise<ZfsrError> {
  const changed = error.reason === "host-key-changed" ? readChangedKey(error.output ?? "") : undefined;
  if (!changed) return error;
  try {
    const lines = parseKnownHosts(await readFile(changed.file, "utf8"), changed.file);
    const known = lines.find(({ line }) => line === changed.line);
    if (!known) return error;
    const { reason, object, nextStep, output } = error;
    const because = `it presented the ${changed.keyType} key ${changed.fingerprint}, but known is the ${known.keyType} key ${fingerprint(known.blob)} in ${changed.file}:${changed.line}`;
    return new ZfsrError({ reason, object, because, nextStep, ...(output === undefined ? {} : { output }) });
  } catch {
    return error;
  }
}
