import { ZfsrError } from "../base/errors";
import { type DatasetName, datasetName, printable, shortNameFault } from "./names";

/** `host:dataset`, `host:dataset@snapshot` or `host:`, taken apart. */
export interface Place {
  /** An alias of ssh_config(5), `user@name`, `user@name:port`, `user@[v6]:port` or `local`. */
  readonly host: string;
  /** Undefined for `host:`. */
  readonly dataset: DatasetName | undefined;
  /** What stands behind `@`; undefined where there is none. */
  readonly snapshot: string | undefined;
}

/** A place that names a dataset. */
export type DatasetPlace = Pick<Place, "host"> & {
  readonly dataset: DatasetName;
  readonly snapshot?: string | undefined;
};

/**
 * Reads a place. A pool's name begins with a letter, so `host:22:tank` can only mean port 22.
 * @throws ZfsrError usage when no host is named, invalid-name when ZFS would not allow the rest.
 */
export function parsePlace(text: string): Place {
  const match = /^((?:[^@:[\]]+@)?(?:\[[^\]]*\]|[^:[\]]*)(?::\d+(?=:))?):(.*)$/s.exec(text);
  const host = match?.[1] ?? "";
  if (!match || host === "" || host.startsWith("-") || /[\p{Cc}\s/]/u.test(host)) {
    throw new ZfsrError({
      reason: "usage",
      object: `'${printable(text)}'`,
      because: "it does not name a place",
      nextStep: "write host:dataset, host:dataset@snapshot or host: (local: is this machine)",
    });
  }
  const rest = match[2] ?? "";
  const at = rest.indexOf("@");
  const dataset = at < 0 ? rest : rest.slice(0, at);
  const snapshot = at < 0 ? undefined : rest.slice(at + 1);
  const fault = snapshot === undefined ? undefined : shortNameFault(snapshot);
  if (fault !== undefined) {
    throw new ZfsrError({
      reason: "invalid-name",
      object: `'${printable(rest)}'`,
      because: `it is no name that ZFS allows: ${fault}`,
      nextStep: "give a name such as pool/dataset@snapshot",
    });
  }
  return { host, dataset: dataset === "" && snapshot === undefined ? undefined : datasetName(dataset), snapshot };
}

/**
 * The same, for a command that needs a dataset.
 * @throws ZfsrError usage when the place is a host alone.
 */
export function parseDatasetPlace(text: string): Place & { readonly dataset: DatasetName } {
  const place = parsePlace(text);
  if (place.dataset === undefined) {
    throw new ZfsrError({
      reason: "usage",
      object: `'${printable(text)}'`,
      because: "it names a host but no dataset",
      nextStep: `write ${place.host}:pool/dataset`,
    });
  }
  return { ...place, dataset: place.dataset };
}

/** The text of a place: what `parsePlace` reads back. */
export function formatPlace(host: string, name: string): string {
  return `${host}:${name}`;
}

/** The words for ssh(1) that lead to a host as places name it: `root@beta:2222` to `-p 2222 root@beta`. */
export function sshWords(host: string): readonly string[] {
  const match = /^((?:.*@)?)(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/s.exec(host);
  if (!match) return [host];
  const [, user = "", address, name = "", port] = match;
  return [...(port === undefined ? [] : ["-p", port]), user + (address ?? name)];
}
