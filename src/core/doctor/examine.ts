import type { Check, CheckResult, CheckState } from "./check";
import { ashift } from "./checks/ashift";
import { atime } from "./checks/atime";
import { cipher } from "./checks/cipher";
import { clock } from "./checks/clock";
import { compression } from "./checks/compression";
import { cores } from "./checks/cores";
import { direction } from "./checks/direction";
import { ecc } from "./checks/ecc";
import { features } from "./checks/features";
import { firewall } from "./checks/firewall";
import { fragmentation } from "./checks/fragmentation";
import { freeSpace } from "./checks/freeSpace";
import { hazards } from "./checks/hazards";
import { holds } from "./checks/holds";
import { hostKeys } from "./checks/hostKeys";
import { installed } from "./checks/installed";
import { keyFiles } from "./checks/keyFiles";
import { memory } from "./checks/memory";
import { moduleLoaded } from "./checks/module";
import { mountpoints } from "./checks/mountpoints";
import { mtu } from "./checks/mtu";
import { partialReceives } from "./checks/partialReceives";
import { permissions } from "./checks/permissions";
import { place } from "./checks/place";
import { poolHealth } from "./checks/poolHealth";
import { ports } from "./checks/ports";
import { pruning } from "./checks/pruning";
import { readonly } from "./checks/readonly";
import { recordsize } from "./checks/recordsize";
import { schedules } from "./checks/schedules";
import { scrubAge } from "./checks/scrubAge";
import { services } from "./checks/services";
import { sshBetween } from "./checks/sshBetween";
import { versions } from "./checks/versions";
import type { DoctorFacts } from "./facts";

/** Every check, in the order in which one would look. */
export const checks: readonly Check[] = [
  ...[installed, moduleLoaded, versions, direction, features, hazards, permissions],
  ...[sshBetween, hostKeys, cipher, mtu, ports, firewall],
  ...[clock, memory, ecc, cores],
  ...[poolHealth, scrubAge, freeSpace, fragmentation, ashift],
  ...[place, readonly, recordsize, compression, atime, mountpoints, keyFiles],
  ...[services, schedules, pruning, holds, partialReceives],
];

const order: readonly CheckState[] = ["fail", "warn", "unknown", "ok"];

/** What all checks say of the facts, the worst first, and in the order of the checks among equals. */
export function examine(facts: DoctorFacts): CheckResult[] {
  const results = checks.flatMap(({ id, group, why, look }) =>
    look(facts).map((seen): CheckResult => ({ id, group, why, ...seen, remedy: seen.remedy })),
  );
  return results.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** The state that stands for all of them. */
export function worstOf(results: readonly CheckResult[]): CheckState {
  return order.find((state) => results.some((result) => result.state === state)) ?? "ok";
}
