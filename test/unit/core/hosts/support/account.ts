import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import { program } from "./sshServer";

/** A user of this machine with a password, for tests of what only real accounts can do. */
export class Account {
  readonly name = `zfsr${process.pid}${Math.floor(Math.random() * 1000)}`;
  readonly password = `pass-${Math.random().toString(36).slice(2)} ä'"$`;

  /** Makes it. @throws when this process may not */
  constructor() {
    if (userInfo().uid !== 0)
      throw new Error("tests of passwords make a user and need root: run them as root, in a container");
    run("useradd", "passwd", ["--no-create-home", "--home-dir", "/tmp", "--shell", "/bin/sh", this.name]);
    run("chpasswd", "passwd", [], `${this.name}:${this.password}\n`);
  }

  remove(): void {
    run("userdel", "passwd", ["--force", this.name]);
  }
}

function run(name: string, packageName: string, words: string[], input = ""): void {
  const result = spawnSync(program(name, packageName), words, { input, encoding: "utf8" });
  if (result.status !== 0 && name !== "userdel") throw new Error(`${name}: ${result.stderr}`);
}
