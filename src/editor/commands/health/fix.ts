import type { Fix } from "../../../core/doctor/check";
import { fixRequest } from "../../doctor/fixRequest";
import { administer, type Administering } from "../administer";

/** Reviews the plan of what a check of the doctor would have done: the quick fix in Problems. */
export async function fixCheck(
  services: Administering,
  found?: { readonly host: string; readonly fix: Fix },
): Promise<void> {
  if (found) await administer(services, [fixRequest(found.host, found.fix)]);
}
