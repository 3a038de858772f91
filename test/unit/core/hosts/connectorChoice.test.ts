import assert from "node:assert/strict";
import { chooseConnector, type ConnectorEvidence } from "../../../../src/core/hosts/connectorChoice";
import { parseSshSettings, type SshSettings } from "../../../../src/core/hosts/settings/sshSettings";

const settings = (more: Partial<SshSettings> = {}): SshSettings => ({
  ...parseSshSettings("", "alpha", "/home/me"),
  ...more,
});
const parsed = (...lines: string[]): SshSettings => parseSshSettings(lines.join("\n"), "alpha", "/home/me");
const evidence = (more: Partial<ConnectorEvidence> = {}): ConnectorEvidence => ({
  settings: settings(),
  sshProgram: true,
  identities: [{ path: "/id", type: "ssh-ed25519", certificate: false }],
  agentTypes: [],
  ticket: false,
  authorityOnly: false,
  masterAlive: false,
  ...more,
});
const identity = (type: string, certificate = false): Partial<ConnectorEvidence> => ({
  identities: [{ path: "/id", type, certificate }],
});

describe("the choice of a connector", () => {
  const table: readonly (readonly [string, Partial<ConnectorEvidence>, "ssh2" | "openssh", RegExp])[] = [
    ["nothing special", {}, "ssh2", /nothing/],
    ["a live ControlPath", { masterAlive: true }, "openssh", /ControlPath/],
    [
      "a connection that is to be shared and kept",
      { settings: parsed("controlmaster auto", "controlpath /tmp/x", "controlpersist 600") },
      "openssh",
      /shares connections/,
    ],
    [
      "a shared connection that ends with its command",
      { settings: parsed("controlmaster auto", "controlpath /tmp/x", "controlpersist no") },
      "ssh2",
      /nothing/,
    ],
    ["ProxyCommand", { settings: settings({ proxyCommand: "nc %h %p" }) }, "openssh", /ProxyCommand/],
    ["ProxyJump", { settings: settings({ proxyJump: "jump" }) }, "ssh2", /nothing/],
    ["CertificateFile", { settings: settings({ certificateFiles: ["/c"] }) }, "openssh", /CertificateFile/],
    ["a certificate beside the key", identity("ssh-ed25519", true), "openssh", /certificate/],
    ["a security key", identity("sk-ssh-ed25519@openssh.com"), "openssh", /security key/],
    ["PKCS#11", { settings: settings({ pkcs11Provider: "/lib" }) }, "openssh", /PKCS11Provider/],
    [
      "Kerberos with a ticket",
      { settings: settings({ gssapiAuthentication: true }), ticket: true },
      "openssh",
      /Kerberos/,
    ],
    ["Kerberos without a ticket", { settings: settings({ gssapiAuthentication: true }) }, "ssh2", /nothing/],
    ["RevokedHostKeys", { settings: settings({ revokedHostKeys: "/r" }) }, "openssh", /RevokedHostKeys/],
    ["only an authority known", { authorityOnly: true }, "openssh", /certificate authority/],
    [
      "no key exchange in common",
      { settings: settings({ kexAlgorithms: ["mlkem768x25519-sha256"] }) },
      "openssh",
      /no key exchange/,
    ],
    [
      "no host key type in common",
      { settings: settings({ hostKeyAlgorithms: ["ssh-ed25519-cert-v01@openssh.com"] }) },
      "openssh",
      /no host key/,
    ],
    ["no cipher in common", { settings: settings({ ciphers: ["3des-cbc"] }) }, "openssh", /no cipher/],
    [
      "an agent with usable keys",
      { identities: [], agentTypes: ["sk-ssh-ed25519@openssh.com", "ssh-rsa"] },
      "ssh2",
      /nothing/,
    ],
    [
      "an agent with unusable keys only",
      { identities: [], agentTypes: ["sk-ssh-ed25519@openssh.com"] },
      "openssh",
      /agent/,
    ],
    ["no ssh program", { sshProgram: false, settings: settings({ proxyCommand: "x" }) }, "ssh2", /no ssh program/],
  ];
  for (const [name, more, connector, because] of table) {
    it(`is ${connector} for ${name}`, () => {
      const choice = chooseConnector([evidence(more)], "auto");
      assert.equal(choice.connector, connector);
      assert.match(choice.because, because);
    });
  }

  it("is what was asked for", () => {
    assert.equal(chooseConnector([evidence({ masterAlive: true })], "ssh2").connector, "ssh2");
    assert.equal(chooseConnector([evidence()], "openssh").connector, "openssh");
  });

  it("is OpenSSH when a jump host needs it", () => {
    const hop = evidence({ settings: settings({ name: "jump", proxyCommand: "x" }) });
    assert.deepEqual(chooseConnector([hop, evidence()], "auto"), {
      connector: "openssh",
      because: "it is reached through a ProxyCommand (jump host jump)",
    });
  });
});
