import { environment } from "../command/commandScript";
import { remoteCommand } from "../../base/shellQuote";
import { sshMissing, type SshProgram } from "../settings/sshProgram";
import type { ResolvedSettings } from "../settings/resolveSettings";
import { commonOptions, ownConnection } from "./arguments";

/**
 * The words that run `script` on `host` through an ssh process with a connection of its own: data streams are not to
 * share one with the questions and answers of control. The environment of ssh's questions stands in the words, by
 * `env`, so that two of them may be joined in one pipeline; not on Windows, which has no `env` and no such pipeline.
 * @param options further words for ssh
 * @param ask the environment of `askpassEnvironment`, where there is somebody to ask
 * @throws ZfsrError `not-installed` without an ssh program
 */
export function sshWords(
  host: string,
  script: string,
  options: readonly string[],
  { settings, sshProgram }: ResolvedSettings,
  program: SshProgram,
  ask: Readonly<Record<string, string>> | undefined,
  platform: NodeJS.Platform = process.platform,
): string[] {
  if (!sshProgram) throw sshMissing(host);
  return [
    ...(ask && platform !== "win32" ? ["env", ...Object.entries(ask).map(([name, value]) => `${name}=${value}`)] : []),
    program.path,
    ...program.configWords,
    ...ownConnection,
    ...options,
    ...commonOptions(settings, ask !== undefined),
    ...program.destination(host),
    remoteCommand(environment + script),
  ];
}
