import { change, entriesOf, look } from "./entry";

const keys = look(
  "See which keys are loaded, and where they are kept",
  "zfs get -H -r -t filesystem,volume -o name,property,value keystatus,encryptionroot,keylocation,keyformat {dataset?}",
);

/** What zfs says of keys, of one command alone. */
export const keyCommands = entriesOf("encryption", [
  {
    id: "key-material-wrong",
    needles: ["key too ", "Passphrase too ", "Invalid hex ", "Provided keys do not match", "Cannot enter raw keys"],
    pattern:
      /(?:Raw|Hex) key too (?:short|long)|Passphrase too (?:short|long) \(|Invalid hex (?:character|key)|Provided keys do not match|Cannot enter raw keys on the terminal/,
    instead: [
      {
        when: /Enter (?:new )?passphrase for '(?<dataset>[^'\n]{1,255})'[^\n]{0,80}\n?[^\n]{0,80}Passphrase too (?:short|long) \(/,
        title: "The passphrase that was typed for {dataset} was not taken for its length",
        cause:
          "It arrived with fewer than 8 or more than 512 characters; if it has others, that release reads the prompt wrongly",
        remedies: [
          look("Give it from a file that only root reads: zfs load-key {'dataset} < FILE"),
          look("See whether this is a release or a build in between", "zfs version"),
        ],
      },
    ],
    title: "The key of {dataset|the dataset} has another form than it should",
    cause: "Its file was cut, has a line break too many, or is of another keyformat",
    remedies: [keys],
    source: "OpenZFS lib/libzfs/libzfs_crypto.c",
  },
  {
    id: "key-place-unreachable",
    needles: ["Couldn't GET ", "keylocation=", "URI scheme is not supported", "Invalid keylocation", "Invalid URI"],
    pattern:
      /Couldn't GET \S+: |No keylocation=\S+ back-end|keylocation=\S+ back-end \S+ missing|URI scheme is not supported|(?:Key|cannot|Encryption)[^\n]{0,200}Invalid (?:keylocation|URI)/,
    instead: [
      {
        when: /load-key\b[^\n]{0,200} -L ?(?<path>\/[^\s'"]{1,200})/,
        title: "The place of a key was given as a path: {path}",
        cause: "It begins with file://, http:// or https://, or is the word prompt",
        remedies: [change("Write it with file:// before the path: zfs load-key -L file://{'path} DATASET")],
      },
      {
        when: /No keylocation=(?<reason>https?):\/\/ back-end/,
        title: "This build of zfs cannot fetch keys by {reason}",
        cause: "It was made without libfetch and libcurl",
        remedies: [
          change("Fetch the key into a file that only root reads, and load it: zfs load-key -L file:///PATH DATASET"),
          change("For good: zfs set keylocation=file:///PATH DATASET, or install a build that has libcurl"),
          keys,
        ],
      },
    ],
    title: "A key cannot be fetched from where it is kept",
    cause: "The address is wrong, its server does not answer, or that zfs was built without libfetch or curl",
    remedies: [keys],
    source: "OpenZFS lib/libzfs/libzfs_crypto.c",
  },
  {
    id: "key-properties-refused",
    needles: [
      "Keyformat required",
      "Encryption must be turned on",
      "Encryption properties must inherit",
      "Keys must be unloaded",
      "keylocation may only be set on encryption roots",
      "Key inheritting can only",
      "Keys cannot be changed on clones",
      "outside its encryption root",
      "outside of its encryption root",
      "is not encrypted.",
      "Cannot use 'prompt' keylocation",
      "unsupported encryption suite",
      "Parent key must be loaded",
      "Parent must be encrypted",
    ],
    pattern:
      /Keyformat required for new encryption root|Encryption must be turned on to set|Encryption properties must inherit|Keys must be unloaded for encryption root of '(?<dataset>[^']+)'|keylocation may only be set on encryption roots|Key inheritting can only|Keys cannot be changed on clones|cannot (?:promote dataset|move encrypted child) outside (?:of )?its encryption root|Key (?:load|unload|change) error: '(?<dataset2>[^']+)' is not encrypted|Cannot use 'prompt' keylocation|uses an unsupported encryption suite|Parent (?:key must be loaded|must be encrypted)/,
    title: "The encryption of {dataset|a dataset} cannot be what was asked for",
    cause: "Keys belong to encryption roots, and what lies below one inherits its key or becomes a root itself",
    remedies: [keys],
    source: "OpenZFS lib/libzfs/libzfs_crypto.c",
  },
]);
