import { defaultTransfer } from "../../../core/plan/transferOptions";
import type { ReviewOptions } from "../../../protocol/planReview";
import type { ReplicationSubject } from "../../plans/review";

/** The options of a replication as the panel has them. */
export function optionsOf({ request, snapshot }: ReplicationSubject): ReviewOptions {
  const { raw, intermediates } = request.send;
  return {
    ...{ recursive: request.recursive, snapshot, intermediates, hold: request.hold },
    raw: raw === "auto" ? "auto" : raw ? "yes" : "no",
    transport: request.transfer?.transport ?? defaultTransfer.transport,
  };
}

/** The same replication with other options; what the panel does not offer stays as it was. */
export function withOptions(subject: ReplicationSubject, options: ReviewOptions): ReplicationSubject {
  const { request } = subject;
  const { recursive, hold, intermediates, raw, transport } = options;
  return {
    ...subject,
    snapshot: options.snapshot,
    request: {
      ...request,
      ...{ recursive, hold },
      send: { ...request.send, intermediates, raw: raw === "auto" ? "auto" : raw === "yes" },
      transfer: { ...defaultTransfer, ...request.transfer, transport },
    },
  };
}
