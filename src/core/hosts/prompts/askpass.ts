import { askThroughSocket, promptAddress } from "./promptClient";

/** The environment in which the askpass program runs; the private script that starts it sets them. */
export const askpassVariables = {
  socket: "ZFSR_ASKPASS_SOCKET",
  token: "ZFSR_ASKPASS_TOKEN",
  /** The name a person uses for the host. */
  host: "ZFSR_ASKPASS_HOST",
  /** The process id of the ssh that asks. */
  asker: "ZFSR_ASKPASS_ASKER",
} as const;

/**
 * All that the askpass program does: `text` is what ssh gave as its argument. Writes the answer and a line break.
 * @returns the exit code: 0 with an answer, 1 without one, which makes ssh give up this way to authenticate
 */
export async function answerAskpass(
  text: string,
  env: NodeJS.ProcessEnv,
  write: (answer: string) => void,
): Promise<number> {
  const address = promptAddress(env, askpassVariables);
  if (!address) return 1;
  const answer = await askThroughSocket(address.path, address.token, {
    host: env[askpassVariables.host] ?? "",
    text,
    hint: env["SSH_ASKPASS_PROMPT"] ?? "",
    asker: env[askpassVariables.asker] ?? "",
  });
  if (answer === undefined) return 1;
  write(`${answer}\n`);
  // ssh takes a confirmation from the exit code.
  return env["SSH_ASKPASS_PROMPT"] === "confirm" && !/^y(es)?$/i.test(answer) ? 1 : 0;
}
