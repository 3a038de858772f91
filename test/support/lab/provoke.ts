/** Errors made for real on the lab's hosts, as their tools print them. */
import type { Category } from "../../../src/core/diagnosis/finding";
import type { HostName } from "./hosts";
import { provocations, setUp, tearDown } from "./provocations";
import { onHost } from "./remote";

/** Milliseconds: most of a minute where nothing else runs, minutes on a busy machine. */
const limit = 420_000;

/** What one of the `provocations` printed just now. */
export interface Provoked {
  readonly id: string;
  /** What it has to be told as. */
  readonly category: Category;
  /** Standard output and error, as a log would have them. */
  readonly output: string;
}

/**
 * Makes every one of the `provocations` on a host, in one go. The faults stand until `takeAway`.
 * @param host alpha and gamma have the two versions of OpenZFS
 */
export async function provoke(host: HostName): Promise<Provoked[]> {
  await onHost(host, setUp, { limit });
  const lines = provocations.map(({ fault, line }, i) => `{ ${fault || ":"}\n}\necho "@@${i}"; ( ${line} ) 2>&1; :`);
  const { stdout: text } = await onHost(host, ["export LC_ALL=C", ...lines].join("\n"), { limit });
  const printed = new Map(
    text
      .split(/^@@/m)
      .slice(1)
      .map((part) => [Number.parseInt(part, 10), part.slice(part.indexOf("\n") + 1)]),
  );
  return provocations.map(({ id, category }, i) => ({ id, category, output: printed.get(i) ?? "" }));
}

/** Takes away what `provoke` has made there. */
export async function takeAway(host: HostName): Promise<void> {
  await onHost(host, tearDown, { limit });
}
