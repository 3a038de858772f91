import { createHash } from "node:crypto";

/** A tag is stored beside the snapshot's name; 255 bytes are the most (ZAP_MAXNAMELEN in OpenZFS include/sys/zap.h). */
const longestTag = 200;

/** The tag of a job's holds, `zfsr:<job>`: the same for the same job, whatever characters and length its name has. */
export function holdTag(job: string): string {
  const tag = `zfsr:${job.replace(/[^A-Za-z0-9_.:/@-]/g, "_")}`;
  if (tag.length <= longestTag) return tag;
  const digest = createHash("sha256").update(job).digest("hex").slice(0, 16);
  return `${tag.slice(0, longestTag - 17)}-${digest}`;
}
