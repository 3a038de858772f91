import type { AdministrationRequest } from "../../core/administration/request";
import type { Fix } from "../../core/doctor/check";

/** What a check's fix asks a planner for. Pure. */
export function fixRequest(host: string, fix: Fix): AdministrationRequest {
  if (fix.verb === "scrub") return { verb: "scrub", host, pool: fix.pool, action: "start" };
  return { verb: "set", host, object: fix.dataset, properties: [{ name: fix.property, value: fix.value }] };
}
