import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../finding";
import { advice, byHost } from "../remedy";
import type { Part, RemedyTemplate } from "../catalogue/entry";

/** What a text named. */
export type Parts = Readonly<Partial<Record<Part, string>>>;

const placeholder = /\{(\w+)(\?|\|[^{}]*)?\}/g;

/** A sentence with its values; `{pool|the pool}` has words for where the text named none, `{pool}` says 'it'. */
export function fillText(template: string, parts: Parts): string {
  const text = template.replace(placeholder, (_, name: Part, other?: string) => {
    const value = parts[name];
    if (value !== undefined) return value;
    return other?.startsWith("|") ? other.slice(1) : "it";
  });
  return text.startsWith("it ") ? `It ${text.slice(3)}` : text;
}

/**
 * A remedy with its values, quoted. A command that lacks a value, or has one that would be read as an option, is left
 * out, and the title alone stays.
 * @param host where the text came from; undefined: this machine
 */
export function fillRemedy({ title, risk, command }: RemedyTemplate, parts: Parts, host?: string): Remedy {
  const words = fillText(title, parts);
  const line = command === undefined ? undefined : fillCommand(command, parts);
  return line === undefined ? { ...advice(words), risk } : byHost(words, risk, host, line);
}

function fillCommand(template: string, parts: Parts): string | undefined {
  const needed = [...template.matchAll(placeholder)].filter(([, , other]) => other !== "?");
  if (needed.some(([, name]) => !isUsable(parts[name as Part]))) return undefined;
  const line = template.replace(placeholder, (_, name: Part) => {
    const value = parts[name];
    return value !== undefined && isUsable(value) ? shellQuote(value) : "";
  });
  return line.trim();
}

/** What begins with a dash would be read as an option, and no shell word holds a line break. */
function isUsable(value: string | undefined): boolean {
  return value !== undefined && value !== "" && !value.startsWith("-") && !/[\0\n\r]/.test(value);
}
