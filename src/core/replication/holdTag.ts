import { type DatasetName, datasetName } from "../zfs/names";

/** A tag is stored beside the snapshot's name; 255 bytes are the most (ZAP_MAXNAMELEN in OpenZFS include/sys/zap.h). */
const longestTag = 200;

/** What the tags of all jobs' holds begin with. */
export const tagPrefix = "zfsr:";

/** The tag of a job's holds, `zfsr:<job>`: the same for the same job, whatever characters and length its name has. */
export function holdTag(job: string): string {
  const tag = `${tagPrefix}${job.replace(/[^A-Za-z0-9_.:/@-]/g, "_")}`;
  return tag.length <= longestTag ? tag : `${tag.slice(0, longestTag - 17)}-${fingerprint(job)}`;
}

/**
 * The job of a tag and its target, `zfsr:[JOB:]HOST[:PORT]:DATASET`, as far as the tag's text tells: a name that was too long
 * is not in it, one that had other characters has `_` in their place, and the host is called as on the machine that has made
 * the tag. So it is a guess where to look.
 */
export function jobOfTag(tag: string): KnownJob | undefined {
  const match =
    /^zfsr:((?:[A-Za-z0-9][A-Za-z0-9_.-]*:)?)((?:[^:/@]+@)?[^:/@]+(?::\d+)?):([A-Za-z][^:/]*(?:\/.*)?)$/.exec(tag);
  if (!match || tag.length > longestTag - 17) return undefined;
  const [, job = "", host = "", name = ""] = match;
  const dataset = validDataset(name);
  return dataset && { job: `${job}${host}:${name}`, target: { host: host.replace(/^sudo_/, "sudo+"), dataset } };
}

/** A job, as its holds are called, and where it replicates to. */
export interface KnownJob {
  readonly job: string;
  readonly target: { readonly host: string; readonly dataset: DatasetName };
}

function validDataset(name: string): DatasetName | undefined {
  try {
    return datasetName(name);
  } catch {
    return undefined;
  }
}

/** 16 hexadecimal digits that tell long names apart which begin alike (FNV-1a, 64 bits). */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}

/** What the names of a job's bookmarks begin with; the rest is the guid of the snapshot, since names come again. */
export function bookmarkPrefix(job: string): string {
  return `zfsr-${fingerprint(job).slice(0, 8)}-`;
}

/** The prefix of the job that a bookmark is of, by the part of its name behind `#`; undefined for another's. */
export function jobPrefixOf(short: string): string | undefined {
  return /^(zfsr-[0-9a-f]{8}-)\d+$/.exec(short)?.[1];
}
