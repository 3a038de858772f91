import assert from "node:assert/strict";
import { advise } from "../../../../src/core/measure/advise";
import { cipherOf, measurementOf } from "./support/measurement";

const chacha = cipherOf("chacha20-poly1305@openssh.com", 200, 0.98, true);
const aes = cipherOf("aes128-gcm@openssh.com", 600, 0.5);

/** Each advice as `id to MiB/s`. */
function advices(...given: Parameters<typeof measurementOf>): string[] {
  return advise(measurementOf(...given)).map(
    ({ id, rate }) => `${id} ${rate === undefined ? "?" : Math.round(rate / 2 ** 20)}`,
  );
}

describe("what would help", () => {
  it("is a faster cipher, to what the next stage allows, or no cipher at all", () => {
    const rates = { send: 800, network: 1100, ssh: 200, together: 195, receive: 500 };
    assert.deepEqual(advices(rates, { ciphers: [chacha, aes] }), ["cipher 500", "tcp 500"]);
    assert.deepEqual(advices({ ...rates, receive: 900 }, { ciphers: [chacha, aes] }), ["tcp 800", "cipher 600"]);
  });

  it("is no cipher where the network or a disk limits", () => {
    assert.deepEqual(
      advices({ send: 100, network: 1100, ssh: 200, together: 99, receive: 500 }, { ciphers: [chacha, aes] }),
      [],
    );
  });

  it("against a slow network is compression by what a sample shrinks, but not for raw streams, and a larger MTU", () => {
    const rates = { send: 800, network: 100, ssh: 99, together: 98, receive: 500 };
    const readings = { packing: { ratio: 0.25, rate: 300 * 2 ** 20 }, mtu: 1500 };
    assert.deepEqual(advices(rates, { readings }), ["compression 300", "mtu 103"]);
    assert.deepEqual(advices(rates, { readings: { mtu: 576 } }), ["mtu 112"]);
    assert.deepEqual(advices(rates, { readings, encrypted: true }), ["mtu 103"]);
  });

  it("names lost packets and a full window, with their figures", () => {
    const found = advise(
      measurementOf(
        { send: 800, network: 100, ssh: 99, receive: 500 },
        {
          readings: {
            segments: { sent: 10_000, retransmitted: 150 },
            connection: {
              queue: 0,
              roundTrip: 48,
              retransmitted: 150,
              segments: 10_000,
              receiverFull: 0.7,
              senderFull: 0,
              window: 1,
            },
          },
        },
      ),
    );
    assert.deepEqual(
      found.map(({ id }) => id),
      ["loss", "window"],
    );
    assert.match(found[0]?.because ?? "", /1\.50 %/);
    assert.match(found[1]?.because ?? "", /70 % of the time.*48 ms/);
  });

  it("where reading is slow names small blocks and disks that are busy", () => {
    const readings = {
      devices: {
        send: [{ name: "sda", used: 0.99, readWait: 12, writeWait: undefined }],
        receive: [],
      },
    };
    assert.deepEqual(advices({ send: 50, ssh: 200, together: 49, receive: 500 }, { readings, recordsize: 8192 }), [
      "recordsize ?",
      "disks ?",
    ]);
  });

  it("is a buffer where the stages wait for one another though processors are idle", () => {
    assert.deepEqual(advices({ send: 300, network: 1100, ssh: 280, together: 120, receive: 500 }, { busy: 0.3 }), [
      "tcp 300",
      "mbuffer ?",
    ]);
  });
});
