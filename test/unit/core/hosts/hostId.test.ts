import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import { parseHostId } from "../../../../src/core/hosts/hostId";

describe("names of hosts", () => {
  for (const [id, expected] of [
    ["local", { kind: "local" }],
    ["alpha", { kind: "ssh", name: "alpha" }],
    ["alpha:2222", { kind: "ssh", name: "alpha", port: 2222 }],
    ["root@alpha.example", { kind: "ssh", name: "alpha.example", user: "root" }],
    ["repl@192.0.2.7:22", { kind: "ssh", name: "192.0.2.7", user: "repl", port: 22 }],
    ["a@b@host", { kind: "ssh", name: "host", user: "a@b" }],
    ["[2001:db8::1]:2200", { kind: "ssh", name: "2001:db8::1", port: 2200 }],
    ["root@[::1]", { kind: "ssh", name: "::1", user: "root" }],
    ["2001:db8::1", { kind: "ssh", name: "2001:db8::1" }],
    ["sudo+alpha", { kind: "ssh", name: "alpha" }],
    ["sudo+repl@192.0.2.7:22", { kind: "ssh", name: "192.0.2.7", user: "repl", port: 22 }],
    ["böx", { kind: "ssh", name: "böx" }],
  ] as const) {
    it(`reads ${id}`, () => assert.deepEqual(parseHostId(id), expected));
  }

  for (const id of [
    "",
    "-oProxyCommand=x",
    "-l@host",
    "sudo+",
    "sudo+-oProxyCommand=x",
    "sudo+a;b",
    "sudo+local",
    "a@-b",
    "@host",
    "user@",
    "a b",
    "a\nb",
    "a\0b",
    "a;b",
    "$(id)",
    "`id`",
    "a|b",
    "host:0",
    "host:65536",
    "[::1",
    "a]b",
    "x\x7f",
    "a'b",
  ]) {
    it(`refuses ${JSON.stringify(id)}`, () => {
      assert.throws(
        () => parseHostId(id),
        (error) => ZfsrError.is(error, "invalid-name"),
      );
    });
  }
});
