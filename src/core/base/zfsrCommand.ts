import { shellCommand } from "./shellQuote";

/** A command of zfsr as a person can copy it into a shell: names of datasets may have blanks. @param words after `zfsr` */
export function zfsrCommand(...words: readonly string[]): string {
  return shellCommand(["zfsr", ...words]);
}
