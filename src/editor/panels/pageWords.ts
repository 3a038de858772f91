/**
 * The translations that a page is given, by the English texts: only those that are texts. A bundle of translations may
 * hold others, with a comment for translators beside the text.
 * @param bundle what VS Code has read of the language pack; undefined where the window speaks English
 */
export function pageWords(bundle: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const words = Object.entries(bundle ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(words);
}
