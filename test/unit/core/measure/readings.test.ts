import assert from "node:assert/strict";
import { connectionIn } from "../../../../src/core/measure/readings/connection";
import { devicesIn } from "../../../../src/core/measure/readings/devices";
import { disksIn } from "../../../../src/core/measure/readings/disks";
import { arcIn } from "../../../../src/core/measure/readings/arc";
import { Report } from "../../../../src/core/measure/readings/report";
import { networkIn } from "../../../../src/core/measure/probes/network";
import { sshSeconds } from "../../../../src/core/measure/way";

/** Words in columns by tabs. */
const row = (words: string): string => words.split(" ").join("\t");

describe("what hosts print of a measurement", () => {
  it("zpool iostat -Hplv of 2.1 (17 columns) and of 2.3 (18): of each vdev its busiest second", () => {
    const [pool] = disksIn(
      [
        row("tank 33312768 8019750912 12 0 1000 0 500000 - 400000 - - - - - - -"),
        row("tank 33312768 8019750912 900 0 15000000 0 27600000 - 1500000 - - - - - - -"),
        row("tank 33312768 8019750912 1 0 10 0 100 - 100 - - - - - - -"),
        "@bytes 12",
      ].join("\n"),
    );
    assert.equal(pool?.readRate, 15_000_000);
    assert.equal(pool.readWait, 27.6);
    assert.equal(pool.diskReadWait, 1.5);
    assert.equal(pool.diskWriteWait, undefined);
    assert.deepEqual(
      disksIn(row("vault 479232 8052584448 0 0 0 0 - - - - - - - - - - -")).map(({ name, reads }) => [name, reads]),
      [["vault", 0]],
    );
  });

  it("iostat -dxyz by the names of its columns, and nothing where no device was busy", () => {
    const head = "Device            r/s     rkB/s r_await     w/s     wkB/s w_await  aqu-sz  %util";
    assert.deepEqual(devicesIn(`${head}\nsda  100.00  44.00  0.50  0.00  0.00  0.00  0.01  87.50\n\n${head}\n\n`), [
      { name: "sda", used: 0.875, readWait: 0.5, writeWait: undefined },
    ]);
    assert.deepEqual(devicesIn("Linux 6.1.176 (alpha) \t11/24/26 \t_x86_64_\t(1 CPU)\n\n"), []);
  });

  it("ss -tin: the socket that sent the most, and the longest queue that it had", () => {
    const socket = (queue: number, sent: number, more: string): string =>
      `0      ${queue}      10.99.0.1:22 10.99.0.2:52142\n\t cubic wscale:10,7 rto:210 rtt:8.558/13.42 ato:40 mss:1448 cwnd:10 bytes_sent:${sent} bytes_acked:1 data_segs_out:21 ${more}\n`;
    const reading = connectionIn(
      socket(0, 100, "") + socket(90_000, 5000, "") + socket(4000, 9000, "rwnd_limited:30ms(42.5%) retrans:0/7"),
    );
    assert.deepEqual(reading, {
      queue: 90_000,
      roundTrip: 8.558,
      retransmitted: 7,
      segments: 21,
      receiverFull: 0.425,
      senderFull: 0,
      window: 14_480,
    });
    assert.equal(connectionIn("State Recv-Q\n"), undefined);
  });

  it("counters before and after, with the cache's hits and the processors' part", () => {
    const report = new Report(
      [
        "@cores 2",
        "@before.cpu 1000",
        "@before.hits 100",
        "@before.misses 10",
        "@after.cpu 1300",
        "@after.hits 190",
        "@after.misses 20",
        "@after.size 4096",
      ].join("\n"),
    );
    assert.deepEqual(arcIn(report), { hits: 0.9, size: 4096, most: undefined });
    assert.equal(report.busy(3), 0.5);
    assert.equal(new Report("").busy(3), undefined);
    assert.equal(arcIn(new Report("")), undefined);
    assert.throws(() => report.needed("bytes"), /bytes/);
  });

  it("times(1p) of the shell around ssh: its children's", () => {
    const text = "@bytes 12\n@ssh\n0m0.010000s 0m0.000000s\n1m2.500000s 0m0.250000s\n";
    assert.equal(sshSeconds(text), 62.75);
    assert.equal(sshSeconds("@bytes 12\n"), undefined);
  });

  it("iperf3's result, and its refusal, which also ends with 0", () => {
    const stage = networkIn(
      JSON.stringify({ end: { sum_received: { bits_per_second: 8000, bytes: 2000, seconds: 2 } } }),
      "alpha to beta",
    );
    assert.equal(stage.rate, 1000);
    assert.throws(
      () => networkIn('{"end": {}, "error": "unable to connect to server: Connection refused"}', "alpha to beta"),
      /Connection refused/,
    );
    assert.throws(() => networkIn("iperf3: unrecognized option", "alpha to beta"), /unrecognized option/);
  });
});
