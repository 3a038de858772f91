/** The hosts of the lab: what they are called, which OpenZFS they run, what their pool is. */

export type HostName = "alpha" | "beta" | "gamma";
export type Release = "2.1" | "2.3";

export interface HostSpec {
  readonly name: HostName;
  /** Last part of its addresses and of its hardware addresses. */
  readonly number: number;
  readonly release: Release;
  readonly pool: string;
  /** Which of the machine's processors it runs on, counted from 0. */
  readonly processor: number;
}

export const hostNames: readonly HostName[] = ["alpha", "beta", "gamma"];

const specs: Readonly<Record<HostName, HostSpec>> = {
  alpha: { name: "alpha", number: 1, release: "2.1", pool: "tank", processor: 0 },
  beta: { name: "beta", number: 2, release: "2.1", pool: "backup", processor: 1 },
  gamma: { name: "gamma", number: 3, release: "2.3", pool: "vault", processor: 1 },
};

/** The Debian suite that a release of OpenZFS comes from. */
export const suites: Readonly<Record<Release, string>> = { "2.1": "bookworm", "2.3": "trixie" };

/** Takes a host's name, gives its description. */
export function hostSpec(name: HostName): HostSpec {
  return specs[name];
}

/** Takes what a person typed, gives it as a host's name, or throws. */
export function parseHostName(text: string): HostName {
  const name = hostNames.find((known) => known === text);
  if (!name) throw new Error(`The lab has no host '${text}': its hosts are ${hostNames.join(", ")}.`);
  return name;
}

/** Takes a list of names typed (empty for all), gives the hosts' names in the lab's order. */
export function parseHostNames(texts: readonly string[]): HostName[] {
  const wanted = texts.map(parseHostName);
  return hostNames.filter((name) => texts.length === 0 || wanted.includes(name));
}

/** The address by which hosts and the lab's namespace reach a host. */
export function address(spec: HostSpec): string {
  return `10.99.0.${spec.number}`;
}

/** The address on the lab's own line to a host, on which no fault is ever put. */
export function lineAddress(spec: HostSpec): string {
  return `10.98.0.${spec.number}`;
}
