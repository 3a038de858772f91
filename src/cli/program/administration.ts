import type { Command } from "commander";
import type { ScrubRequest } from "../../core/administration/request";
import type { Act, Definer } from "./definer";
import { type RawRun, running, runOptions } from "./options";

/** What commander gives for every verb. */
interface RawVerb {
  dryRun: boolean;
  yes?: boolean;
}

/** zfs(8)'s verbs: each makes a plan, shows it, asks for the consent it needs, runs it and reads back. */
export function defineAdministration(cli: Definer): void {
  defineSnapshotVerbs(cli);
  defineDatasetVerbs(cli);
  defineFileVerbs(cli);
}

function defineSnapshotVerbs({ define, acts }: Definer): void {
  const snapshots = () => import("../commands/snapshots");
  acts(
    settable(recursive(dry(define("snapshot <places@name...>", "take snapshots, those of one pool in one moment")))),
    (places: string[], options: RawVerb & { recursive: boolean; property: string[] }) => async (environment) =>
      (await import("../commands/snapshot")).snapshot(
        places,
        { ...options, properties: options.property },
        environment,
      ),
  );
  for (const verb of ["hold", "release"] as const) {
    const does = verb === "hold" ? "keep snapshots from being destroyed" : "take a hold away";
    const command = recursive(dry(define(`${verb} <tag> <snapshots...>`, does)));
    acts(
      // what was destroyed with -d goes with its last hold
      verb === "release" ? consented(command) : command,
      (tag: string, places: string[], options: RawVerb & { recursive: boolean }) => async (environment) =>
        (await snapshots()).hold(verb, tag, places, options, environment),
    );
  }
  acts(
    dry(define("bookmark <snapshot> <name>", "make a bookmark, from which an increment can start")),
    (place: string, name: string, options: RawVerb) => async (environment) =>
      (await snapshots()).bookmark(place, name, options, environment),
  );
  acts(
    consented(clones(recursive(dry(define("destroy <places...>", "destroy datasets, snapshots (a,b%c) or bookmarks")))))
      .option("-d, --defer", "snapshots that are held or cloned go with their last hold or clone", false)
      .option("-f, --force", "unmount what is in use", false),
    (places: string[], options: RawVerb & { recursive: boolean; clones: boolean; defer: boolean; force: boolean }) =>
      async (environment) =>
        (await import("../commands/destroy")).destroy(places, options, environment),
  );
  acts(
    consented(clones(recursive(dry(define("rollback <snapshot>", "roll a dataset back to one of its snapshots"))))),
    (place: string, options: RawVerb & { recursive: boolean; clones: boolean }) => async (environment) =>
      (await snapshots()).rollback(place, options, environment),
  );
  acts(
    parents(settable(dry(define("clone <snapshot> <dataset>", "make a dataset of a snapshot")))),
    (place: string, target: string, options: RawVerb & { property: string[]; parents: boolean }) =>
      async (environment) =>
        (await snapshots()).clone(place, target, { ...options, properties: options.property }, environment),
  );
  acts(
    parents(recursive(dry(define("rename <place> <name>", "rename a dataset, or a snapshot to @NAME")))),
    (place: string, to: string, options: RawVerb & { recursive: boolean; parents: boolean }) => async (environment) =>
      (await snapshots()).rename(place, to, options, environment),
  );
  acts(
    define("diff <snapshot> [snapshot]", "which files differ between two snapshots, or a snapshot and now"),
    (place: string, to: string | undefined) => async (environment) =>
      (await import("../commands/diff")).diff(place, to, environment),
  );
}

function defineDatasetVerbs({ define, acts }: Definer): void {
  const datasets = () => import("../commands/dataset");
  const plain = {
    promote: "turn a clone and its origin around",
    mount: "mount filesystems",
    "load-key": "load the key of an encryption root; it is asked for where it is typed",
    "unload-key": "forget the key of an encryption root",
  } as const;
  for (const verb of ["promote", "mount", "load-key", "unload-key"] as const) {
    acts(
      dry(define(`${verb} <places...>`, plain[verb])),
      (places: string[], options: RawVerb) => async (environment) =>
        (await datasets()).change(verb, places, options, environment),
    );
  }
  acts(
    dry(define("unmount <places...>", "unmount filesystems")).option("-f, --force", "also where files are open", false),
    (places: string[], options: RawVerb & { force: boolean }) => async (environment) =>
      (await datasets()).unmount(places, options, environment),
  );
  acts(
    consented(dry(define("set <words...>", "set properties: PROPERTY=VALUE… PLACE…"))),
    (words: string[], options: RawVerb) => async (environment) => (await datasets()).set(words, options, environment),
  );
  acts(
    recursive(dry(define("inherit <property> <places...>", "take a property's own value away"))).option(
      "-S, --received",
      "back to the received value",
      false,
    ),
    (property: string, places: string[], options: RawVerb & { recursive: boolean; received: boolean }) =>
      async (environment) =>
        (await datasets()).inherit(property, places, options, environment),
  );
  acts(
    dry(define("scrub <pools...>", "read whole pools and compare every block with its checksum"))
      .option("--pause", "pause it", false)
      .option("--stop", "stop it", false),
    (places: string[], options: RawVerb & { pause: boolean; stop: boolean }) => async (environment) => {
      const action: ScrubRequest["action"] = options.stop ? "stop" : options.pause ? "pause" : "start";
      return (await datasets()).scrub(places, action, options, environment);
    },
  );
  for (const verb of ["allow", "unallow"] as const) {
    const does = verb === "allow" ? "delegate permissions, or show them (PLACE alone)" : "take permissions back";
    acts(
      dry(define(`${verb} <words...>`, does))
        .option("-u, --user <name>", "to this user")
        .option("-g, --group <name>", "to this group")
        .option("-e, --everyone", "to everyone", false),
      (words: string[], options: RawVerb & { user?: string; group?: string; everyone: boolean }) =>
        async (environment) =>
          (await import("../commands/allow")).allow(verb, words, options, environment),
    );
  }
  acts(
    consented(dry(define("abort <place>", "give up what was partially received there"))),
    (place: string, options: RawVerb) => async (environment) =>
      (await import("../commands/abort")).abort(place, options, environment),
  );
}

function defineFileVerbs({ define, acts }: Definer): void {
  const datasets = () => import("../commands/dataset");
  acts(
    runOptions(dry(define("send <snapshot>", "write a stream to a file of that host")))
      .requiredOption("--to <file>", "the file, by its whole path; it must not exist")
      .option("-i, --base <base>", "what the increment starts from: @SNAPSHOT or #BOOKMARK")
      .option("--raw", "send raw, as stored; without it, encrypted datasets go raw and others do not")
      .option("--no-raw", "never send raw"),
    (place: string, options: RawVerb & RawRun & { to: string; base?: string; raw?: boolean }): Act =>
      async (environment) =>
        (await datasets()).send(place, { ...options, ...running(options) }, environment),
  );
  acts(
    runOptions(dry(define("receive <place>", "receive a stream from a file of that host"))).requiredOption(
      "--from <file>",
      "the file, by its whole path",
    ),
    (place: string, options: RawVerb & RawRun & { from: string }): Act =>
      async (environment) =>
        (await datasets()).receive(place, { ...options, ...running(options) }, environment),
  );
}

function dry(command: Command): Command {
  return command.option("-n, --dry-run", "show the plan and do nothing", false);
}

function consented(command: Command): Command {
  return command.option("-y, --yes", "agree to what the plan destroys", false);
}

function recursive(command: Command): Command {
  return command.option("-r, --recursive", "everything below, too", false);
}

function clones(command: Command): Command {
  return command.option("-R, --clones", "the clones of what is destroyed, too", false);
}

function parents(command: Command): Command {
  return command.option("-p, --parents", "make the parents that are missing", false);
}

function settable(command: Command): Command {
  const collect = (text: string, before: string[]): string[] => [...before, text];
  return command.option("-o, --property <name=value>", "a property of what is made; may be repeated", collect, []);
}
