import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { question } from "../../hosts/question";
import { run } from "../../hosts/run";
import { printable } from "../../zfs/names";
import { optionsOf, type Scene, type Told } from "./told";

/** How a unit of systemd stands by now, what it said, and its start. */
export async function startUnit({ parts: { unit } }: Told, scene: Scene): Promise<Remedy[]> {
  if (unit === undefined || unit.startsWith("-")) return [];
  const { host } = scene;
  const state = await run(host, showUnit(unit), optionsOf(scene));
  const value = (key: string): string => printable(state.get(key) ?? "");
  if (value("LoadState") !== "loaded") return [];
  const log = byHost(
    `Read what ${unit} said, which is ${value("ActiveState")} now (${value("Result")})`,
    "none",
    host.id,
    `journalctl --no-pager -u ${shellQuote(unit)} -n 100`,
  );
  if (value("ActiveState") !== "failed") return [log];
  return [
    log,
    byHost(
      `Start ${unit} again, once its cause is mended`,
      "changes",
      host.id,
      `systemctl restart ${shellQuote(unit)}`,
    ),
  ];
}

/** @returns `LoadState`, `ActiveState` and `Result` of systemctl(1); nothing where there is no systemd */
function showUnit(unit: string) {
  return question(
    `the state of ${unit}`,
    'systemctl show -p LoadState,ActiveState,Result -- "$1" 2>/dev/null; true',
    (stdout) =>
      new Map(stdout.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)])),
    [unit],
  );
}
