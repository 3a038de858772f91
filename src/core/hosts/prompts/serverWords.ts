import { printable } from "../../zfs/names";

/**
 * Title and message of a question that the server worded, so that a person sees whose words they are.
 * @param host whom the person asked to connect to. @param who what else is known of the one who asks: `root@jump`
 */
export function serverWords(
  host: string,
  text: string,
  { who, before = [] }: { readonly who?: string | undefined; readonly before?: readonly string[] } = {},
): { readonly title: string; readonly message: string } {
  const question = shown(text);
  const asker = who === undefined ? host : `${host} (${who})`;
  const said = before.map(shown).filter((line) => line !== "");
  return {
    title: `${host} asks: ${question.replace(/\s+/g, " ").replace(/:$/, "")}`,
    message: [`${asker} asks in its own words:`, ...said, question].join(said.length > 0 ? "\n" : " "),
  };
}

/** Text that may hold anything, for a terminal and for the editor. */
function shown(text: string): string {
  const lines = text.trim().split(/\r?\n|\r/);
  return lines.map((line) => printable(line.replace(/\t/g, " ")).trim()).join("\n");
}
