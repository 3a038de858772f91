/** A host with one dataset, whose fake zfs(8) keeps its snapshots in files and does what it is told with them. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FakeCommands } from "./commands";
import { FakeHost } from "./localHost";

/** A stream is the lines of the snapshots that it brings; `breaks` is there for a receive that is cut, after which `meanwhile` has come. */
const zfs = (folder: string, dataset: string): string => `logged zfs "$@"
cd ${folder}
for last in "$@"; do :; done
case "$*" in
  version) printf 'zfs-2.1.11-1\\nzfs-kmod-2.1.11-1\\n' ;;
  send*-nvP*) printf 'size\\t100\\n' ;;
  send*-I*)
    for word in "$@"; do [ "$before" = -I ] && from=$word; before=$word; done
    awk -F'\t' -v from="$from" -v last="$last" 'on { print } $1 ~ (from "$") { on = 1 } $1 == last { exit }' snapshots ;;
  send*) grep "^$last	" snapshots || exit 1 ;;
  receive*)
    if [ -e breaks ]; then
      rm breaks
      cat >/dev/null
      cat meanwhile >>snapshots
      echo "cannot receive incremental stream: checksum mismatch or incomplete stream" >&2
      exit 1
    fi
    sed 's:^[^@]*@:${dataset}@:' >>snapshots ;;
  rollback*)
    cat race >>snapshots; : >race
    [ "$2" = -r ] || tail -n 1 snapshots | grep -q "^$last	" || {
      echo "cannot rollback to '$last': more recent snapshots or bookmarks exist" >&2
      exit 1
    }
    grep -B 99 "^$last	" snapshots >left; mv left snapshots ;;
  *"-o name,guid "*) for name in "$@"; do case $name in *@* | *"#"*) ;; */*) printf "$name\\t1\\n" ;; esac; grep "^$name	" snapshots | cut -f 1,2; done ;;
  destroy*-n*) printf 'reclaim\\t100\\n' ;;
  destroy*) for short in $(echo "\${last#*@}" | tr , ' '); do grep -v "@$short	" snapshots >left; mv left snapshots; done ;;
  holds*) cat holds ;;
  release*) sed "s:^\\($last	.*\\)1\$:\\10:" snapshots >left; mv left snapshots ;;
  hold*|get*) ;;
  *"-o name,origin "*) ;;
  *snapshot,bookmark*) cat snapshots ;;
  *"-d 0 "*${dataset}) cat dataset ;;
  *"-d 0 "*) sed 's:${dataset}:${dataset.slice(0, dataset.lastIndexOf("/"))}:' dataset ;;
  *) cat dataset ;;
esac`;

/** Wherever its half of a stream is started, it is its own zfs that it calls. */
class ReplicaHost extends FakeHost {
  constructor(
    id: string,
    private readonly own: FakeCommands,
  ) {
    super(id, own);
  }

  override async spawnWords(script: string): Promise<readonly string[]> {
    return ["/usr/bin/env", `PATH=${this.own.env["PATH"] ?? ""}`, ...(await super.spawnWords(script))];
  }
}

export class Replica {
  readonly fakes = new FakeCommands();
  readonly host: FakeHost;

  constructor(
    id: string,
    readonly dataset: string,
    pool: { readonly guid: number },
  ) {
    const name = dataset.slice(0, dataset.indexOf("/"));
    // runs that write to one pool of this machine see each other, those of other tests, too
    const guid = `${pool.guid}${process.pid}`;
    this.fakes.add("zfs", zfs(this.fakes.folder, dataset));
    this.fakes.add(
      "zpool",
      `case "$*" in *"-o value guid"*) echo ${guid} ;; list*) printf '${name}\\t${guid}\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n' ;; esac`,
    );
    this.host = new ReplicaHost(id, this.fakes);
    for (const file of ["snapshots", "meanwhile", "race", "holds"]) this.write(file, "");
    this.written(0);
  }

  /** Takes snapshots: `a` is the first, and its guid its letter. */
  take(...shorts: string[]): void {
    for (const short of shorts) appendFileSync(join(this.fakes.folder, "snapshots"), this.line(short));
  }

  /** Takes a snapshot that is held by this tag. */
  takeHeld(short: string, tag: string): void {
    appendFileSync(join(this.fakes.folder, "snapshots"), this.line(short).replace(/0\n$/, "1\n"));
    appendFileSync(join(this.fakes.folder, "holds"), `${this.dataset}@${short}\t${tag}\tMon Jan  1 00:00 2026\n`);
  }

  /** The next receive is cut, and these have been taken by then. */
  breakOnce(...shorts: string[]): void {
    this.write("meanwhile", shorts.map((short) => this.line(short)).join(""));
    this.write("breaks", "");
  }

  /** When zfs is told to roll back, these are there, too: nobody could see them before. */
  takeJustBeforeRollback(...shorts: string[]): void {
    this.write("race", shorts.map((short) => this.line(short)).join(""));
  }

  written(bytes: number): void {
    const words = [9, 9e9, 9, bytes, ..."- off - - on no -".split(" ")];
    this.write("dataset", `${[this.dataset, "filesystem", 100, 1, 1700000000, ...words].join("\t")}\n`);
  }

  /** What stands behind `@` of all that are there. */
  get shorts(): string {
    const lines = readFileSync(join(this.fakes.folder, "snapshots"), "utf8").trim().split("\n");
    return lines.map((line) => /@(\w+)\t/.exec(line)?.[1] ?? "").join(" ");
  }

  get isWhole(): boolean {
    return !existsSync(join(this.fakes.folder, "breaks"));
  }

  /** Calls of zfs that change something, by their words. */
  changes(): string[] {
    return this.fakes
      .calls()
      .filter(([, verb = "", ...words]) => ["rollback", "destroy", "rename"].includes(verb) && !words.includes("-nvp"))
      .map((words) => words.join(" "));
  }

  private line(short: string): string {
    const age = short.charCodeAt(0);
    return `${[`${this.dataset}@${short}`, `${age}${short.length}`, age, 1700000000 + age, 0, 9, 0].join("\t")}\n`;
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.fakes.folder, name), text);
  }
}
