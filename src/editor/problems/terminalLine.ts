import { shellCommand, shellQuote } from "../../core/base/shellQuote";

/** What the commands of remedies mean on this machine. */
export interface TerminalProgram {
  /** The words that run the command line of this extension. */
  readonly zfsr: readonly string[];
  readonly sshConfigFile: string | undefined;
}

/** A process for a terminal: no shell of the user reads its words. */
export interface TerminalProcess {
  readonly program: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A remedy's command as it can be typed into a POSIX shell here: `zfsr` need not be on the PATH, and hosts are reached by
 * the ssh config that the editor uses.
 */
export function terminalLine(command: string, { zfsr, sshConfigFile }: TerminalProgram): string {
  if (command.startsWith("zfsr ")) {
    const config = sshConfigFile === undefined ? "" : ` --ssh-config ${shellQuote(sshConfigFile)}`;
    return `ELECTRON_RUN_AS_NODE=1 ${shellCommand(zfsr)} ${command.slice("zfsr ".length)}${config}`;
  }
  if (command.startsWith("ssh ") && sshConfigFile !== undefined) {
    return `ssh -F ${shellQuote(sshConfigFile)} ${command.slice("ssh ".length)}`;
  }
  return command;
}

/**
 * The same as a process of its own: a command of zfsr or ssh by its words, so that none of the user's shells has to read
 * quotes that it may not know (Windows has none that would); any other, which is for this machine, by /bin/sh.
 */
export function terminalProcess(command: string, { zfsr, sshConfigFile }: TerminalProgram): TerminalProcess {
  const words = shellWords(command);
  const [node = "", ...script] = zfsr;
  if (words?.[0] === "zfsr") {
    const config = sshConfigFile === undefined ? [] : ["--ssh-config", sshConfigFile];
    const env = { ELECTRON_RUN_AS_NODE: "1" };
    return { program: node, argv: [...script, ...words.slice(1), ...config], env };
  }
  if (words?.[0] === "ssh") {
    const config = sshConfigFile === undefined ? [] : ["-F", sshConfigFile];
    return { program: "ssh", argv: [...config, ...words.slice(1)], env: {} };
  }
  return { program: "/bin/sh", argv: ["-c", command], env: {} };
}

/**
 * VS Code closes a terminal whose process ends well, with all that it said: this runs another process in its place and
 * waits for Enter after it. Its words come as they are, through no shell.
 * @param node the editor's own runtime
 */
export function keptOpen({ program, argv, env }: TerminalProcess, node: string): TerminalProcess {
  return {
    program: node,
    argv: ["-e", keeper, "--", program, ...argv],
    env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
  };
}

const keeper = `
const [program, ...argv] = process.argv.slice(process.argv[1] === "--" ? 2 : 1);
process.on("SIGINT", () => undefined);
const { status, signal, error } = require("child_process").spawnSync(program, argv, { stdio: "inherit" });
console.log("\\n" + (error ? error.message : "Ended with " + (signal || "exit code " + status)) + ". Enter closes this.");
process.stdin.resume().once("data", () => process.exit(0)).once("end", () => process.exit(0));
`;

/** The words of what `shellCommand` wrote; undefined for a line that says more to a shell than words. */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let rest = line;
  while (rest !== "") {
    const match = /^ *((?:'[^']*'|\\['\\!]|[A-Za-z0-9_./:@+,-])+)(?= |$)/.exec(rest);
    if (!match) return undefined;
    words.push((match[1] ?? "").replace(/'([^']*)'|\\(.)/g, "$1$2"));
    rest = rest.slice(match[0].length);
  }
  return words;
}
