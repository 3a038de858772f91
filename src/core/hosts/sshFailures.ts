import { ZfsrError, type ErrorDetails } from "../base/errors";
import { sshFailureRules } from "./sshFailureRules";

/**
 * What the ssh program said when it gave up, as an error. Call it only for text of ssh itself (exit status 255).
 * @param host the name a person uses for the host
 * @param stderr all of what it printed on standard error
 * @returns undefined when nothing in the text is known
 */
export function sshFailure(host: string, stderr: string): ZfsrError | undefined {
  for (const { pattern, reason, because, nextStep } of sshFailureRules) {
    const match = pattern.exec(stderr);
    if (!match) continue;
    const filled = because.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
    const details: ErrorDetails = { reason, object: host, because: filled, nextStep, output: stderr };
    return reason === "host-key-changed" ? changedKey(details, stderr) : new ZfsrError(details);
  }
  return undefined;
}

/** The place in known_hosts and the new fingerprint, as ssh's big warning names them. */
export interface ChangedKey {
  readonly keyType: string;
  readonly fingerprint: string;
  readonly file: string;
  readonly line: number;
}

/** Reads ssh's warning about a changed host key. @returns undefined when the text is none. */
export function readChangedKey(stderr: string): ChangedKey | undefined {
  const sent = /The fingerprint for the (\S+) key sent by the remote host is\r?\n(\S+?)\.\r?\n/.exec(stderr);
  const offending = /Offending \S+ key in (.+):(\d+)\r?\n/.exec(stderr);
  if (!sent || !offending) return undefined;
  return { keyType: sent[1] ?? "", fingerprint: sent[2] ?? "", file: offending[1] ?? "", line: Number(offending[2]) };
}

function changedKey(details: ErrorDetails, stderr: string): ZfsrError {
  const changed = readChangedKey(stderr);
  if (!changed) return new ZfsrError(details);
  const { keyType, fingerprint, file, line } = changed;
  return new ZfsrError({
    ...details,
    because: `the ${keyType} key it presented, ${fingerprint}, is not the one in ${file}:${line}`,
  });
}
