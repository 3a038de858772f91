import assert from "node:assert/strict";
import { issueText } from "../../../../src/editor/issue/issueText";
import { redact } from "../../../../src/editor/issue/redact";

const hidden = { hosts: ["alpha", "sudo+repl@alpha-2.example.org:2222", "local"], user: "ann", home: "/home/ann" };

describe("what is told in an issue", () => {
  it("names no host, user, address, key or token", () => {
    const text = [
      "alpha: zfs list (exit 0, 6 ms)",
      "alpha-2.example.org: Permission denied for repl@alpha-2.example.org",
      "repl@alpha-2.example.org:2222 is at 192.0.2.7 and 2001:db8::1 and fe80:0:0:0:1:2:3:4",
      "reads /home/ann/.ssh/id_ed25519 of ann",
      "key SHA256:0123456789abcdefghijABCDEFGHIJ0123456789abc",
      "token 1-c740b4779a-d0-789c636064000310a5009e0500",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----",
    ].join("\n");
    assert.deepEqual(redact(text, hidden).split("\n"), [
      "host1: zfs list (exit 0, 6 ms)",
      "host2: Permission denied for <user>@host2",
      "<user>@host2:2222 is at <address> and <address> and <address>",
      "reads ~/.ssh/id_ed25519 of <user>",
      "key SHA256:<fingerprint>",
      "token <resume token>",
      "<private key>",
    ]);
  });

  it("leaves what helps: datasets, snapshots, times, versions", () => {
    for (const text of [
      "2026-01-03 03:12:45.123 [info] host: tank/alpha/db@rep_2026-01-03T031245Z (exit 0)",
      "zfs-2.1.11-1, tank/home/ann@autosnap_2026-01-03_00:00:01_daily",
      "01:02:03 and alphabet",
    ])
      assert.equal(redact(text, hidden), text);
  });

  it("is a document with the versions, the settings and the log, which cannot break out of its place", () => {
    const text = issueText(
      {
        versions: [["alpha", "OpenZFS zfs-2.1.11-1"]],
        settings: [["zfsReplication.ssh.configFile", '"/home/ann/ssh"']],
        log: ["alpha: said ```", "# Not a heading"],
      },
      hidden,
    );
    assert.match(text, /- host1: OpenZFS zfs-2\.1\.11-1\n/);
    assert.match(text, /- zfsReplication\.ssh\.configFile: "~\/ssh"\n/);
    assert.match(text, /````text\nhost1: said ```\n# Not a heading\n````\n$/);
    assert.doesNotMatch(text, /alpha|ann\b/);
  });
});
