import { ZfsrError } from "../base/errors";
import { type DatasetName, datasetName, printable, shortNameFault } from "./names";

/** `host:dataset`, `host:dataset@snapshot` or `host:`, taken apart. */
export interface Place {
  /** An alias of ssh_config(5), `user@name`, `user@name:port`, `user@[v6]:port` or `local`; with `sudo+` see `usesSudo`. */
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
  if (!match || withoutSudo(host) === "" || withoutSudo(host).startsWith("-") || /[\p{Cc}\s/]/u.test(host)) {
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

const sudoMark = "sudo+";

/** Whether zfs(8) and zpool(8) are run through sudo on a host: `sudo+alpha`, `sudo+repl@alpha:2222`. */
function usesSudo(host: string): boolean {
  return host.startsWith(sudoMark);
}

/** A host's name as ssh(1) knows it. */
export function withoutSudo(host: string): string {
  return usesSudo(host) ? host.slice(sudoMark.length) : host;
}

/** A host whose zfs(8) and zpool(8) are run through sudo. */
export function throughSudo(host: string): string {
  return usesSudo(host) ? host : sudoMark + host;
}

/** The words of a command as they are run on a host: through sudo, where that is how it is used. */
export function privileged(host: string, argv: readonly string[]): readonly string[] {
  return usesSudo(host) && (argv[0] === "zfs" || argv[0] === "zpool") ? ["sudo", "-n", ...argv] : argv;
}

/**
 * What stands before every script on a host: for those that use sudo, functions that take the place of zfs(8) and
 * zpool(8), so that no script needs to know. `-n`: nobody is there to type a password.
 */
export function sudoFunctions(host: string): string {
  if (!usesSudo(host)) return "";
  return 'zfs() { command sudo -n zfs "$@"; }\nzpool() { command sudo -n zpool "$@"; }\n';
}

/** The words for ssh(1) that lead to a host as places name it: `root@beta:2222` to `-p 2222 root@beta`. */
export function sshWords(host: string): readonly string[] {
  const match = /^((?:.*@)?)(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/s.exec(withoutSudo(host));
  if (!match) return [withoutSudo(host)];
  const [, user = "", address, name = "", port] = match;
  return [...(port === undefined ? [] : ["-p", port]), user + (address ?? name)];
}
