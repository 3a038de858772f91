import { type Entry, entriesOf, look, type RemedyTemplate } from "../catalogue/entry";
import { kernelLog, spaceOfDataset, statusOfPool, versionsHere } from "../catalogue/looks";
import type { Category } from "../finding";

const processes = look("See what runs there", "ps -eo pid,etime,args | grep '[z]fs\\|[z]pool'");
const listing = look("See what there is", "zfs list -t all -o name,used");
const reachable = look("See whether the other host can be reached: ping, and ssh by hand");

/** What a category's words speak of, and where to look first. No guess knows the name of anything. */
const kinds: Readonly<Record<Category, readonly [about: string, ...RemedyTemplate[]]>> = {
  busy: ["something that is in use", processes],
  "missing-snapshot": ["something that is not there", listing],
  diverged: ["snapshots that both sides have", look("Compare both sides by guid: zfsr plan SOURCE TARGET")],
  exists: ["something that is there already", listing],
  space: ["space", spaceOfDataset],
  permission: ["a permission"],
  "feature-version": ["a feature or a version", versionsHere],
  "stream-corrupt": ["a stream that cannot be read", versionsHere],
  "data-corruption": ["damage", statusOfPool, kernelLog],
  resume: ["a receive that was broken off", look("See it", "zfs get -H -t filesystem,volume receive_resume_token")],
  encryption: ["encryption or a key", look("See it", "zfs get -H encryption,encryptionroot,keystatus,keylocation")],
  mount: ["a mount", look("See what is mounted where", "zfs get -H mounted,canmount,mountpoint")],
  network: ["the connection", reachable],
  "ssh-auth": ["a login", look("Try the connection by hand: ssh HOST true")],
  "ssh-hostkey": ["a host's key", look("Connect once by hand as that user, and compare the fingerprint")],
  "pool-health": ["a pool that is not well or not there", statusOfPool],
  device: ["a disk or the way to it", statusOfPool, kernelLog],
  service: ["a program or a unit that failed", look("See its log", "journalctl -b -n 100")],
  module: ["a program or a kernel module that is not there", versionsHere],
  "kernel-bug": ["a crash", kernelLog],
  memory: ["memory", look("See what is free", "free -m")],
  "hold-clone": ["a hold or a clone", look("See them", "zfs list -t all -o name,origin,userrefs")],
  naming: ["a name"],
  config: ["an option, a property or a setting"],
  tuning: ["a limit or the speed"],
};

/** What a category's words speak of. */
export function aboutOf(category: Category): string {
  return kinds[category][0];
}

/** Where to look first, whatever it is called. */
export function stepsOf(category: Category): readonly RemedyTemplate[] {
  return kinds[category].slice(1) as RemedyTemplate[];
}

const around = look("Read the lines around it: they often say more");
const ask = look("Look the message up in the documentation of the program that gave it");
const source = "no entry of this catalogue";

/**
 * What an error that no entry of the catalogue knows looks like, by its words (`weights.ts`): one for each category. They
 * are told only where a text has nothing else to tell.
 */
export const guesses: ReadonlyMap<Category, Entry> = new Map(
  (Object.keys(kinds) as Category[])
    .flatMap((category) => {
      const [about, ...remedies] = kinds[category];
      return entriesOf(category, [
        {
          id: `looks-like-${category}`,
          severity: "info",
          needles: [],
          pattern: /(?<reason>)/,
          title: `It looks like ${about}: {reason}`,
          cause: "No known error stands in this text; the words of this line make it likely, which is a guess",
          remedies: [around, ...remedies, ask],
          source,
        },
      ]);
    })
    .map((entry) => [entry.category, entry]),
);

/** An error whose words say nothing of its kind. */
export const somethingFailed: readonly Entry[] = entriesOf("service", [
  {
    id: "something-failed",
    severity: "info",
    needles: [],
    pattern: /(?<reason>)/,
    title: "Something failed: {reason}",
    cause: "No known error stands in this text, and the words of this line do not say of what kind it is",
    remedies: [around, ask],
    source,
  },
]);
