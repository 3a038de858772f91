import { type Command, Option } from "commander";
import type { Environment, GlobalOptions } from "../environment";

/** Runs one command: gives its exit code. */
export type Act = (environment: Environment) => Promise<number>;

/** Adds commands to the program, each with the global options. */
export interface Definer {
  /** A new command. @param usage its name and arguments, as commander takes them: `ls <place>` */
  readonly define: (usage: string, description: string) => Command;
  /** What a command does: `action` gets its arguments, its options and itself, and gives what is to be run. */
  readonly acts: (command: Command, action: (...args: never[]) => Act) => Command;
}

/** A definer for `program`. @param act hears which action was chosen, and the global options */
export function createDefiner(program: Command, act: (options: GlobalOptions, action: Act) => void): Definer {
  return {
    define: (usage, description) => withGlobalOptions(program.command(usage).description(description)),
    acts: (command, action) =>
      command.action((...args: unknown[]) => {
        const self = args.at(-1) as Command;
        act(globalOptions(self), (action as (...given: unknown[]) => Act)(...args));
      }),
  };
}

function withGlobalOptions(command: Command): Command {
  return command
    .option("--json", "print JSON: one value, or a line for each event", false)
    .option("--ssh-config <file>", "use this file instead of ~/.ssh/config, as ssh -F")
    .addOption(
      new Option("--connector <name>", "how hosts are reached").choices(["auto", "ssh2", "openssh"]).default("auto"),
    )
    .option("--verbose", "say more on standard error", false);
}

function globalOptions(command: Command): GlobalOptions {
  const { json, sshConfig, connector, verbose } = command.opts<{
    json: boolean;
    sshConfig?: string;
    connector: GlobalOptions["connector"];
    verbose: boolean;
  }>();
  return { json, sshConfig, connector, verbose };
}
