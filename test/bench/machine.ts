import { cpus, loadavg, totalmem } from "node:os";
import { readFileSync } from "node:fs";
import { hostNames } from "../support/lab/hosts";
import { running } from "../support/lab/lab";
import { readRecord } from "../support/lab/record";
import { onHost } from "../support/lab/remote";

/** What the figures were measured on, in one line of Markdown. */
export async function describeMachine(): Promise<string> {
  const name = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform;
  const memory = Math.round(totalmem() / 2 ** 30);
  const parts = [
    new Date().toISOString().slice(0, 10),
    name,
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}`,
    `${memory} GiB`,
    `Node ${process.versions.node}`,
  ];
  const up = hostNames.filter((host) => running().includes(host));
  for (const host of up) parts.push(`${host} OpenZFS ${readRecord()?.hosts[host]?.zfs ?? "?"}`);
  const first = up[0];
  if (first) {
    const question = "syncoid --version 2>&1 | sed -n 's/.*syncoid version /syncoid /p'; ssh -V 2>&1 | cut -d, -f1";
    parts.push(...(await onHost(first, question)).stdout.trim().split("\n"));
  }
  parts.push(`load ${loadavg()[0]?.toFixed(1) ?? "?"} when it began`);
  return parts.join(" · ");
}
