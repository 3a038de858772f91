import type { Reason, ZfsrError } from "../base/errors";
import { shellQuote } from "../base/shellQuote";
import { formatPlace, parsePlace } from "../zfs/place";
import type { Category, Finding, Remedy, Severity } from "./finding";
import { goOnFrom, saidKept } from "./goOn";
import { advice, byHost, byZfsr } from "./remedy";

const categories: Readonly<Record<Reason, Category>> = {
  usage: "config",
  "invalid-name": "naming",
  "consent-missing": "config",
  cancelled: "resume",
  "host-unknown": "network",
  "host-unreachable": "network",
  "host-key-unknown": "ssh-hostkey",
  "host-key-changed": "ssh-hostkey",
  "host-key-revoked": "ssh-hostkey",
  "auth-failed": "ssh-auth",
  "connection-lost": "network",
  timeout: "network",
  "not-installed": "module",
  "module-not-loaded": "module",
  "not-found": "missing-snapshot",
  "snapshot-not-found": "missing-snapshot",
  "pool-not-found": "pool-health",
  exists: "exists",
  busy: "busy",
  held: "hold-clone",
  "has-clones": "hold-clone",
  permission: "permission",
  space: "space",
  quota: "space",
  "target-modified": "diverged",
  diverged: "diverged",
  "base-missing": "missing-snapshot",
  "stream-corrupt": "stream-corrupt",
  "stream-incomplete": "resume",
  "stream-unsupported": "feature-version",
  "partial-receive-exists": "resume",
  "token-invalid": "resume",
  "key-not-loaded": "encryption",
  "encryption-mismatch": "encryption",
  "mount-failed": "mount",
  "property-not-received": "config",
  "pool-suspended": "pool-health",
  "pool-unhealthy": "pool-health",
  "read-only": "pool-health",
  "data-corruption": "data-corruption",
  locked: "busy",
  "plan-outdated": "config",
  "hook-failed": "config",
  stalled: "network",
  "not-verified": "diverged",
  "unexpected-output": "config",
  failed: "config",
};

const warnings: ReadonlySet<Reason> = new Set<Reason>(["mount-failed", "property-not-received", "cancelled"]);

/** The finding that a failure is, with what can be done about it. The object of the error is taken as a place. */
export function findingOf(error: ZfsrError): Finding {
  const severity: Severity = warnings.has(error.reason) ? "warning" : "error";
  return {
    id: error.reason,
    category: categories[error.reason],
    severity,
    object: error.object,
    title: `${error.object}: ${error.because}`,
    cause: error.because,
    remedies: remediesFor(error),
    text: error.output ?? error.message,
  };
}

function remediesFor(error: ZfsrError): Remedy[] {
  const said = advice(error.nextStep);
  const found = placeIn(error.object);
  if (!found) return [said];
  const { host, dataset, name } = found;
  const place = formatPlace(host, dataset);
  const abort = (title: string): Remedy => byZfsr(title, "destroys", ["abort", place]);
  const look = (title: string, script: string): Remedy => byHost(title, "none", host, script);
  switch (error.reason) {
    case "busy":
      return [
        look(
          "see which receives, mounts and holds use it",
          `zfs list -o name,mounted,receive_resume_token -r ${shellQuote(dataset)}; ps -eo pid,etime,args | grep '[z]fs receive'`,
        ),
        said,
      ];
    case "stream-incomplete":
    case "partial-receive-exists":
    case "connection-lost":
    case "cancelled":
    case "timeout":
      return goOnFrom(place, saidKept(error));
    case "token-invalid":
      return [abort("give up what was received and plan again")];
    case "stream-corrupt":
      return [look("look at the health of both pools", "zpool status -v"), said];
    case "space":
    case "quota":
      return [look("see what takes the space", `zfs list -o space -r ${shellQuote(dataset)}`), said];
    case "held":
    case "has-clones":
      return [
        look("see its holds and clones", `zfs holds -r ${shellQuote(name)}; zfs get -r clones ${shellQuote(name)}`),
        said,
      ];
    case "diverged":
    case "exists":
    case "target-modified":
    case "not-verified":
      return [byZfsr("see what is there", "none", ["ls", place, "-r", "-t", "snapshot"]), said];
    default:
      return [said];
  }
}

/** The place that an error is about; undefined for a host alone, a file, a line of text. */
function placeIn(
  object: string,
): { readonly host: string; readonly dataset: string; readonly name: string } | undefined {
  try {
    const { host, dataset, snapshot } = parsePlace(object.replace(/#.*$/, ""));
    if (dataset === undefined) return undefined;
    return { host, dataset, name: snapshot === undefined ? dataset : `${dataset}@${snapshot}` };
  } catch {
    return undefined;
  }
}
