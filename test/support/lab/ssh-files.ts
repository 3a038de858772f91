/** Writes what ssh needs to reach the hosts from this machine. */
import { copyFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { address, hostNames, hostSpec, lineAddress } from "./hosts.js";
import { keysFolder } from "./image/cache.js";
import { files, labFolder, lineSocket, sharedSocket } from "./places.js";

/** The accounts on each host: NAME for root, NAME-repl and NAME-ops for the other two. */
const accounts = [
  ["root", ""],
  ["repl", "-repl"],
  ["ops", "-ops"],
] as const;

/** Takes the hosts' ports, in the order of hostNames; writes the configurations, the known hosts and the key. */
export function writeSshFiles(ports: readonly number[]): void {
  mkdirSync(labFolder, { recursive: true });
  copyFileSync(join(keysFolder, "lab"), files.identity);
  chmodSync(files.identity, 0o600);
  writeFileSync(files.knownHosts, knownHosts(ports));
  const forwarded = (i: number): { host: string; port: number } => ({ host: "127.0.0.1", port: ports[i] ?? 0 });
  writeFileSync(files.sshConfig, config(forwarded));
  writeFileSync(files.sharedConfig, config(forwarded, sharing(sharedSocket)));
  writeFileSync(
    files.lineConfig,
    config((i) => ({ host: lineAddress(hostSpec(hostNames[i] ?? "alpha")), port: 22 }), sharing(lineSocket("%n"))),
  );
}

function sharing(socket: string): string[] {
  return ["ControlMaster auto", `ControlPath ${socket}`, "ControlPersist yes"];
}

function knownHosts(ports: readonly number[]): string {
  const known = readFileSync(join(keysFolder, "known_hosts"), "utf8").trim().split("\n");
  const lines = known.map((line) => {
    const [names = "", kind, key] = line.split(" ");
    const i = hostNames.findIndex((name) => names.split(",").includes(name));
    const spec = hostSpec(hostNames[i] ?? "alpha");
    const all = [`[127.0.0.1]:${ports[i] ?? 0}`, spec.name, address(spec), lineAddress(spec)];
    return `${all.join(",")} ${kind} ${key}`;
  });
  return `${lines.join("\n")}\n`;
}

function config(where: (i: number) => { host: string; port: number }, more: readonly string[] = []): string {
  const entries = hostNames.flatMap((name, i) =>
    accounts.map(([user, suffix]) =>
      [
        `Host ${name}${suffix}`,
        `  HostName ${where(i).host}`,
        `  Port ${where(i).port}`,
        `  User ${user}`,
        `  IdentityFile "${files.identity}"`,
        `  IdentitiesOnly yes`,
        `  UserKnownHostsFile "${files.knownHosts}"`,
        `  GlobalKnownHostsFile /dev/null`,
        `  StrictHostKeyChecking yes`,
        `  UpdateHostKeys no`,
        ...more.map((line) => `  ${line}`),
        ``,
      ].join("\n"),
    ),
  );
  return `# Written by 'npm run lab -- up'.\n${entries.join("\n")}`;
}
