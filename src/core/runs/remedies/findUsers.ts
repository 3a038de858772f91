import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { endProcess, type HostProcess } from "./endProcess";
import { endReceives, isReceiver } from "./endReceive";
import { goOn } from "./goOn";
import { listMounts } from "../../zfs/commands/listMounts";
import { releaseHolds } from "./releaseHolds";
import { datasetIn, optionsOf, poolIn, type Scene, snapshotIn, type Told } from "./told";

/** Who uses what is busy: holds and clones of a snapshot, receives and sends that run and the end of those that are stuck, processes with files open. */
export async function findUsers(told: Told, scene: Scene): Promise<Remedy[]> {
  if (snapshotIn(told)) return releaseHolds(told, scene);
  const dataset = datasetIn(told);
  const pool = told.id === "pool-busy" ? poolIn(told) : undefined;
  const paths =
    told.parts.path === undefined
      ? (await run(scene.host, listMounts(pool ?? dataset), optionsOf(scene))).flatMap(({ mounted, mountpoint }) =>
          mounted ? [mountpoint] : [],
        )
      : [told.parts.path];
  const processes = await run(scene.host, listProcesses(), optionsOf(scene));
  const moving = processes.filter(({ words }) => movesData(words, dataset ?? pool));
  // the root of a host is in use by all that runs there
  const within = paths.filter((path) => path !== "/" && !path.includes("\n"));
  const open = within.length === 0 ? [] : await run(scene.host, usersOf(within), optionsOf(scene));
  const users = processes.filter((process) => open.includes(process.pid) && mayEnd(process));
  return [
    ...moving.slice(0, most).map((process) => look(process, "", scene)),
    ...(dataset === undefined || moving.length > 0 ? [] : await goOn(told, scene)),
    // behind the looks: whose receive it is, a person has to find out first
    ...(await endReceives(moving.filter(isReceiver).slice(0, most), scene)),
    ...users
      .slice(0, most)
      .flatMap((process) => [
        look(process, " and has files open there", scene),
        byHost(
          `End process ${process.pid} (${nameOf(process)}), if it may end`,
          "changes",
          scene.host.id,
          endProcess(process, "program", "it waits for something"),
        ),
      ]),
  ];
}

/** Processes that are told of at most: a shell and what it started are often all there is. */
const most = 3;

/** Not the first process of a host, nor one of its kernel's. */
function mayEnd({ pid, words }: Process): boolean {
  return pid > 1 && !words.startsWith("[");
}

interface Process extends HostProcess {
  readonly user: string;
  /** `[[dd-]hh:]mm:ss` since it was started. */
  readonly age: string;
}

function listProcesses(): Command<Process[]> {
  return {
    // whole words, whatever COLUMNS says: a receive is known again by them
    argv: ["ps", "-ww", "-eo", "pid=,user=,etime=,args="],
    object: "processes",
    parse: (stdout) =>
      stdout.split("\n").flatMap((line) => {
        const [, pid, user = "", age = "", words = ""] = /^\s*(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
        return pid === undefined ? [] : [{ pid: Number(pid), user, age, words }];
      }),
  };
}

/** Processes that stand in, or have open, what lies at or below one of the paths. Where there is no /proc, none. */
function usersOf(paths: readonly string[]): Command<number[]> {
  const find = `p=$(printf '%s\\n' "$@"); find /proc -mindepth 2 -maxdepth 3 '(' -path '/proc/[0-9]*/cwd' -o -path '/proc/[0-9]*/root' -o -path '/proc/[0-9]*/fd/*' ')' -type l -printf '%p %l\\n' 2>/dev/null | grep -F -e "$p"; true`;
  return question(
    "who has files open",
    find,
    (stdout) =>
      stdout.split("\n").flatMap((line) => {
        const [, pid, path = ""] = /^\/proc\/(\d+)\/\S+ (.*)$/.exec(line) ?? [];
        const within = paths.some((root) => path === root || path.startsWith(`${root}/`));
        return pid !== undefined && within ? [Number(pid)] : [];
      }),
    paths,
  );
}

/** `zfs receive -s tank/a`, `zfs send tank/a@1`: one that names the dataset, or anything of the pool. */
function movesData(words: string, name: string | undefined): boolean {
  if (name === undefined || !/^(?:\S*\/)?zfs (?:send|receive|recv)\b/.test(words)) return false;
  return words.split(" ").some((word) => word === name || word.startsWith(`${name}@`) || word.startsWith(`${name}/`));
}

/** What a person knows a process by. */
function nameOf({ words }: Pick<Process, "words">): string {
  return printable(words.length > 60 ? `${words.slice(0, 59)}…` : words);
}

function look({ pid, user, age, words }: Process, does: string, { host }: Scene): Remedy {
  return byHost(
    `Process ${pid} of ${printable(user)} (${nameOf({ words })}) has run for ${age}${does}: look at it`,
    "none",
    host.id,
    `ps -fp ${pid}`,
  );
}
