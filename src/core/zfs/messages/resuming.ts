import { messagesOf } from "./message";

/** Resume tokens (libzfs_sendrecv.c). */
export const resumingMessages = messagesOf([
  [
    "resume-token-corrupt",
    "resume token is corrupt",
    /resume token is corrupt/,
    "token-invalid",
    "the resume token is damaged",
    "read it again from the target; if it stays so, give the partial receive up with zfsr abort",
  ],
  [
    "resume-snapshot-replaced",
    "is no longer the same snapshot used in the initial send",
    /'(?<snapshot>[^']+)' is no longer the same snapshot used in the initial send/,
    "token-invalid",
    "the snapshot that was being sent has been replaced by another of the same name",
    "give the partial receive up with zfsr abort and plan again",
  ],
  [
    "resume-snapshot-gone",
    "used in the initial send no longer exists",
    /'(?<snapshot>[^']+)' used in the initial send no longer exists/,
    "token-invalid",
    "the snapshot that was being sent is gone from the source",
    "give the partial receive up with zfsr abort and plan again",
  ],
  [
    "resume-token-outdated",
    "cannot receive resume stream: kernel modules must be upgraded",
    /cannot receive resume stream: kernel modules must be upgraded/,
    "token-invalid",
    "the resume token no longer fits what the target holds, or it was aimed at another dataset than its own",
    "plan again: the token is read anew",
  ],
  [
    "resume-base-gone",
    "cannot resume send: incremental source",
    /cannot resume send: incremental source (?<guid>0x[0-9a-f]+) no longer exists/,
    "token-invalid",
    "the base of the increment that was being sent is gone from the source",
    "give the partial receive up with zfsr abort and plan again",
  ],
]);
