import type { Prompt } from "../prompter";
import type { AskpassQuestion } from "./askpassText";

/** What goes to a prompt server: one line of JSON on a new connection. It hangs up to give up. */
export type PromptRequest = { readonly token: string } & (
  { readonly prompt: Prompt } | { readonly askpass: AskpassQuestion }
);

/** What comes back: one line of JSON; null when the person gave up. */
export interface PromptReply {
  readonly answer: string | null;
}
