import { type Check, fine, hostsOf } from "../check";

/** Memory errors are corrected. */
export const ecc: Check = {
  id: "ecc",
  group: "machine",
  why: "a bit that flips in memory before the checksum is made is stored and replicated as if it were right",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { ecc: corrected, virtual } = side.facts;
      if (virtual !== undefined)
        return fine(side.host, "a virtual machine: its memory is its host's", `${virtual}; see there for ECC`);
      if (corrected === true) return fine(side.host, "the memory is ECC", "the kernel or the firmware tells so");
      return corrected === false
        ? {
            host: side.host,
            state: "warn",
            title: "the memory is not ECC",
            detail: "the firmware says: no error correction",
            remedy: "use ECC memory where the only copy lives",
          }
        : {
            host: side.host,
            state: "unknown",
            title: "whether the memory is ECC could not be seen",
            detail: "no EDAC driver is loaded, and dmidecode needs root",
            remedy: "as root: dmidecode -t memory | grep 'Error Correction'",
          };
    }),
};
