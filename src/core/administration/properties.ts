import { ZfsrError } from "../base/errors";
import { printable } from "../zfs/names";
import type { PropertySetting } from "./request";

/** `-o name=value` for each. */
export function settingWords(properties: readonly PropertySetting[]): string[] {
  return properties.flatMap(({ name, value }) => ["-o", `${name}=${value}`]);
}

/**
 * Reads `name=value`. Names are those of zfsprops(7): lower-case letters, digits and `_`, with `@` for the quotas of
 * users, and for user properties also `:`, `-`, `.` and `+`. @throws ZfsrError usage
 */
export function propertySetting(text: string): PropertySetting {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const fault = at < 0 ? "it is not of the form PROPERTY=VALUE" : propertyNameFault(name);
  if (fault === undefined) return { name, value: text.slice(at + 1) };
  throw new ZfsrError({
    reason: "usage",
    object: `'${printable(text)}'`,
    because: fault,
    nextStep: "write it as in zfs-set(8), compression=lz4 say",
  });
}

/** What is wrong with the name of a property; undefined when it will do. */
export function propertyNameFault(name: string): string | undefined {
  if (name === "") return "it has no name";
  if (name.length > 255) return "its name is longer than 255 characters";
  const wanted = name.includes(":") ? /^[a-z0-9_][a-z0-9_:.+-]*$/ : /^[a-z][a-z0-9_]*(@[A-Za-z0-9_.@-]+)?$/;
  return wanted.test(name) ? undefined : `'${printable(name)}' is no name of a property`;
}

/** Tells a property that people make, `com.example:owner`, from one of ZFS's own. */
export function isUserProperty(name: string): boolean {
  return name.includes(":");
}
