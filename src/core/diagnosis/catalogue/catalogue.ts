import { messages } from "../../zfs/messages/messages";
import { boots } from "./boots";
import { builds } from "./builds";
import { busy } from "./busy";
import { commands } from "./commands";
import { companions } from "./companions";
import { config } from "./config";
import { containers } from "./containers";
import { crashes } from "./crashes";
import { dataCorruption } from "./dataCorruption";
import { device } from "./device";
import { diverged } from "./diverged";
import { encryption } from "./encryption";
import type { Entry } from "./entry";
import { everyday } from "./everyday";
import { exists } from "./exists";
import { featureVersion } from "./featureVersion";
import { hangs } from "./hangs";
import { hardware } from "./hardware";
import { holdClone } from "./holdClone";
import { kernelBug } from "./kernelBug";
import { keyCommands } from "./keyCommands";
import { languages } from "./languages";
import { failedSomehow, refusedSomehow } from "./lastResort";
import { logins } from "./logins";
import { memory } from "./memory";
import { missingSnapshot } from "./missingSnapshot";
import { module } from "./module";
import { mount } from "./mount";
import { naming } from "./naming";
import { network } from "./network";
import { orchestrated } from "./orchestrated";
import { permission } from "./permission";
import { poolCommands } from "./poolCommands";
import { poolHealth } from "./poolHealth";
import { poolStatus } from "./poolStatus";
import { refused } from "./refusals";
import { releases } from "./releases";
import { resume } from "./resume";
import { scripts } from "./scripts";
import { secureShell } from "./secureShell";
import { service } from "./service";
import { setups } from "./setups";
import { space } from "./space";
import { sshAuth, sshHostkey } from "./ssh";
import { streamCorrupt } from "./streamCorrupt";
import { surroundings } from "./surroundings";
import { tools } from "./tools";
import { tuning } from "./tuning";
import { zelta } from "./zelta";
import { zrepl } from "./zrepl";

const all: readonly Entry[] = [
  ...busy,
  ...missingSnapshot,
  ...diverged,
  ...exists,
  ...space,
  ...permission,
  ...featureVersion,
  ...streamCorrupt,
  ...dataCorruption,
  ...resume,
  ...encryption,
  ...mount,
  ...network,
  ...sshAuth,
  ...sshHostkey,
  ...poolHealth,
  ...poolStatus,
  ...device,
  ...tools,
  ...service,
  ...module,
  ...kernelBug,
  ...memory,
  ...holdClone,
  ...naming,
  ...config,
  ...tuning,
  ...keyCommands,
  ...commands,
  ...poolCommands,
  ...zrepl,
  ...scripts,
  ...containers,
  ...secureShell,
  ...hardware,
  ...orchestrated,
  ...logins,
  ...hangs,
  ...zelta,
  ...languages,
  ...everyday,
  ...setups,
  ...boots,
  ...builds,
  ...releases,
  ...crashes,
  ...surroundings,
  ...companions,
];

const rank = new Map<string, number>(messages.map(({ id }, at) => [id, at]));

/** What only says that something failed: the same line often repeats what zfs or ssh said, which tells more. */
const wraps = ({ category, follows }: Entry): boolean => category === "service" && follows === "any";

/**
 * All entries, the telling ones first: what only logs have, whose patterns are narrow, before zfs's messages, which keep
 * the order of `core/zfs/messages`; then what is known by its place in a message alone, what tools say around it, and
 * last what nothing knows.
 */
export const catalogue: readonly Entry[] = [
  ...all.filter((entry) => !wraps(entry)).toSorted((a, b) => (rank.get(a.id) ?? -1) - (rank.get(b.id) ?? -1)),
  ...refused,
  ...refusedSomehow,
  ...failedSomehow.filter((entry) => !wraps(entry)),
  ...all.filter(wraps),
  ...failedSomehow.filter(wraps),
];
