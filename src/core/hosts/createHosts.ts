import type { Disposable } from "../base/disposable";
import type { Log } from "../base/log";
import { environment } from "./command/commandScript";
import { ConnectedHost } from "./connectedHost";
import { ChosenConnector } from "./chosenConnector";
import type { ConnectorOption } from "./connectorChoice";
import { localHostId, type Host, type HostId } from "./host";
import { parseHostId } from "./hostId";
import { HostKeyPolicy } from "./keys/hostKeyPolicy";
import { LocalConnector } from "./local/localConnector";
import { PrivateFolder } from "./openssh/privateFolder";
import { sshWords } from "./openssh/spawnWords";
import { askpassEnvironment } from "./prompts/askpassScript";
import { marking } from "./prompts/marksServerWords";
import { PromptServer } from "./prompts/promptServer";
import { RememberingPrompter } from "./prompts/rememberingPrompter";
import { noPrompter, type Prompter } from "./prompter";
import { SshProgram } from "./settings/sshProgram";
import { thisMachine } from "./settings/thisMachine";

export interface HostsOptions {
  /** What ssh's `-F` gets; the user's own config when left out. */
  readonly sshConfigFile?: string | undefined;
  /** The connector of all hosts, or of the host that is asked about. Default: auto. */
  readonly connector?: ConnectorOption | ((host: string) => ConnectorOption);
  /** Who is asked; `noPrompter` when nobody can be. */
  readonly prompter: Prompter;
  readonly log: Log;
  /** The words that start the askpass program. Without them OpenSSH can ask nobody. */
  readonly askpassArgv?: readonly string[] | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The ssh program. Default: `ssh` on the PATH of `env`. */
  readonly sshPath?: string | undefined;
}

/** All hosts of one process. */
export interface Hosts extends Disposable {
  /**
   * The host of that name, made when first asked for and kept; nothing connects before its first command.
   * @throws ZfsrError `invalid-name`
   */
  get(id: string): Host;
  /** Closes all connections, ends the commands that still run, and removes sockets and scripts. */
  dispose(): void;
}

/** Puts the parts of `hosts/` together: for the command line and for the editor, once in each process. */
export function createHosts(options: HostsOptions): Hosts {
  const { prompter, log, askpassArgv, env, connector = "auto" } = options;
  const machine = thisMachine(env);
  const program = new SshProgram(env, options.sshConfigFile, options.sshPath);
  const policy = new HostKeyPolicy(log);
  const folder = new PrivateFolder();
  const person = new RememberingPrompter(prompter);
  const server = new PromptServer(folder, person, log, marking(program));
  const hosts = new Map<string, Host>();
  const askpass =
    prompter === noPrompter || !askpassArgv
      ? undefined
      : (host: string) => askpassEnvironment(host, askpassArgv, folder, server);

  const remote = (id: string): Host => {
    parseHostId(id);
    const option = typeof connector === "function" ? connector(id) : connector;
    const chosen = new ChosenConnector({ host: id, option, program, machine, policy, person, folder, askpass, log });
    return new ConnectedHost(id as HostId, chosen, async (script, options = []) =>
      sshWords(id, script, options, await chosen.settings(), program, await askpass?.(id)),
    );
  };
  const local = (): Host =>
    new ConnectedHost(localHostId, new LocalConnector(env), (script) =>
      Promise.resolve(["/bin/sh", "-c", environment + script]),
    );

  const dispose = (): void => {
    process.off("exit", dispose);
    for (const host of hosts.values()) host.dispose();
    hosts.clear();
    server.dispose();
    person.forget();
    folder.dispose();
  };
  // Also where nobody disposes of them: children, masters and sockets are not to outlive this process.
  process.once("exit", dispose);

  return {
    get: (id) => {
      const known = hosts.get(id);
      if (known) return known;
      const made = id === localHostId ? local() : remote(id);
      hosts.set(id, made);
      return made;
    },
    dispose,
  };
}
