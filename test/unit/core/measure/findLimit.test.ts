import assert from "node:assert/strict";
import { findLimit } from "../../../../src/core/measure/findLimit";
import { cipherOf, measurementOf } from "./support/measurement";

const chacha = cipherOf("chacha20-poly1305@openssh.com", 200, 0.98, true);

/** What limits, and where, in words. */
function limitOf(...given: Parameters<typeof measurementOf>): string {
  const limit = findLimit(measurementOf(...given));
  return limit ? `${limit.id} ${limit.host} ${Math.round(limit.rate / 2 ** 20)}` : "unknown";
}

describe("what limits a replication", () => {
  it("is the slowest stage, with the host it is on", () => {
    assert.equal(limitOf({ send: 100, network: 900, ssh: 400, together: 99, receive: 300 }), "send alpha 100");
    assert.equal(limitOf({ send: 500, network: 900, ssh: 400, together: 390, receive: 80 }), "receive beta 80");
  });

  it("tells the cipher from the network: by iperf3, and without it by the processor that ssh keeps busy", () => {
    const rates = { send: 800, ssh: 200, together: 195, receive: 700 };
    assert.equal(limitOf({ ...rates, network: 1100 }, { ciphers: [chacha] }), "cipher alpha 200");
    assert.equal(limitOf({ ...rates, network: 205 }, { ciphers: [chacha] }), "network alpha 200");
    assert.equal(limitOf(rates, { ciphers: [chacha] }), "cipher alpha 200");
    assert.equal(limitOf(rates, { ciphers: [{ ...chacha, processor: 0.2 }] }), "network alpha 200");
    const idle = { ciphers: [{ ...chacha, processor: 0.2 }] };
    assert.equal(limitOf({ ...rates, network: 1100 }, idle), "network alpha 200", "far away: ssh's window is full");
  });

  it("is the processors where stages are quick alone, slow together, and no processor is idle", () => {
    const rates = { send: 300, network: 1100, ssh: 280, together: 140, receive: 700 };
    assert.equal(limitOf(rates, { busy: 0.99, ciphers: [chacha] }), "processors alpha 140");
    assert.equal(limitOf(rates, { busy: 0.4, ciphers: [chacha] }), "cipher alpha 280");
  });

  it("is on this machine where ssh runs there: a relay", () => {
    const measurement = measurementOf({ send: 800, ssh: 200, together: 195, receive: 700 }, { ciphers: [chacha] });
    assert.equal(findLimit({ ...measurement, way: "relay" })?.host, "this machine");
  });

  it("is told of what was measured alone, and is unknown where nothing was", () => {
    assert.equal(limitOf({ send: 100 }), "send alpha 100");
    assert.equal(limitOf({}), "unknown");
  });
});
