/** JSON that carries regular expressions too, for the calls between a test in the extension host and the page. */

const key = "$regexp";

export function replaceRegExps(_: string, value: unknown): unknown {
  return value instanceof RegExp ? { [key]: [value.source, value.flags] } : value;
}

export function reviveRegExps(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(key in value)) return value;
  const [source, flags] = value[key] as [string, string];
  return new RegExp(source, flags);
}
