/** package.json as VS Code reads it: with the words of package.nls.json in the place of its keys. */
import plain from "../../../package.json";
import words from "../../../package.nls.json";

function inWords(value: unknown): unknown {
  if (typeof value === "string") {
    const key = /^%(.+)%$/.exec(value)?.[1];
    return key === undefined ? value : ((words as Readonly<Record<string, string>>)[key] ?? value);
  }
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inWords(one)]));
}

export const manifest = inWords(plain) as typeof plain;
