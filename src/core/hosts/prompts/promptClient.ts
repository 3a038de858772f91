import { connect } from "node:net";
import { cancelled } from "../../base/abort";
import { ZfsrError } from "../../base/errors";
import type { Prompter } from "../prompter";
import type { AskpassQuestion } from "./askpassText";
import type { PromptReply, PromptRequest } from "./messages";

/**
 * A Prompter whose person sits behind another process: that of a PromptServer. When that process has gone, every question
 * is given up, as with `noPrompter`.
 * @param path and token as `PromptServer.address` gives them
 */
export function socketPrompter(path: string, token: string): Prompter {
  return { ask: (prompt, signal) => send(path, { token, prompt }, signal) };
}

/** Passes a question of ssh on to a PromptServer. @returns undefined when the person gave up or the server has gone */
export function askThroughSocket(path: string, token: string, askpass: AskpassQuestion): Promise<string | undefined> {
  return send(path, { token, askpass });
}

function send(path: string, request: PromptRequest, signal?: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled("a question", signal.reason));
      return;
    }
    const socket = connect(path, () => socket.write(`${JSON.stringify(request)}\n`));
    const onAbort = (): void => {
      socket.destroy();
      reject(cancelled("a question", signal?.reason));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (text += chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      signal?.removeEventListener("abort", onAbort);
      try {
        const { answer } = JSON.parse(text) as PromptReply;
        resolve(answer ?? undefined);
      } catch {
        resolve(undefined);
      }
    });
  });
}

/** Where a detached run finds those who can answer its questions: the editor that started it. */
export const promptVariables = { socket: "ZFSR_PROMPT_SOCKET", token: "ZFSR_PROMPT_TOKEN" } as const;

/** Where a PromptServer is, from the environment of a process that was started to ask; undefined without one. */
export function promptAddress(
  env: NodeJS.ProcessEnv,
  names: { readonly socket: string; readonly token: string },
): { readonly path: string; readonly token: string } | undefined {
  const path = env[names.socket];
  const token = env[names.token];
  if (path === undefined || token === undefined) return undefined;
  if (token === "")
    throw new ZfsrError({
      reason: "usage",
      object: names.token,
      because: "it is empty",
      nextStep: "start it through ssh",
    });
  return { path, token };
}
