/** Another `zfs` before the real one on a host: for what a host does at a moment that no fault from outside can hit. */
import type { HostName } from "./hosts.js";
import { onHost } from "./remote.js";

const place = "/usr/local/sbin/zfs";

/**
 * Puts a script in the way of every `zfs` on `host`. `$real` is the real one; lines that end without an `exec` or `exit`
 * come to it with the words that were given.
 */
export async function wrapZfs(host: HostName, ...lines: string[]): Promise<void> {
  const script = ["#!/bin/sh", "real=/usr/sbin/zfs", ...lines, 'exec $real "$@"', ""].join("\n");
  const text = Buffer.from(script).toString("base64");
  // in place at once: a command that runs meanwhile has the one or the other
  await onHost(
    host,
    `echo ${text} | base64 -d >${place}.new && chmod 755 ${place}.new && sync && mv ${place}.new ${place}`,
  );
}

/** Takes it away. */
export async function unwrapZfs(host: HostName): Promise<void> {
  await onHost(host, `rm -f ${place}`);
}
