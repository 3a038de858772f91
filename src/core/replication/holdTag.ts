/** A tag is stored beside the snapshot's name; 255 bytes are the most (ZAP_MAXNAMELEN in OpenZFS include/sys/zap.h). */
const longestTag = 200;

/** The tag of a job's holds, `zfsr:<job>`: the same for the same job, whatever characters and length its name has. */
export function holdTag(job: string): string {
  const tag = `zfsr:${job.replace(/[^A-Za-z0-9_.:/@-]/g, "_")}`;
  return tag.length <= longestTag ? tag : `${tag.slice(0, longestTag - 17)}-${fingerprint(job)}`;
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
