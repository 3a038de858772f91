import type { Command } from "../command";
import { datasetOf, type DatasetName, type Guid, guid, type SnapshotName } from "../names";
import { listedName, unreadable } from "../rows";

/** What a receive_resume_token says, and what is still to come. */
export interface ResumeTokenContents {
  /** The snapshot that was being sent, by the name it had on the source. */
  readonly toname: SnapshotName;
  readonly dataset: DatasetName;
  readonly toguid: Guid;
  /** The base of an incremental stream; undefined for a full one. */
  readonly fromguid: Guid | undefined;
  /** Bytes received so far. */
  readonly received: number;
  /** Bytes still to be sent; undefined where the source could not tell (the snapshot is gone, say). */
  readonly remaining: number | undefined;
  readonly raw: boolean;
  readonly largeBlocks: boolean;
  readonly compressed: boolean;
  readonly embedded: boolean;
}

/**
 * Reads a token by `zfs send -nvP -t`. It works on any host with OpenZFS: what the token holds is printed even where the
 * snapshot does not exist (then the exit status is 255, so `parse` reads what was printed before; see `tokenContents`).
 */
export function decodeToken(token: string): Command<ResumeTokenContents> {
  return { argv: ["zfs", "send", "-nvP", "-t", token], object: "the resume token", parse: tokenContents };
}

/** Reads the lines `resume token contents:` and following. @throws ZfsrError unexpected-output */
export function tokenContents(stdout: string): ResumeTokenContents {
  const field = (name: string): string | undefined => new RegExp(`^\\s+${name} = (.+)$`, "m").exec(stdout)?.[1];
  const toname = field("toname");
  const toguid = field("toguid");
  if (toname === undefined || toguid === undefined) throw unreadable(stdout, "it is not what a resume token holds");
  const fromguid = field("fromguid");
  const size = /^size\t(\d+)$/m.exec(stdout)?.[1];
  return {
    toname: listedName(toname) as SnapshotName,
    dataset: datasetOf(toname),
    toguid: guid(toguid),
    fromguid: fromguid === undefined || fromguid === "0x0" ? undefined : guid(fromguid),
    received: Number(BigInt(field("bytes") ?? "0x0")),
    remaining: size === undefined ? undefined : Number(size),
    raw: field("rawok") !== undefined,
    largeBlocks: field("largeblockok") !== undefined,
    compressed: field("compressok") !== undefined,
    embedded: field("embedok") !== undefined,
  };
}
