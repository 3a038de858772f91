import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { decideHostKeyTrust } from "../../../../src/core/hosts/keys/hostKeyTrust";
import { formatKnownHost, knownHostName, linesFor, parseKnownHosts } from "../../../../src/core/hosts/keys/knownHosts";
import { fingerprint, keyType, parsePublicKeyLine, publicHalf } from "../../../../src/core/hosts/keys/publicKey";
import { keygen, publicKey, Workspace } from "./support/sshServer";

describe("known_hosts", () => {
  let workspace: Workspace;
  let first: Buffer;
  let second: Buffer;
  let rsa: Buffer;
  before(() => {
    workspace = new Workspace();
    const blob = (name: string, ...options: string[]): Buffer =>
      parsePublicKeyLine(publicKey(workspace.key(name, ...options))) ?? Buffer.alloc(0);
    first = blob("first");
    second = blob("second");
    rsa = blob("rsa", "-t", "rsa", "-b", "2048");
  });
  after(() => workspace.remove());

  const line = (names: string, blob: Buffer, marker = ""): string => `${marker}${formatKnownHost(names, blob)}\n`;
  const found = (text: string, name: string): number[] =>
    linesFor(parseKnownHosts(text, "file"), name).map((entry) => entry.line);

  it("prints fingerprints as ssh-keygen does, and knows keys by their bytes", () => {
    for (const [name, blob] of [
      ["first", first],
      ["rsa", rsa],
    ] as const) {
      assert.equal(keygen("-l", "-f", `${workspace.path}/${name}.pub`).split(" ")[1], fingerprint(blob));
      assert.equal(publicHalf(workspace.read(name))?.blob.equals(blob), true);
    }
    assert.deepEqual([keyType(first), keyType(rsa), keyType(Buffer.alloc(0))], ["ssh-ed25519", "ssh-rsa", ""]);
    assert.equal(publicHalf("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"), undefined);
  });

  it("finds names as ssh-keygen -F does", () => {
    const text = [
      "# a comment\n\n",
      line("alpha,192.0.2.1", first),
      line("*.example.com,!bad.example.com", first),
      line("[alpha]:2222", second),
      line("b?ta", rsa),
      "not a line\n",
      "broken ssh-ed25519 not-base64-of-a-key\n",
      formatKnownHost("hashed", first, randomBytes(20)),
    ].join("");
    const file = workspace.file("known", text);
    for (const name of [
      "alpha",
      "192.0.2.1",
      "x.example.com",
      "bad.example.com",
      "example.com",
      "[alpha]:2222",
      "beta",
      "bta",
      "hashed",
      "hashe",
    ]) {
      let byKeygen: number[] = [];
      try {
        byKeygen = [...keygen("-F", name, "-f", file).matchAll(/found: line (\d+)/g)].map((match) => Number(match[1]));
      } catch {
        // ssh-keygen exits with 1 when nothing is found.
      }
      assert.deepEqual(found(text, name), byKeygen, name);
    }
  });

  it("names a host as ssh does", () => {
    assert.equal(knownHostName({ hostname: "Alpha", port: 22 }), "alpha");
    assert.equal(knownHostName({ hostname: "::1", port: 2222 }), "[::1]:2222");
    assert.equal(knownHostName({ hostname: "x", port: 2222, hostKeyAlias: "Alias" }), "alias");
  });

  it("finds what it wrote, hashed or not, whatever the name", () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,30}$/);
    fc.assert(
      fc.property(
        name,
        fc.option(fc.uint8Array({ minLength: 20, maxLength: 20 }), { nil: undefined }),
        (host, salt) => {
          const text = formatKnownHost(host, first, salt && Buffer.from(salt));
          assert.deepEqual(found(text, host), [1]);
          assert.deepEqual(found(text, `${host}x`), []);
        },
      ),
    );
  });

  it("matches a pattern of many stars without delay", () => {
    assert.deepEqual(found(line(`${"*a".repeat(40)}b`, first), "a".repeat(200)), []);
  });

  describe("the decision about a key", () => {
    const decide = (
      text: string,
      key: Buffer,
      strict: "yes" | "no" | "ask" | "accept-new" = "ask",
      withoutPort = "",
    ): string =>
      decideHostKeyTrust(
        key,
        { named: parseKnownHosts(text, "f"), withoutPort: parseKnownHosts(withoutPort, "f") },
        strict,
      ).kind;

    it("is by its order: revoked, known, changed, authority, StrictHostKeyChecking, ask", () => {
      assert.equal(decide(line("h", first) + line("h", first, "@revoked "), first, "no"), "revoked");
      assert.equal(decide(line("h", second) + line("h", first), first, "yes"), "trusted");
      assert.equal(decide(line("h", second), first, "no"), "changed");
      assert.equal(decide(line("h", rsa), first), "changed");
      assert.equal(decide(line("h", second) + line("h", rsa, "@cert-authority "), first), "changed");
      assert.equal(decide(line("h", rsa, "@cert-authority "), first, "no"), "authority-only");
      assert.equal(decide(line("h", second, "@revoked "), first), "ask");
      assert.equal(decide("", first, "yes"), "refuse");
      assert.equal(decide("", first, "accept-new"), "accept-new");
      assert.equal(decide("", first, "no"), "accept-new");
      assert.equal(decide("", first, "ask"), "ask");
    });

    it("takes a name without its port for a key that is known or revoked, never for one that changed", () => {
      assert.equal(decide("", first, "yes", line("h", first)), "trusted");
      assert.equal(decide("", first, "yes", line("h", second)), "refuse");
      assert.equal(decide("", first, "ask", line("h", first, "@revoked ")), "revoked");
      assert.equal(decide(line("h", second), first, "ask", line("h", first)), "changed");
    });
  });
});
