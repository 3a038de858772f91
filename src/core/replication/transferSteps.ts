import { formatBytes } from "../base/bytes";
import type { TransferStep } from "../plan/step";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, shortNameOf, type SnapshotName } from "../zfs/names";
import type { DatasetState } from "../zfs/tree";
import { isRaw, receiveArgv, resumeArgv, sendArgv } from "./argv";
import type { Increment } from "./increments";
import { landsEncrypted } from "./landsEncrypted";
import type { Planning } from "./planning";
import { excludedProperties } from "./properties";
import type { ReplicationRequest } from "./request";

/** One stream of a dataset. */
export function sendStep(
  { request, observed }: Planning,
  source: DatasetState,
  increment: Increment,
  landing: {
    readonly target: DatasetName;
    readonly to: Snapshot;
    readonly isNew: boolean;
    readonly origin: SnapshotName | undefined;
    readonly needs: readonly string[];
  },
): TransferStep {
  const { dataset } = source;
  const carries = request.send.properties || request.send.backup || request.send.replicate;
  const excluded = carries
    ? excludedProperties(
        observed.source.properties.filter((property) => property.name === dataset.name),
        request.receive,
      )
    : [];
  return {
    id: `send:${increment.to}`,
    kind: "send",
    host: request.source.host,
    dataset: dataset.name,
    argv: sendArgv(dataset, increment, {
      ...request.send,
      embedded: request.send.embedded && !landsEncrypted(observed.target, landing.target),
    }),
    destroys: [],
    needs: landing.needs,
    reason: reasonFor(increment, dataset.name),
    target: {
      host: request.target.host,
      dataset: landing.target,
      argv: receiveArgv(landing.target, dataset, { ...landing, excluded }, request.receive),
    },
    from: increment.from,
    to: increment.to,
    expected: { name: landing.to.name, guid: landing.to.guid },
    raw: isRaw(dataset, request.send),
    bytes: undefined,
  };
}

/** The stream that goes on where a partial receive ended. */
export function resumeStep(
  request: ReplicationRequest,
  { dataset }: DatasetState,
  partial: {
    readonly target: DatasetName;
    readonly token: string;
    readonly contents: ResumeTokenContents;
    readonly to: Snapshot;
  },
): TransferStep {
  const { target, token, contents, to } = partial;
  return {
    id: `resume:${to.name}`,
    kind: "resume",
    host: request.source.host,
    dataset: dataset.name,
    argv: resumeArgv(token),
    destroys: [],
    needs: [],
    reason: `${formatBytes(contents.received)} of it were received before and are kept`,
    target: {
      host: request.target.host,
      dataset: target,
      argv: receiveArgv(target, dataset, { isNew: false }, request.receive),
    },
    from: undefined,
    to: to.name,
    expected: { name: to.name, guid: to.guid },
    raw: contents.raw,
    bytes: contents.remaining,
  };
}

function reasonFor({ from, to, intermediates }: Increment, dataset: DatasetName): string {
  if (from === undefined) return "the target does not have it yet";
  if (datasetOf(from) !== dataset) return `it is a clone of ${from}, which the target has by then`;
  const base = `${from.includes("#") ? "#" : "@"}${shortNameOf(from)}`;
  return `the target has ${base}${intermediates ? `; all snapshots up to @${shortNameOf(to)} go along` : ""}`;
}
