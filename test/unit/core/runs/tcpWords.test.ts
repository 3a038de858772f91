import assert from "node:assert/strict";
import type { Netcat, StreamProgram, StreamTools } from "../../../../src/core/runs/streamTools";
import { tcpWords } from "../../../../src/core/runs/tcpWords";

const place = { address: "192.0.2.2", port: 9100, peer: "192.0.2.1" };

function tools(change: Partial<StreamTools> = {}): StreamTools {
  return { programs: new Set<StreamProgram>(), netcat: undefined, socat: false, openssl: false, aes: false, ...change };
}

describe("the programs of a stream over tcp", () => {
  const socat = tools({ socat: true, openssl: true });

  it("are socat with TLS where both have it: on one address, for one peer, with the certificate checked", () => {
    const words = tcpWords(place, socat, socat, true);
    assert.ok(words?.encrypted);
    const listen = words.listen.join(" ");
    assert.match(listen, /OPENSSL-LISTEN:9100,.*bind=192\.0\.2\.2,.*range=192\.0\.2\.1\/32,cert=host\.pem/);
    assert.doesNotMatch(listen, /fork/, "one connection, and it ends with it");
    assert.match(words.connect.join(" "), /OPENSSL:192\.0\.2\.2:9100,cafile=host\.crt,commonname=zfsr/);
  });

  it("are plain where the network is trusted or the target has no openssl, and that is known", () => {
    for (const words of [tcpWords(place, socat, socat, false), tcpWords(place, socat, tools({ socat: true }), true)]) {
      assert.equal(words?.program, "socat");
      assert.equal(words.encrypted, false);
      assert.match(words.listen.join(" "), /TCP4-LISTEN:9100,bind=192\.0\.2\.2,.*range=192\.0\.2\.1\/32/);
    }
  });

  it("write addresses of version 6 as socat reads them", () => {
    const six = tcpWords({ address: "2001:db8::2", port: 9100, peer: "2001:db8::1" }, socat, socat, false);
    assert.match(six?.listen.join(" ") ?? "", /TCP6-LISTEN:9100,bind=\[2001:db8::2\],.*range=\[2001:db8::1\]\/128/);
    assert.match(six?.connect.join(" ") ?? "", /TCP6:\[2001:db8::2\]:9100/);
  });

  const flavours: readonly (readonly [Netcat, string])[] = [
    ["openbsd", "nc -n -d -l 192.0.2.2 9100"],
    ["traditional", "nc -n -l -s 192.0.2.2 -p 9100"],
    ["busybox", "nc -l -s 192.0.2.2 -p 9100"],
    ["ncat", "ncat -n --recv-only --allow 192.0.2.1 -l 192.0.2.2 9100"],
  ];
  for (const [netcat, listen] of flavours) {
    it(`are netcat's in its own words, bound to the address (${netcat})`, () => {
      const words = tcpWords(place, tools({ netcat: "openbsd" }), tools({ netcat }), true);
      assert.equal(words?.listen.join(" "), listen);
      assert.equal(words.connect.join(" "), "nc -n -N 192.0.2.2 9100");
      assert.equal(words.encrypted, false);
    });
  }

  it("are mbuffer's last of all, and only for a known peer, since it listens on all addresses", () => {
    const mbuffer = tools({ programs: new Set<StreamProgram>(["mbuffer"]) });
    assert.deepEqual(tcpWords(place, mbuffer, mbuffer, true)?.listen.slice(-2), ["-I", "192.0.2.1:9100"]);
    assert.equal(tcpWords({ ...place, peer: undefined }, mbuffer, mbuffer, true), undefined);
  });

  it("are none where the two hosts have nothing in common", () =>
    assert.equal(tcpWords(place, tools({ netcat: "openbsd" }), tools(), true), undefined));
});
