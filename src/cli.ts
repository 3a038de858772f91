import manifest from "../package.json";
import type { Environment, GlobalOptions } from "./cli/environment";
import { exitCodeOfError } from "./cli/exitCodes";
import { errorJson, printJson, writeText } from "./cli/output";
import { createProgram } from "./cli/program";
import { standardErrorLog } from "./cli/standardErrorLog";
import { terminalPrompter } from "./cli/terminalPrompter";
import { keepGoingWithoutReader, twice } from "./cli/endings";
import { cancelled } from "./core/base/abort";
import { ZfsrError } from "./core/base/errors";
import { printable } from "./core/zfs/names";
import { createHosts } from "./core/hosts/createHosts";
import { noPrompter, type Prompter } from "./core/hosts/prompter";
import { answerAskpass } from "./core/hosts/prompts/askpass";
import { promptAddress, promptVariables, socketPrompter } from "./core/hosts/prompts/promptClient";

// The root of the command line form: puts the parts together, runs one command, and ends with its exit code.

function choosePrompter(options: GlobalOptions, interrupt: () => void): Prompter {
  const address = promptAddress(process.env, promptVariables);
  if (address) return socketPrompter(address.path, address.token);
  return options.json ? noPrompter : terminalPrompter(process.stdin, process.stderr, interrupt);
}

async function run(options: GlobalOptions, action: (environment: Environment) => Promise<number>): Promise<number> {
  const cancel = new AbortController();
  const log = standardErrorLog(process.stderr, options.verbose);
  const interrupt = twice(
    () => cancel.abort(cancelled("zfsr")),
    () => process.exit(130),
  );
  const prompter = choosePrompter(options, interrupt);
  const self = [process.execPath, ...process.execArgv, process.argv[1] ?? ""];
  const hosts = createHosts({
    sshConfigFile: options.sshConfig,
    connector: options.connector,
    prompter,
    log,
    askpassArgv: [...self, "askpass"],
    env: process.env,
  });
  process.on("SIGINT", interrupt);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => cancel.abort(cancelled("zfsr")));
  try {
    return await action({
      options,
      stdout: process.stdout,
      stderr: process.stderr,
      stdin: process.stdin,
      env: process.env,
      version: manifest.version,
      log,
      prompter,
      host: (id) => hosts.get(id),
      cancel,
      interrupt,
      self,
      words: process.argv.slice(2),
    });
  } catch (thrown) {
    const error = ZfsrError.from(thrown, "zfsr");
    writeText(process.stderr, `zfsr: ${printable(error.message)}\n`);
    if (options.json) printJson(process, { error: errorJson(error) });
    if (options.verbose && error.output !== undefined) writeText(process.stderr, `${error.output}\n`);
    return exitCodeOfError(error);
  } finally {
    hosts.dispose();
  }
}

keepGoingWithoutReader(process.stdout, process.stderr);
if (process.argv[2] === "askpass") {
  void answerAskpass(process.argv[3] ?? "", process.env, (answer) => process.stdout.write(answer)).then(
    (code) => (process.exitCode = code),
  );
} else {
  const program = createProgram(manifest.version, (options, action) => {
    void run(options, action).then((code) => (process.exitCode = code));
  });
  // commander's own exit code for wrong use is 1
  program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  for (const command of program.commands) command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  program.parse();
}
