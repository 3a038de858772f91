/** What ssh_config(5) holds for one destination, as `ssh -G` prints it; paths are absolute, `none` is left out. */
export interface SshSettings {
  /** The name that was asked for. */
  readonly name: string;
  readonly hostname: string;
  readonly user: string;
  readonly port: number;
  readonly addressFamily: "any" | "inet" | "inet6";
  readonly bindAddress?: string;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** A socket's path or `SSH_AUTH_SOCK`; left out when the config says nothing, empty for `none`. */
  readonly identityAgent?: string;
  readonly certificateFiles: readonly string[];
  readonly proxyJump?: string;
  readonly proxyCommand?: string;
  readonly userKnownHostsFiles: readonly string[];
  readonly globalKnownHostsFiles: readonly string[];
  readonly revokedHostKeys?: string;
  readonly knownHostsCommand?: string;
  readonly verifyHostKeyDns: boolean;
  readonly strictHostKeyChecking: "yes" | "no" | "ask" | "accept-new";
  readonly hashKnownHosts: boolean;
  readonly hostKeyAlias?: string;
  readonly kexAlgorithms: readonly string[];
  readonly hostKeyAlgorithms: readonly string[];
  readonly ciphers: readonly string[];
  readonly macs: readonly string[];
  readonly controlPath?: string;
  /** ControlMaster yes or auto: connections are shared without asking. */
  readonly controlMaster: boolean;
  /** A shared connection stays when the command that made it has ended. */
  readonly controlPersist: boolean;
  /** Seconds. */
  readonly connectTimeout?: number;
  /** Seconds; 0 is off. */
  readonly serverAliveInterval: number;
  readonly serverAliveCountMax: number;
  /** False, true, or the path of the agent's socket that is to be forwarded. */
  readonly forwardAgent: boolean | string;
  readonly pkcs11Provider?: string;
  readonly gssapiAuthentication: boolean;
  readonly hostbasedAuthentication: boolean;
  readonly pubkeyAuthentication: boolean;
  readonly passwordAuthentication: boolean;
  readonly keyboardInteractiveAuthentication: boolean;
  /** Empty when the config does not say. */
  readonly preferredAuthentications: readonly string[];
  readonly numberOfPasswordPrompts: number;
  readonly batchMode: boolean;
}

/** The identity files ssh looks for when the config names none (OpenSSH 9.2), relative to the home folder. */
const defaultIdentityFiles = ["id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_xmss", "id_dsa"];

/**
 * Settings from the output of `ssh -G`. Keywords that are not printed get OpenSSH's defaults; an empty text gives the
 * settings of a machine without an ssh program.
 * @param name what was asked for
 * @param home the home folder of the passwd entry, for `~`
 */
export function parseSshSettings(text: string, name: string, home: string): SshSettings {
  const values = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const space = line.indexOf(" ");
    if (space <= 0) continue;
    const key = line.slice(0, space).toLowerCase();
    values.set(key, [...(values.get(key) ?? []), line.slice(space + 1).trim()]);
  }
  const one = (key: string): string | undefined => values.get(key)?.[0];
  const some = (key: string): string | undefined => (one(key)?.toLowerCase() === "none" ? undefined : one(key));
  const yes = (key: string, otherwise: boolean): boolean => truth(one(key)) ?? otherwise;
  const number = (key: string, otherwise: number): number =>
    /^\d+$/.test(one(key) ?? "") ? Number(one(key)) : otherwise;
  const list = (key: string): string[] => (some(key) ?? "").split(",").filter((part) => part !== "");
  const path = (key: string): string | undefined => optional(some(key), (file) => absolute(file, home));
  const paths = (key: string, otherwise: readonly string[]): string[] =>
    (values.has(key) ? splitPaths(one(key) ?? "") : otherwise)
      .filter((file) => file !== "none")
      .map((file) => absolute(file, home));
  const family = one("addressfamily");
  const agent = one("identityagent");
  const timeout = number("connecttimeout", 0);
  const forward = one("forwardagent");

  return defined({
    name,
    hostname: one("hostname") ?? name,
    user: one("user") ?? "",
    port: number("port", 22),
    addressFamily: family === "inet" || family === "inet6" ? family : "any",
    bindAddress: some("bindaddress"),
    identityFiles: (values.get("identityfile") ?? defaultIdentityFiles.map((file) => `~/.ssh/${file}`))
      .filter((file) => file !== "none")
      .map((file) => absolute(file, home)),
    identitiesOnly: yes("identitiesonly", false),
    identityAgent: agent === undefined ? undefined : agent.toLowerCase() === "none" ? "" : absolute(agent, home),
    certificateFiles: (values.get("certificatefile") ?? [])
      .filter((file) => file !== "none")
      .map((file) => absolute(file, home)),
    proxyJump: some("proxyjump"),
    proxyCommand: some("proxycommand"),
    userKnownHostsFiles: paths("userknownhostsfile", ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"]),
    globalKnownHostsFiles: paths("globalknownhostsfile", ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"]),
    revokedHostKeys: path("revokedhostkeys"),
    knownHostsCommand: some("knownhostscommand"),
    verifyHostKeyDns:
      one("verifyhostkeydns") !== undefined && one("verifyhostkeydns") !== "false" && one("verifyhostkeydns") !== "no",
    strictHostKeyChecking: strictness(one("stricthostkeychecking")),
    hashKnownHosts: yes("hashknownhosts", false),
    hostKeyAlias: some("hostkeyalias"),
    kexAlgorithms: list("kexalgorithms"),
    hostKeyAlgorithms: list("hostkeyalgorithms"),
    ciphers: list("ciphers"),
    macs: list("macs"),
    controlPath: path("controlpath"),
    controlMaster: /^(yes|true|auto)$/i.test(one("controlmaster") ?? ""),
    controlPersist: !/^(no|false)$/i.test(one("controlpersist") ?? "no"),
    connectTimeout: timeout > 0 ? timeout : undefined,
    serverAliveInterval: number("serveraliveinterval", 0),
    serverAliveCountMax: number("serveralivecountmax", 3),
    forwardAgent: truth(forward) ?? (forward === undefined ? false : absolute(forward, home)),
    pkcs11Provider: some("pkcs11provider"),
    gssapiAuthentication: yes("gssapiauthentication", false),
    hostbasedAuthentication: yes("hostbasedauthentication", false),
    pubkeyAuthentication: one("pubkeyauthentication") === undefined || truth(one("pubkeyauthentication")) !== false,
    passwordAuthentication: yes("passwordauthentication", true),
    keyboardInteractiveAuthentication: yes("kbdinteractiveauthentication", true),
    preferredAuthentications: list("preferredauthentications"),
    numberOfPasswordPrompts: number("numberofpasswordprompts", 3),
    batchMode: yes("batchmode", false),
  });
}

function truth(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (["yes", "true"].includes(value.toLowerCase())) return true;
  return ["no", "false"].includes(value.toLowerCase()) ? false : undefined;
}

/** `ssh -G` prints `true` for yes and `false` for no and off. */
function strictness(value: string | undefined): SshSettings["strictHostKeyChecking"] {
  if (value === "accept-new") return value;
  const decided = truth(value);
  if (decided !== undefined) return decided ? "yes" : "no";
  return value === "off" ? "no" : "ask";
}

/** Paths that `ssh -G` prints in a row, without quotes: a word that does not look like a path's beginning goes on the one before. */
function splitPaths(text: string): string[] {
  const paths: string[] = [];
  for (const word of text.split(" ")) {
    if (paths.length === 0 || /^([~/]|[A-Za-z]:[\\/]|none$|__PROGRAMDATA__)/.test(word)) paths.push(word);
    else paths.push(`${paths.pop() ?? ""} ${word}`);
  }
  return paths.map((path) => path.replace(/^"(.*)"$/, "$1"));
}

function absolute(path: string, home: string): string {
  return path === "~" || path.startsWith("~/") ? home + path.slice(1) : path;
}

function optional<T, U>(value: T | undefined, map: (value: T) => U): U | undefined {
  return value === undefined ? undefined : map(value);
}

/** Leaves out the keys whose value is undefined. */
function defined(values: { [K in keyof SshSettings]: SshSettings[K] | undefined }): SshSettings {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as unknown as SshSettings;
}

/** Whether the config has ssh share one connection between commands, and keep it. On Windows ssh cannot, whatever it says. */
export function sharesConnections(
  { controlPath, controlMaster, controlPersist }: SshSettings,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform !== "win32" && controlPath !== undefined && controlMaster && controlPersist;
}
