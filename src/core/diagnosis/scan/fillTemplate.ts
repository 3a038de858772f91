import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../finding";
import { advice, byHost } from "../remedy";
import type { Part, RemedyTemplate } from "../catalogue/entry";

/** What a text named. */
export type Parts = Readonly<Partial<Record<Part, string>>>;

const placeholder = /\{('?)(\w+)(\?|\|[^{}]*)?\}/g;

/**
 * A sentence with its values; `{pool|the pool}` has words for where the text named none, `{pool}` says 'it'. `{'pool}`
 * stands in a command to be typed: it is quoted, and `POOL` where there is none that could be typed.
 */
export function fillText(template: string, parts: Parts): string {
  const text = template.replace(placeholder, (_, quote: string, name: Part, other?: string) => {
    const value = parts[name];
    if (quote !== "") return value !== undefined && isUsable(value) ? shellQuote(value) : name.toUpperCase();
    if (value !== undefined) return value;
    return other?.startsWith("|") ? other.slice(1) : "it";
  });
  return text.startsWith("it ") ? `It ${text.slice(3)}` : text;
}

/**
 * A remedy with its values, quoted. Where its command lacks a value, or has one that would be read as an option, the
 * title of a change stays alone, and a mere look is no step at all.
 * @param host where the text came from; undefined: this machine
 */
export function fillRemedy({ title, risk, command }: RemedyTemplate, parts: Parts, host?: string): Remedy | undefined {
  const words = fillText(title, parts);
  if (command === undefined) return { ...advice(words), risk };
  const line = fillCommand(command, parts);
  if (line !== undefined) return byHost(words, risk, host, line);
  return risk === "none" ? undefined : { ...advice(words), risk };
}

function fillCommand(template: string, parts: Parts): string | undefined {
  const needed = [...template.matchAll(placeholder)].filter(([, , , other]) => other !== "?");
  if (needed.some(([, , name]) => !isUsable(parts[name as Part]) || isHalfNamed(name as Part, parts))) return undefined;
  const line = template.replace(placeholder, (_, _quote: string, name: Part) => {
    const value = parts[name];
    return value !== undefined && isUsable(value) ? shellQuote(value) : "";
  });
  return line.trim();
}

/** What begins with a dash would be read as an option, and no shell word holds a line break. */
function isUsable(value: string | undefined): boolean {
  return value !== undefined && value !== "" && !value.startsWith("-") && !/[\0\n\r]/.test(value);
}

/** A snapshot without its dataset, as zrepl names them. */
function isHalfNamed(name: Part, parts: Parts): boolean {
  return (name === "snapshot" && parts[name]?.startsWith("@")) ?? false;
}
