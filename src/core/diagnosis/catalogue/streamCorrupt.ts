import { change, entriesOf, look } from "./entry";
import { statusOfPool } from "./looks";

const banner = look("See that the connection prints nothing of its own: 'ssh HOST true' must be silent");

const overNetwork = /\bssh\b|\bmbuffer -[IO]|\bn(?:c|cat|etcat) |@[\w.-]+:|syncoid|zrepl|zettarepl/;
const localPipe =
  /zfs send [^\n|]{1,300}\|[^\n]{0,200}zfs (?:receive|recv)|\bcat \S+ *\|[^\n]{0,200}zfs (?:receive|recv)|zfs (?:receive|recv)[^\n|<]{0,200}</;
const dedup = /zfs send (?:-\S+ )*-[a-zA-Z]*D/;

/** What arrived is not what was sent. */
export const streamCorrupt = entriesOf("stream-corrupt", [
  {
    of: "stream-checksum",
    title: "The stream arrived damaged",
    cause: "Bytes were changed on the way: by memory, a network card, or the file that it lay in",
    remedies: [statusOfPool, look("Look for network errors", "ip -s link")],
    follows: ["network", "memory", "data-corruption"],
  },
  {
    of: "stream-not-a-stream",
    title: "What arrived is no stream of zfs send",
    cause: "Something else came first: what a login prints, an error in words, a stream that is still compressed",
    remedies: [banner],
    next: "in remedies",
    instead: [
      {
        when: localPipe,
        unless: overNetwork,
        cause: "What stands before the pipe wrote something else: nothing, an error in words, a compressed or cut file",
        remedies: [look("Look at what comes out of the first command: ... | zstream dump | head")],
      },
      {
        when: /\b(?:lzop|gzip|pigz|zstd|lz4|xz|openssl)\b/,
        remedies: [banner, look("See that both sides use the same programs between: what one packs the other unpacks")],
      },
    ],
  },
  {
    of: "stream-nameless",
    title: "The stream does not say which snapshot it is of",
    cause: "Its beginning was changed on the way, or the source's zfs sent something else than a snapshot",
    next: "in remedies",
    remedies: [
      look("Look at its beginning on the sending side: zfs send ... | zstream dump | head"),
      look("See the versions of commands and module on both sides", "zfs version"),
    ],
  },
  {
    of: "stream-out-of-step",
    title: "The receive lost its place in the stream",
    cause: "A record came that does not belong where it stood: a part of the stream is missing, doubled or damaged",
    instead: [
      {
        when: /snap (?<snapshot>[^\s@]{1,255}@\S{1,255}) already exists; ignoring/,
        title: "The stream begins with {snapshot}, which the target has already, and skipping it failed",
        cause: "What was skipped and what came next did not fit each other",
        remedies: [look("Send only what is missing: an increment that begins at that snapshot (-i or -I)")],
      },
    ],
  },
  {
    of: "stream-invalid",
    title: "zfs does not take the stream",
    cause: "It has something that this release does not know or that does not fit the target, or it is damaged",
    instead: [
      {
        when: /zfs clone (?:-\S{1,200} ){0,6}[^\s@]{1,255}@\S{1,255} (?<dataset>\S{1,255})\n[\s\S]{0,600}zfs (?:receive|recv) (?:-\S{1,200} ){0,6}\k<dataset>(?!\S)/,
        category: "diverged",
        title: "{dataset} is a clone, and does not have the snapshot that the increment begins at",
        cause: "That one belongs to what was cloned; being the origin is not enough",
        remedies: [
          look("See which snapshots are its own", "zfs list -t snapshot -d 1 {dataset}"),
          look("Receive the increment into the dataset that has it, and clone the new snapshot"),
        ],
      },
      {
        when: /\b(?:iocage|jexec|ezjail|bastille|lxc-attach|pct enter|jail_\w{1,20})\b|freebsd-version|@\w{0,40}jail\b/,
        unless: dedup,
        category: "module",
        title: "zfs of a jail or container does not take the stream",
        cause:
          "Its commands are of its own release, and the module is the host's: a newer host makes streams and answers that older commands do not know",
        remedies: [
          look("See both: zfs version (or uname -r and freebsd-version) on the host and in the jail"),
          change("Bring the jail to the host's release, or receive on the host itself"),
        ],
      },
      {
        when: dedup,
        title: "A deduplicated stream (send -D) was not taken",
        cause: "Such streams fail with some releases, and 2.0 and later do not receive them at all",
        remedies: [look("Send without -D; a stream in a file is made plain by 'zstream redup FILE'")],
      },
      {
        when: /^(?<process>lzop|zstd|lz4|gzip|pigz|xz): [^\n]{0,120}(?:Inappropriate ioctl|unexpected end|premature end|not a lzop file|not in gzip format|[Dd]ecoding error)/m,
        title: "The stream reached zfs cut or empty: {process} could not unpack it",
        cause: "What came over the connection ended early, or another run got in its way",
        remedies: [
          look("See what the sending side said, and whether the connection held"),
          look("See that no other run sends into the same target at that time"),
          look("See that both sides use the same compression"),
        ],
      },
    ],
  },
  {
    id: "decompressor-failed",
    needles: ["zstd: ", "lz4: ", "gzip: ", "lzop: ", "pigz: ", "xz: "],
    pattern:
      /(?:zstd|lz4|gzip|lzop|pigz|xz): .{0,120}(?:unexpected end of file|premature end|unsupported format|not in (?:gz|lzop|xz)\S* format|not a lzop file|Inappropriate ioctl|Decoding error|[Rr]ead error|unrecognized header)/,
    title: "The stream could not be decompressed",
    cause: "It was cut, or what arrived was not compressed at all",
    remedies: [banner],
    follows: "any",
    source: "gzip, zstd, lz4, lzop",
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
