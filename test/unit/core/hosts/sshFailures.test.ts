import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Reason } from "../../../../src/core/base/errors";
import { connectFailure } from "../../../../src/core/hosts/ssh2/failures";
import { readChangedKey, sshFailure } from "../../../../src/core/hosts/sshFailures";

interface Transcript {
  readonly name: string;
  readonly rc: number;
  readonly stderr: string;
}

/** What OpenSSH 9.2 really printed. */
const transcripts = readFileSync(join(process.cwd(), "test/fixtures/ssh.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Transcript);

const expected: Readonly<Record<string, readonly [Reason, RegExp]>> = {
  "hostkey-changed": [
    "host-key-changed",
    /ED25519 key it presented, SHA256:yEqtawK4DOwIA8HIDBc3Op0\+r2CeAnWcgz\/sO9puMFY, is not the one in \/home\/me\/\.ssh\/kh_changed:1/,
  ],
  "hostkey-changed-accept-new": ["host-key-changed", /kh_changed:1/],
  "hostkey-unknown-strict": [
    "host-key-unknown",
    /no ED25519 key is known for \[127\.0\.0\.1\]:22101, and StrictHostKeyChecking is yes/,
  ],
  "hostkey-unknown-ask-batch": ["host-key-unknown", /was not accepted/],
  "hop-hostkey-unknown": ["host-key-unknown", /for vma/],
  "denied-wrongkey": ["auth-failed", /accepts publickey,password,keyboard-interactive/],
  "key-missing": ["auth-failed", /identity file \/home\/me\/\.ssh\/absent can't be read/],
  "key-passphrase-batch": ["auth-failed", /nothing that was offered fits/],
  "key-unprotected": ["auth-failed", /\/home\/me\/\.ssh\/loose can be read by others/],
  "key-garbage": ["auth-failed", /\/home\/me\/\.ssh\/gk could not be loaded \(error in libcrypto\)/],
  refused: ["host-unreachable", /nothing listens on 127\.0\.0\.1 port 1/],
  "refused-in-vm": ["host-unreachable", /nothing listens on vma port 2/],
  "timeout-banner": ["host-unreachable", /no sshd answers/],
  "closed-before-banner": ["host-unreachable", /closed the connection before it was set up/],
  "timeout-tcp-in-vm": ["host-unreachable", /10\.99\.0\.77 port 22 does not answer/],
  "noroute-in-vm": ["host-unreachable", /No route to host/],
  "unreachable-in-vm": ["host-unreachable", /Network is unreachable/],
  "resolve-fail-in-vm": ["host-unknown", /nosuch\.invalid can't be resolved/],
  "kex-none": ["host-unreachable", /no key exchange method that both sides know; it offers sntrup761x25519-sha512,/],
  "cipher-none": ["host-unreachable", /no cipher that/],
  "hostkeyalg-none": ["host-unreachable", /no host key type that both sides know; it offers ssh-ed25519/],
  "mac-none": ["host-unreachable", /no MAC that/],
  "bad-option": ["usage", /unknown option, nosuchoption/],
  "bad-port": ["usage", /not valid/],
  "bad-config": ["usage", /unknown option, foo/],
  "session-killed": ["connection-lost", /broke/],
  "account-expired": ["auth-failed", /expired/],
  "nologin-file": ["host-unreachable", /closed the connection/],
  "too-many-auth": ["auth-failed", /too many keys/],
  "mux-path-too-long": ["failed", /too long/],
  "server-alive-timeout": ["connection-lost", /does not answer any more/],
};

describe("failures of ssh", () => {
  for (const { name, rc, stderr } of transcripts) {
    if (rc !== 255) continue;
    it(`knows ${name}`, () => {
      const failure = sshFailure("alpha", stderr);
      const [reason, words] = expected[name] ?? [];
      assert.ok(reason && words, `no expectation for ${name}`);
      assert.equal(failure?.reason, reason);
      assert.match(failure.because, words);
      assert.equal(failure.output, stderr);
      assert.match(failure.message, /^alpha: .*\. Next: [^.].*[^.]$/s);
    });
  }

  it("says of a host that may only be slow what gives it more time, with either connector", () => {
    const timedOut = ["timeout-banner", "timeout-tcp-in-vm"].map(
      (wanted) => sshFailure("alpha", transcripts.find(({ name }) => name === wanted)?.stderr ?? "")?.nextStep,
    );
    const context = { host: "alpha", address: "192.0.2.1:22", accepts: [], unusableKeys: false };
    const ssh2 = [{ code: "ETIMEDOUT" }, { level: "client-timeout" }].map(
      (how) => connectFailure(Object.assign(new Error("timed out"), how), context).nextStep,
    );
    for (const nextStep of [...timedOut, ...ssh2])
      assert.match(nextStep ?? "", /raise ConnectTimeout in the ssh config/);
  });

  it("has a transcript for each expectation", () => {
    assert.deepEqual(
      Object.keys(expected).filter((name) => !transcripts.some((transcript) => transcript.name === name)),
      [],
    );
  });

  it("says nothing about what it does not know", () => {
    for (const text of ["", "cannot open 'tank': no such pool", transcripts.find(({ rc }) => rc === 0)?.stderr ?? ""]) {
      assert.equal(sshFailure("alpha", text), undefined);
    }
  });

  it("finds the place of a key that changed", () => {
    const changed = transcripts.find(({ name }) => name === "hostkey-changed")?.stderr ?? "";
    assert.deepEqual(readChangedKey(changed), {
      keyType: "ED25519",
      fingerprint: "SHA256:yEqtawK4DOwIA8HIDBc3Op0+r2CeAnWcgz/sO9puMFY",
      file: "/home/me/.ssh/kh_changed",
      line: 1,
    });
  });
});
