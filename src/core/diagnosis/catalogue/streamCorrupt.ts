import { entriesOf, look } from "./entry";
import { statusOfPool } from "./looks";

const banner = look("See that the connection prints nothing of its own: 'ssh HOST true' must be silent");

/** What arrived is not what was sent. */
export const streamCorrupt = entriesOf("stream-corrupt", [
  {
    of: "stream-checksum",
    title: "The stream arrived damaged",
    remedies: [statusOfPool, look("Look for network errors", "ip -s link")],
    follows: ["network", "memory", "data-corruption"],
  },
  { of: "stream-not-a-stream", title: "What arrived is no stream of zfs send", remedies: [banner] },
  {
    id: "decompressor-failed",
    needles: ["zstd: ", "lz4: ", "gzip: ", "lzop: ", "pigz: ", "xz: "],
    pattern:
      /(?:zstd|lz4|gzip|lzop|pigz|xz): .{0,120}(?:unexpected end of file|premature end|unsupported format|not in (?:gz|lzop|xz)\S* format|not a lzop file|Decoding error|[Rr]ead error|unrecognized header)/,
    title: "The stream could not be decompressed",
    cause: "It was cut, or what arrived was not compressed at all",
    remedies: [banner],
    follows: "any",
    source: "gzip, zstd, lz4, lzop",
  },
  {
    id: "ssh-corrupted-mac",
    needles: ["Corrupted MAC on input", "message authentication code incorrect", "Bad packet length"],
    pattern: /Corrupted MAC on input|message authentication code incorrect|Bad packet length \d+/,
    title: "ssh received damaged data",
    cause: "Something between the hosts changes bytes: a network card's offloading, memory, a middlebox",
    remedies: [look("Look for errors of the network card", "ip -s link"), look("Test the memory of both hosts")],
    source: "OpenSSH packet.c",
  },
  {
    id: "mbuffer-md5",
    needles: ["hash mismatch", "checksum error"],
    pattern: /mbuffer: .{0,80}(?:hash mismatch|checksum error)/,
    title: "mbuffer's checksums of both ends differ",
    cause: "Bytes were changed on the way",
    remedies: [look("Look for errors of the network card", "ip -s link")],
    source: "mbuffer",
  },
]);
