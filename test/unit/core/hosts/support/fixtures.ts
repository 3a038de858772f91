import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log } from "../../../../../src/core/base/log";
import type { ConnectorOption } from "../../../../../src/core/hosts/connectorChoice";
import { createHosts, type Hosts } from "../../../../../src/core/hosts/createHosts";
import { noPrompter, type Prompt, type Prompter } from "../../../../../src/core/hosts/prompter";
import type { SshServer, Workspace } from "./sshServer";

/** A Prompter that answers by itself and remembers what it was asked. */
export class ScriptedPrompter implements Prompter {
  readonly asked: Prompt[] = [];

  /** @param answer gives the answer to a question; undefined gives it up */
  constructor(private readonly answer: (prompt: Prompt) => string | undefined) {}

  ask(prompt: Prompt): Promise<string | undefined> {
    this.asked.push(prompt);
    return Promise.resolve(this.answer(prompt));
  }
}

const require_ = createRequire(join(process.cwd(), "package.json"));

/** The words that start the askpass program of these tests. */
export const askpassArgv = [
  process.execPath,
  "--import",
  pathToFileURL(require_.resolve("tsx")).href,
  join(process.cwd(), "test/unit/core/hosts/support/askpass.ts"),
];

/** This process's environment without an agent. */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, SSH_AUTH_SOCK: undefined, ...more };
}

/** What was logged, for messages of failed tests. */
export class KeptLog implements Log {
  readonly lines: string[] = [];
  trace = (line: string): void => void this.lines.push(line);
  debug = this.trace;
  info = this.trace;
  warn = this.trace;
  error = this.trace;
}

/** An ssh config that leads `name` to `server`, and nowhere into the home folder. */
export function configFor(name: string, server: { readonly port: number }, lines: readonly string[] = []): string {
  return [
    `Host ${name}`,
    ...lines.map((line) => `  ${line}`),
    "  HostName 127.0.0.1",
    `  Port ${server.port}`,
    "  User root",
    "  IdentitiesOnly yes",
    "  GlobalKnownHostsFile /dev/null",
    "  UpdateHostKeys no",
    "",
  ].join("\n");
}

/** Hosts for a test. @param config the text of the ssh config */
export function hostsFor(
  workspace: Workspace,
  connector: ConnectorOption,
  config: string,
  more: { readonly prompter?: Prompter; readonly env?: NodeJS.ProcessEnv; readonly log?: Log } = {},
): Hosts {
  const file = workspace.file(`config-${Math.random().toString(36).slice(2)}`, config);
  return createHosts({
    sshConfigFile: file,
    connector,
    prompter: more.prompter ?? noPrompter,
    log: more.log ?? new KeptLog(),
    askpassArgv,
    env: more.env ?? environment(),
  });
}

/** A config and a known_hosts file for a server that is known and lets `key` in. */
export function trusted(
  workspace: Workspace,
  name: string,
  server: SshServer,
  key: string,
  lines: readonly string[] = [],
): string {
  const known = workspace.file(`known-${name}-${server.port}`, server.knownHost());
  return configFor(name, server, [...lines, `IdentityFile ${key}`, `UserKnownHostsFile ${known}`]);
}

/** Runs a test body once for each way to reach a host through ssh. */
export const sshConnectors = ["ssh2", "openssh"] as const;
