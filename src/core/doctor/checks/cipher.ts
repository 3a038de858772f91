import { type Check, fine, type Seen, sidesOf, unseen } from "../check";

/** The stream's cipher suits the processors. */
export const cipher: Check = {
  id: "cipher",
  group: "connection",
  why: "where both processors compute AES themselves, AES-GCM is two to four times as fast as ChaCha20",
  look: ({ source, target }): readonly Seen[] => {
    const sides = sidesOf({ source, target });
    const without = sides.find(({ facts }) => facts.aes === false);
    const unknown = sides.find(({ facts }) => facts.aes === undefined);
    if (without)
      return [
        {
          host: without.host,
          state: "warn",
          title: "the processor has no AES instructions",
          detail: "ssh then computes every byte in software",
          remedy: "let ssh take chacha20-poly1305@openssh.com, its own first choice",
        },
      ];
    if (unknown) return [unseen(unknown, "aes", "AES instructions")];
    const { peer } = source.facts;
    if (!target || peer?.cipher === undefined)
      return [fine(source.host, "the processors have AES instructions", sides.map(({ host }) => host).join(", "))];
    if (/^aes.*gcm/.test(peer.cipher))
      return [fine(source.host, `ssh to ${target.host} uses ${peer.cipher}`, "with AES instructions on both sides")];
    return [
      {
        host: source.host,
        state: "warn",
        title: `ssh to ${target.host} uses ${peer.cipher}`,
        detail: "both processors have AES instructions, which it leaves idle; 'zfsr measure' tells what that costs",
        remedy:
          "replicate with --cipher auto, or put 'Ciphers ^aes128-gcm@openssh.com' for that host in the source's ssh config",
      },
    ];
  },
};
