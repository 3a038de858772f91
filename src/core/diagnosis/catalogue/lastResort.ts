import type { Category } from "../finding";
import { type Entry, entriesOf, look, type RemedyTemplate } from "./entry";
import { delegationOf, kernelLog, spaceOfDataset, statusOfPool, versionsHere } from "./looks";

/**
 * Words that a reason has, whoever gives it, and what they make most likely. The first that fits counts.
 */
interface Kind {
  readonly category: Category;
  readonly words: string;
  readonly about: string;
  readonly remedies?: readonly RemedyTemplate[];
  /** What its finding is called behind `unknown-tool-`, where it is not the category. */
  readonly called?: string;
  /** It tells nothing of a reason that zfs itself gives, where the verb tells more. */
  readonly ofTools?: true;
}

const before = look("Read the lines before it: they often say more");

const kinds: readonly Kind[] = [
  {
    category: "service",
    words:
      "\\b(?:Type|Attribute|Key|Name|Index|UnboundLocal|Assertion)Error\\b|NoneType|not a (?:HASH|ARRAY) reference",
    about: "a fault of the program itself",
    ofTools: true,
  },
  {
    category: "kernel-bug",
    words: "abort trap|[Ss]egmentation (?:fault|violation)|SIGSEGV|SIGABRT|signal: aborted|core dumped|stack smashing",
    about: "a crash",
    remedies: [kernelLog, versionsHere],
    ofTools: true,
  },
  {
    category: "ssh-hostkey",
    words: "[Hh]ost ?key|HostKey",
    about: "a host's key",
    remedies: [look("Connect once by hand as that user, and compare the fingerprint")],
  },
  {
    category: "ssh-auth",
    words: "[Aa]uthenticat|publickey|private key|[Uu]nauthorized|identity file",
    about: "a login",
    remedies: [look("Try the connection by hand: ssh HOST true")],
  },
  {
    category: "permission",
    words: "[Pp]ermission|[Pp]ermitted|[Aa]ccess denied|[Pp]rivilege|must be root|run as root",
    about: "a permission",
    remedies: [delegationOf],
  },
  {
    category: "encryption",
    words: "[Ee]ncrypt|[Dd]ecrypt|\\b[Kk]eys?\\b|[Kk]eylocation|[Pp]assphrase|[Cc]rypto",
    about: "encryption or a key",
    remedies: [look("See it", "zfs get -H encryption,encryptionroot,keystatus,keylocation {dataset?}")],
  },
  {
    category: "space",
    words: "[Nn]o space|out of space|[Qq]uota|(?:enough|insufficient|[Ii]nsufficient)(?: \\w+)? space",
    about: "space",
    remedies: [spaceOfDataset],
  },
  {
    category: "memory",
    words:
      "[Oo]ut of memory|allocate (?:\\d+ bytes of )?memory|allocate \\d+ bytes|no memory|not enough memory|memory allocation",
    about: "memory",
    remedies: [look("See what is free", "free -m")],
  },
  {
    category: "stream-corrupt",
    words:
      "invalid (?:backup )?stream|stream is (?:corrupt|damaged|truncated)|bad magic|[Cc]hecksum mismatch|magic number",
    about: "a stream that cannot be read",
    remedies: [versionsHere],
  },
  {
    category: "resume",
    words: "resume[ _]token|partial(?:ly)?[- ](?:complete|received|receive)|partial state",
    about: "a receive that was broken off",
    remedies: [look("See its token", "zfs get -H receive_resume_token {dataset?}")],
  },
  {
    category: "network",
    words:
      "[Cc]onnection|x509|\\btls: |[Cc]ertificate|[Cc]onnect\\b|[Tt]imed? ?out|[Tt]imeout|[Uu]nreachable|[Nn]o route|[Rr]esolv|[Nn]etwork|[Bb]roken pipe|\\bEOF\\b|[Ss]ocket|transport|\\bdial\\b|\\bping\\b|deadline exceeded|\\bhost is down",
    about: "the connection",
    remedies: [look("See whether the other host can be reached: ping, and ssh by hand")],
  },
  {
    category: "diverged",
    words:
      "[Nn]o common|[Nn]o matching snapshots?|not have (?:any )?(?:matching|common) snapshots?|diverged|[Cc]onflict|more recent than|[Nn]o incremental base",
    about: "snapshots that both sides have",
    remedies: [look("Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share")],
  },
  {
    category: "busy",
    words:
      "\\bbusy\\b|\\bin use\\b|[Aa]lready (?:running|in progress|locked|being)|in progress|\\blocked\\b|still running",
    about: "something that is in use",
    remedies: [look("See what runs there", "ps -eo pid,etime,args | grep '[z]fs\\|[z]pool'")],
  },
  {
    category: "feature-version",
    words:
      "[Nn]ot supported|[Uu]nsupported|(?:does not|doesn't|don't) support|must be (?:upgraded|updated)|[Ii]ncompatible|\\bfeature\\b|newer version",
    about: "a feature or a version",
    remedies: [versionsHere],
  },
  {
    category: "data-corruption",
    words: "I/O error|[Ii]nput/output error|[Cc]orrupt|[Dd]amaged|[Cc]hecksum",
    about: "damage",
    remedies: [statusOfPool, kernelLog],
  },
  {
    category: "config",
    words: "\\.(?:conf|ya?ml|toml)\\b|[Cc]onfig(?:uration)? file|\\btemplates?\\b",
    about: "a setting in a file",
    called: "config-file",
    ofTools: true,
  },
  {
    category: "module",
    words: "not installed|\\bCLI is not available|[Cc]ommand not found|executable file not found|kernel modules?\\b",
    about: "a program or a kernel module that is not there",
    remedies: [versionsHere],
  },
  {
    category: "missing-snapshot",
    words:
      "(?:does not|doesn't|did not|no longer|not) exist|[Nn]o such|[Nn]ot found|(?:could not|cannot|can't|unable to) (?:be found|find)|[Nn]o (?:\\w+ )?(?:snapshots?|datasets?)\\b|is missing",
    about: "something that is not there",
    remedies: [look("See what there is", "zfs list -t all -o name,used -r {dataset?}")],
  },
  { category: "exists", words: "\\bexists?\\b|[Cc]ollision", about: "something that is there already" },
  {
    category: "naming",
    words: "(?:invalid|illegal) (?:character|name|dataset name|snapshot name|pool name)|delimiter|name is too long",
    about: "a name",
  },
  {
    category: "config",
    words:
      "[Ii]nvalid|[Mm]ust (?:not )?(?:be|contain|start|end|begin|have|overlap)\\b|[Dd]isallowed|[Mm]issing|[Uu]nknown|[Uu]nrecogni[sz]ed|\\b[Pp]ars(?:e|ing)\\b|[Nn]ot allowed|[Rr]equire[ds]?\\b|\\b[Oo]ptions?\\b|\\b[Cc]onfig|read-?only|(?:cannot|can't|can only|may only) be (?:used|set|combined|specified)|must (?:specify|provide|set|present)|\\bshould be\\b|mutually exclusive",
    about: "an option, a property or a setting",
  },
  {
    category: "pool-health",
    words: "\\b[Pp]ool\\b[^\\n]{0,80}(?:suspended|not imported|unavailable)|DEGRADED|FAULTED|UNAVAIL",
    about: "a pool that is not well or not there",
    remedies: [statusOfPool],
    ofTools: true,
  },
  {
    category: "mount",
    words: "\\b[Mm]ount(?:ed|ing|point)?\\b(?!=)|\\b[Uu]n?mount",
    about: "a mount",
    remedies: [look("See what is mounted where", "zfs get -H mounted,canmount,mountpoint {dataset?}")],
    ofTools: true,
  },
  {
    category: "hold-clone",
    words: "\\bholds\\b|\\bheld\\b|(?:dependent|has) clones?\\b",
    about: "a hold or a clone",
    remedies: [look("See them", "zfs list -t all -o name,origin,userrefs -r {dataset?}")],
    ofTools: true,
  },
];

/** The object of a command of zfs: in quotes, or a name that only a dataset has; never a path. */
const object =
  "(?:'(?:(?<snapshot>[^'/@\\n][^'@\\n]{0,255}@[^'\\n]{1,255})|(?<dataset>[^'/@.\\n][^'@\\n]{0,255}))'|(?<dataset2>[\\w-][\\w.-]{0,255}\\/[\\w./:-]+)(?:@[^\\s:]{1,255})?)";
const plainVerbs = "receive|send|resume (?:send|recv)|hold|release|mount|unmount|snapshot|destroy|promote|rollback";
const verbs = `${plainVerbs}|open|create|clone|rename(?: to)?|inherit|set property for|set permissions on|get|estimate space for|restore to|import(?: pool)?|export|iterate filesystems|(?:hold|create|destroy) (?:snapshot|bookmark)|release hold from snapshot|rollback to|share|unshare|upgrade|add to|checkpoint|get history for(?: pool)?|verify|redact|rewrite`;
const poolVerbs =
  "scrub|trim|initialize|offline|online|remove|replace|attach|detach|expand|clear errors for|label|relabel|split|reopen|reguid|sync";

/** Not in the midst of a sentence, and not behind the name of a program that is none of zfs. */
const begins =
  "(?<![a-z,] )(?<!\\b(?:tail|head|cat|cp|mv|rm|ls|ln|dd|sort|wc|grep|tar|du|touch|mkdir|rmdir|stat|tee|split|install|bash|sh|git|ld|rsync|make): )";

/** What libzfs puts before a reason. */
const zfsSays = [
  "cannot receive(?: (?:new filesystem|incremental|resume) stream)?: ",
  `(?:cannot|unable to) (?:${verbs}) ${object}(?: [^:\\n]{0,80})?: `,
  `cannot (?:${poolVerbs}) (?:'?(?<device>[\\w.:/-]{1,255})'?)(?: [^:\\n]{0,80})?: `,
  "internal error: ",
  "[Ff]ailed to (?:create|destroy|delete|take|send|receive|mount|unmount|list|open|import|export|clone|promote|rename|hold|release|roll ?back)(?: the)?(?: zfs| ZFS)? (?:snapshot|dataset|pool|volume|zvol|filesystem)s?\\b[^:\\n]{0,200}: ",
  "Key (?:load|unload|change) error: |Encryption (?:create|clone) error: ",
];

/** Programs whose errors are about replication, and how each marks one. */
const tool =
  "zfs|zpool|zed|zstream|zrepl|syncoid|sanoid|znapzend|pyznap|zettarepl|bzfs|bzfs_jobrunner|zfs[-_]autobackup|zfs-auto-snapshot|zrep|zxfer|mount\\.zfs|pvesr|pve-zsync|zelta|simplesnap|zfs-prune-snapshots";
const marked =
  "(?<!(?:without|[Nn]o|[Nn]othing|[Zz]ero|\\b0|any) )\\b(?:[Ee]rror|ERROR|[Ff]ailed|FAILED|[Ff]ailure|[Cc]annot|[Cc]ould ?n[o']t|[Uu]nable to|[Ff]atal|FATAL|CRIT(?:ICAL)?)\\b(?! ?[:=]? ?(?:0|false|none|no)\\b)";
const toolSays = [
  `(?:^(?:\\S*\\/)?|\\] |:\\d\\d |: )(?:${tool})(?:\\[\\d+\\])?: (?=[^\\n]{0,160}?${marked})`,
  "CRITICAL ERROR: |\\bCRIT: (?! ?ZPOOL)",
  "ERROR +\\[[^\\]\\n]{0,80}\\] \\[zettarepl[^\\]\\n]{0,80}\\] ",
  "\\[ERRO\\](?:\\[[^\\]\\n]{1,80}\\]){1,3}:? ",
  "(?:zrepl|job=)[^\\n]{0,160}?level=error |level=error [^\\n]{0,40}?(?:job|subsystem)=",
  "! \\[(?:Source|Target)\\] ",
  "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)? \\[E\\] ",
  "^[A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d ERROR: ",
  "\\[\\d+\\] \\[error\\] (?=[^\\n]{0,200}?(?:znapzend|zfs|snapshot|backup))",
  "mbuffer: (?:error|fatal): ",
  "^ssh: |ssh_dispatch_run_fatal: |^mux_client_\\w+: ",
  '"level": ?"error"(?=[^\\n]{0,600}?(?:zfs|zpool|dataset))',
  "level=(?:error|fatal) (?=[^\\n]{0,400}?(?:zfs|zpool|dataset))",
  "^E\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+ +\\d+ (?=[^\\n]{0,400}?(?:zfs|zpool|dataset))",
  "^Error(?: response from daemon)?: (?=[^\\n]{0,400}?(?:zfs|zpool|dataset|igration|ransferring))",
  "\\[E(?:FAULT|NOENT|BUSY|EXIST|PERM|INVAL|NOSPC|IO)\\] (?=[^\\n]{0,300}?(?:zfs|pool|dataset|snapshot|eplication))",
  "ZFSException: ",
  '[Rr]eplication "[^"\\n]{1,200}" failed: ',
  "rpc error: code = \\w+ desc = (?=[^\\n]{0,400}?(?:zfs|zpool|dataset))",
  // whoever says it: a line about zfs that calls something an error, and is neither a command nor told in passing
  "^(?![#$+>] |[^\\n]{0,120}\\b(?:INFO|DEBUG|DEBG|info|debug|dbug|NOTICE|notice|TRACE)\\b)(?=[^\\n]{0,300}?(?<![\"'`])\\b(?:zfs|zpool|ZFS)\\b(?![\"'`]))(?=[^\\n]{0,300}?(?:\\b(?:[Ee]rror|ERROR|FATAL|[Ff]atal)\\b ?[:=\\])]|(?<!\\b(?:[Nn]othing|[Nn]one|0) )\\b[Ff]ailed(?: to |: | with |$)|\\bexit(?:ed with)? (?:status|code):? [1-9]))",
  "TASK ERROR: (?=[^\\n]{0,300}?(?:zfs|zpool|replicat))",
];

const everyOther: readonly Category[] = [
  "busy",
  "missing-snapshot",
  "diverged",
  "exists",
  "space",
  "permission",
  "feature-version",
  "stream-corrupt",
  "data-corruption",
  "resume",
  "encryption",
  "mount",
  "network",
  "ssh-auth",
  "ssh-hostkey",
  "pool-health",
  "device",
  "module",
  "kernel-bug",
  "memory",
  "hold-clone",
  "naming",
  "config",
];

const source = "no entry of this catalogue";
const ask = look("Look the message up in the documentation of the program that gave it");

const zfsBegins = new RegExp(`${begins}(?:${zfsSays.join("|")})`);
const toolBegins = new RegExp(toolSays.join("|"), "m");

function guess(who: "zfs" | "tool", said: readonly string[], needles: readonly string[]): readonly Entry[] {
  const starts = `${who === "zfs" ? begins : ""}(?:${said.join("|")})`;
  const those = kinds.filter(({ ofTools }) => who === "tool" || !ofTools);
  return those.flatMap(({ category, called = category, words, about, remedies = [] }) =>
    entriesOf(category, [
      {
        id: `unknown-${who}-${called}`,
        needles,
        begins: who === "zfs" ? zfsBegins : toolBegins,
        has: new RegExp(words),
        pattern: new RegExp(`${starts}(?<reason>(?=[^\\n]{0,400}?(?:${words}))[^\\n]{1,200})`, "m"),
        title: who === "zfs" ? "zfs refused {dataset|it}: {reason}" : "A program failed: {reason}",
        cause: `No entry knows this message; its words speak of ${about}, which is a guess`,
        remedies: [before, ...remedies, ask],
        follows: everyOther,
        source,
      },
    ]),
  );
}

/** What libzfs refuses for a reason that no other entry knows: told by the words of the reason, then by the verb. */
export const refusedSomehow: readonly Entry[] = [
  ...guess("zfs", zfsSays, ["cannot ", "unable to ", "internal error: ", "Key ", "Encryption ", "ailed to "]),
  ...(
    [
      ["mount", "mount", "(?:mount|unmount|share|unshare)"],
      ["pool-health", "pool", "(?:import(?: pool)?|export)"],
      ["config", "device", `(?:${poolVerbs})`],
      [
        "hold-clone",
        "snapshot",
        "(?:destroy(?: snapshot)?|promote|hold(?: snapshot)?|release(?: hold from snapshot)?)",
      ],
      [
        "stream-corrupt",
        "stream",
        "(?:receive(?: (?:new filesystem|incremental|resume) stream)?|resume recv|restore to)",
      ],
      ["config", "command", `(?:${verbs})`],
    ] as const
  ).flatMap(([category, what, which]) =>
    entriesOf(category, [
      {
        id: `unknown-zfs-${what}`,
        needles: ["cannot ", "unable to "],
        pattern: new RegExp(
          begins +
            (what === "stream"
              ? `cannot ${which}(?: ${object})?: (?<reason>[^\\n]{1,200})`
              : what === "pool" || what === "device"
                ? `cannot ${which} '?(?<pool>[\\w.:/-]{1,255})[^:\\n]{0,120}: (?<reason>[^\\n]{1,200})`
                : `(?:cannot|unable to) ${which} ${object}(?: [^:\\n]{0,80})?: (?<reason>[^\\n]{1,200})`),
        ),
        title: "zfs refused {dataset|it}: {reason}",
        cause: "No entry knows this message; what was to be done says which kind it is likely to be",
        remedies: [before, ask],
        follows: everyOther,
        source,
      },
    ]),
  ),
];

/** What programs around zfs call an error and no other entry knows. */
export const failedSomehow: readonly Entry[] = [
  ...guess("tool", toolSays, [
    "rror",
    "ERRO",
    "CRIT",
    "ailed",
    "FAILED",
    "ailure",
    "annot",
    "ould n",
    "ouldn",
    "nable to",
    "atal",
    "FATAL",
    "! [Source]",
    "! [Target]",
    "[E] ",
    "ssh: ",
    "mux_client_",
    "ZFSException",
    "exit status ",
    "exit code ",
    "exited with ",
    "[EFAULT]",
    "[ENOENT]",
    "[EBUSY]",
    "[EEXIST]",
    "[EPERM]",
    "[EINVAL]",
    "[ENOSPC]",
    "[EIO]",
  ]),
  ...entriesOf("service", [
    {
      id: "unknown-tool-failed",
      needles: [
        "rror",
        "ERRO",
        "CRIT",
        "ailed",
        "FAILED",
        "ailure",
        "annot",
        "ould n",
        "nable to",
        "atal",
        "FATAL",
        "[E] ",
        "exit status ",
        "exit code ",
        "exited with ",
      ],
      begins: toolBegins,
      pattern: new RegExp(
        `(?:${toolSays.filter((each) => !each.startsWith("! ")).join("|")})(?<reason>[^\\n]{1,200})`,
        "m",
      ),
      title: "A program failed: {reason}",
      cause: "No entry knows this message; it is what the program itself calls an error",
      remedies: [before, ask],
      follows: "any",
      source,
    },
  ]),
];

const general: ReadonlySet<Entry> = new Set([...refusedSomehow, ...failedSomehow]);

/** Whether an entry is one of those that only repeat what nothing else knows. */
export function isGeneral(entry: Entry): boolean {
  return general.has(entry);
}
