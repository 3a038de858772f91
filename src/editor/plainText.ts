import { printable } from "../core/zfs/names";

/**
 * Text for a place where VS Code makes links out of `[label](target)`, commands among them: notifications, progress,
 * prompts of input boxes. What comes from hosts may say anything there, so that no link is left: an invisible mark
 * (U+2060, word joiner) stands between label and target. Control characters are shown, not obeyed.
 */
export function plainText(text: string): string {
  return printable(text).replace(/\](?=\()/g, "]\u2060");
}
