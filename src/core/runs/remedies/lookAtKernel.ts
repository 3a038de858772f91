import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { optionsOf, type Scene, type Told } from "./told";

/** Which tasks wait in the kernel, where their stacks tell what for; and which release has the fault (Linux). */
export async function lookAtKernel(_told: Told, scene: Scene): Promise<Remedy[]> {
  const { host } = scene;
  const { release, kernel, waiting } = await run(host, findWaiting(), optionsOf(scene));
  const named = waiting
    .slice(0, 3)
    .map(({ pid, name }) => `${pid} (${printable(name)})`)
    .join(", ");
  const stacks = waiting.slice(0, 20).map(({ pid }) => `/proc/${pid}/stack`);
  return [
    ...(waiting.length === 0
      ? []
      : [
          byHost(
            `Keep the stacks of ${waiting.length} that wait in the kernel, before the restart that ends them: ${named}`,
            "none",
            host.id,
            `head -n 20 ${stacks.join(" ")}`,
          ),
        ]),
    ...(release === undefined
      ? []
      : [
          advice(
            `see whether a release after ${printable(release)} mends it, for kernel ${printable(kernel)}: github.com/openzfs/zfs/releases`,
          ),
        ]),
  ];
}

interface Waiting {
  /** Of the module that is loaded. */
  readonly release: string | undefined;
  readonly kernel: string;
  /** Tasks in uninterruptible sleep. */
  readonly waiting: readonly { readonly pid: string; readonly name: string }[];
}

function findWaiting(): Command<Waiting> {
  return question(
    "tasks that wait in the kernel",
    `uname -r; cat /sys/module/zfs/version 2>/dev/null || echo -;
     ps -eo pid=,stat=,comm= 2>/dev/null | awk '$2 ~ /^D/ {print $1, $3}'; true`,
    (stdout) => {
      const [kernel = "", release, ...tasks] = linesIn(stdout);
      const waiting = tasks.flatMap((task) => {
        const [, pid, name] = /^(\d+) (.+)$/.exec(task) ?? [];
        return pid === undefined || name === undefined ? [] : [{ pid, name }];
      });
      return { kernel, release: release === "-" ? undefined : release, waiting };
    },
  );
}
