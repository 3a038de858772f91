import { encryptingMessages } from "./encrypting";
import type { Message } from "./message";
import { missingMessages } from "./missing";
import { mountingMessages } from "./mounting";
import { permissionMessages } from "./permitting";
import { busyMessages, poolMessages } from "./pools";
import { reachingMessages } from "./reaching";
import { receivingMessages } from "./receiving";
import { resumingMessages } from "./resuming";
import { runningMessages } from "./running";
import { sendingMessages } from "./sending";
import { storingMessages } from "./storing";
import { streamMessages } from "./streams";

/**
 * All messages, the telling ones first: the first that takes a text says what it means. The texts are OpenZFS's own of
 * 2.1 to 2.4, seen in test/fixtures/transcripts.
 */
export const messages: readonly Message[] = [
  ...mountingMessages,
  ...reachingMessages,
  ...resumingMessages,
  ...sendingMessages,
  ...receivingMessages,
  ...streamMessages,
  ...storingMessages,
  ...encryptingMessages,
  ...poolMessages,
  ...busyMessages,
  ...permissionMessages,
  ...missingMessages,
  ...runningMessages,
];
