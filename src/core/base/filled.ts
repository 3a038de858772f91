/** What stands for `{0}`, `{1}` in a text. */
export type Argument = string | number | boolean;

/** Says a text in some language, given in English with `{0}`, `{1}` for the arguments. */
export type Translate = (message: string, ...args: Argument[]) => string;

/** A text with its arguments; a place without one stays as it is. */
export function filled(message: string, args: readonly Argument[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
}
