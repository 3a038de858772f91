import { pairRequest } from "../../../../core/replication/pairRequest";
import { defaultSend, type ReplicationRequest } from "../../../../core/replication/request";
import type { DatasetName } from "../../../../core/zfs/names";
import type { DatasetRef } from "../../../hosts/datasetRef";

/** The options that are asked for; all others are in the plan review and in the job file. */
export type OptionKey = "recursive" | "intermediates" | "hold" | "raw";

/** What has been answered so far. */
export interface Answers {
  readonly sourceHost?: string;
  readonly source?: DatasetRef;
  /** What stands behind the `@` of the last snapshot that is sent; undefined for the newest. */
  readonly upTo?: string | undefined;
  /** Take a snapshot first. */
  readonly takeNew: boolean;
  readonly targetHost?: string;
  /** The dataset of the target host that the copy is to be below; undefined where none was named. */
  readonly below?: DatasetName | undefined;
  readonly target?: DatasetRef;
  readonly options: ReadonlySet<OptionKey>;
  /** Also write a job, or undefined while that was not asked. */
  readonly writeJob: boolean;
  readonly job?: string;
  /** When the job runs; empty where it says nothing of it. */
  readonly schedule?: string;
}

/** What holds where nothing was answered. `raw` counts for what is encrypted alone. */
export const unanswered: Answers = {
  takeNew: false,
  options: new Set<OptionKey>(["intermediates", "hold", "raw"]),
  writeJob: false,
};

/** The request that the answers come to; undefined as long as a place is missing. */
export function requestOf({ source, upTo, target, options }: Answers): ReplicationRequest | undefined {
  if (!source || !target) return undefined;
  const send = {
    ...defaultSend,
    raw: options.has("raw") ? ("auto" as const) : false,
    intermediates: options.has("intermediates"),
  };
  const from = { host: source.host, dataset: source.dataset, snapshot: upTo };
  return pairRequest(from, target, { recursive: options.has("recursive"), hold: options.has("hold"), send });
}
