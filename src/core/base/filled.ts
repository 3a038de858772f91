/** What stands for `{0}`, `{1}` in a text. */
export type Argument = string | number | boolean;

/** A text with its arguments; a place without one stays as it is. */
export function filled(message: string, args: readonly Argument[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
}
