import { ZfsrError, type Reason } from "../../base/errors";

/** Stands as the cause of an error that OpenSSH may not have: what failed is something ssh2 can't do. */
class MissingCapability extends Error {
  override readonly name = "MissingCapability";
}

/** Whether `error` came about because ssh2 can't do something. */
export function isMissingCapability(error: unknown): boolean {
  return error instanceof ZfsrError && error.cause instanceof MissingCapability;
}

/** What ssh2 tells about an error, beyond Error. */
export interface Ssh2Error extends Error {
  readonly level?: string;
  readonly code?: string | number;
  readonly reason?: number;
}

export interface FailureContext {
  readonly host: string;
  /** `127.0.0.1:22` */
  readonly address: string;
  /** What the server accepts, as far as it has said. */
  readonly accepts: readonly string[];
  /** The agent holds keys that ssh2 can't use. */
  readonly unusableKeys: boolean;
}

interface CodeMeaning {
  readonly reason: Reason;
  readonly because: (address: string) => string;
  readonly nextStep: string;
}

const unresolved: CodeMeaning = {
  reason: "host-unknown",
  because: (address) => `the name ${address.replace(/:\d+$/, "")} can't be resolved`,
  nextStep: "check HostName in the ssh config, and the network",
};
/** OpenSSH's own words for the same: `sshFailureRules`. */
const slow = "for one that is only slow, raise ConnectTimeout in the ssh config";
const noRoute: CodeMeaning = {
  reason: "host-unreachable",
  because: (address) => `there is no route to ${address}`,
  nextStep: "check the network and the route to the host",
};

/** What the system's error codes mean while connecting. */
const byCode: Readonly<Record<string, CodeMeaning>> = {
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  EAI_NONAME: unresolved,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  ECONNREFUSED: {
    reason: "host-unreachable",
    because: (address) => `nothing listens on ${address}`,
    nextStep: "start sshd there, or correct HostName and Port",
  },
  ETIMEDOUT: {
    reason: "host-unreachable",
    because: (address) => `${address} does not answer`,
    nextStep: `check the address, the firewall, and that the host is up; ${slow}`,
  },
};

/** An error of ssh2 before the connection stood, as one of ours. */
export function connectFailure(error: Ssh2Error, context: FailureContext): ZfsrError {
  const { host, address } = context;
  const make = (reason: Reason, because: string, nextStep: string, cause: unknown = error): ZfsrError =>
    new ZfsrError({ reason, object: host, because, nextStep, output: error.message, cause });
  if (ZfsrError.is(error)) return error;
  if (/no matching/.test(error.message)) {
    const what = /no matching (.+)$/.exec(error.message)?.[1] ?? "algorithm";
    return make(
      "host-unreachable",
      `ssh2 and ${address} have no ${what} in common`,
      "use the openssh connector, or update the server",
      new MissingCapability(error.message),
    );
  }
  if (error.level === "client-authentication") {
    const accepts = context.accepts.filter((method) => method !== "none").join(", ") || "nothing it told";
    const because = `the server accepts ${accepts}, and nothing that was offered fits`;
    return make(
      "auth-failed",
      because,
      "see that your public key is in authorized_keys there, or that an agent holds the key",
      context.unusableKeys ? new MissingCapability("the agent holds keys that ssh2 can't use") : error,
    );
  }
  if (/Too many authentication failures/i.test(error.message)) {
    return make(
      "auth-failed",
      "the server gave up after too many keys were offered",
      "name the right key with IdentityFile and set IdentitiesOnly yes",
    );
  }
  const known = error.code === undefined ? undefined : byCode[error.code];
  if (known) return make(known.reason, known.because(address), known.nextStep);
  if (error.level === "client-timeout")
    return make(
      "host-unreachable",
      `${address} does not answer as an sshd`,
      `see whether the host is overloaded, and that Port is sshd's; ${slow}`,
    );
  if (/before handshake|ECONNRESET/.test(`${error.message} ${error.code ?? ""}`)) {
    return make(
      "host-unreachable",
      `${address} closed the connection before it was set up`,
      "see sshd's log there: MaxStartups, a blocked address, or maintenance",
    );
  }
  return make("host-unreachable", `connecting to ${address} failed: ${error.message}`, "look at sshd's log there");
}

/** What running commands get when their connection breaks. @param cause what broke it, where that is known */
export function connectionLost(host: string, cause?: Error): ZfsrError {
  return new ZfsrError({
    reason: "connection-lost",
    object: host,
    because: cause ? `the connection broke (${cause.message})` : "the connection broke",
    nextStep: "try again; what was running there may still run",
    cause,
  });
}
