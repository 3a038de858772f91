import assert from "node:assert/strict";
import { probeStreamTools, readStreamTools } from "../../../../src/core/runs/streamTools";
import { sampleStream } from "../../../../src/core/runs/sampleStream";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { transferStep } from "../../../support/model/steps";

describe("what a host has for streams", () => {
  it("tells the families of netcat by what they say of themselves", () => {
    const family = (...lines: string[]): string | undefined => readStreamTools(lines.join("\n")).netcat;
    assert.equal(
      family("nc OpenBSD netcat (Debian patchlevel 1.219-1)", "nc usage: nc [-46CDdFhklNnrStUuvZz]"),
      "openbsd",
    );
    assert.equal(family("nc [v1.10-47]", "nc connect to somewhere:"), "traditional");
    assert.equal(family("nc BusyBox v1.35.0 (Debian 1:1.35.0-4) multi-call binary."), "busybox");
    assert.equal(family("nc Ncat 7.93 ( https://nmap.org/ncat )"), "ncat");
    assert.equal(family("nc usage: nc [-46cDdEFhklNnrStUuvz]"), "openbsd");
    assert.equal(family("has ncat", "nc OpenBSD netcat"), "ncat");
    assert.equal(family("nc what is this"), undefined);
    assert.equal(family("OpenBSD said by a login shell"), undefined);
  });

  it("is what works, not what is there: a program that lacks a library is none", async () => {
    const fake = new FakeCommands();
    try {
      fake.add("zstd", "echo 'error while loading shared libraries' >&2; exit 127");
      fake.add("pv", "cat").add("mbuffer", "cat").add("lz4", "cat").add("pigz", "echo something else");
      fake.add("nc", "echo 'OpenBSD netcat (Debian patchlevel 1.219-1)' >&2");
      const host = new FakeHost("alpha", fake);
      const { programs, netcat } = await probeStreamTools(host);
      assert.deepEqual([...programs].sort(), ["lz4", "mbuffer", "pv"]);
      assert.ok(netcat === "openbsd" || netcat === "ncat");
      assert.equal(host.scripts.length, 1, "one round trip");
    } finally {
      fake.dispose();
    }
  });
});

describe("a sample of a stream", () => {
  let fake: FakeCommands;
  beforeEach(() => (fake = new FakeCommands()));
  afterEach(() => fake.dispose());

  const sample = (pack: readonly string[]): Promise<number | undefined> =>
    sampleStream(new FakeHost("alpha", fake), transferStep(), pack, new AbortController().signal);

  it("tells how far its beginning shrinks, and reads no more than 4 MiB of it", async () => {
    fake.add("zfs", 'logged "$@"; yes "the same again and again" | head -c 40000000; echo "warning" >&2');
    fake.add("half", "head -c 2097152; cat >/dev/null");
    assert.equal(await sample(["half"]), 0.5);
    const shrinks = await sample(["gzip", "-1"]);
    assert.ok(shrinks !== undefined && shrinks < 0.05, String(shrinks));
    assert.deepEqual(fake.calls()[0], ["send", "-i", "@a", "tank/demo@b"]);
  });

  it("of noise does not shrink", async () => {
    fake.add("zfs", "head -c 5000000 /dev/urandom");
    const shrinks = await sample(["gzip", "-1"]);
    assert.ok(shrinks !== undefined && shrinks > 0.99, String(shrinks));
  });

  it("tells nothing where nothing came, or the compressor does not run", async () => {
    fake.add("zfs", "exit 1");
    assert.equal(await sample(["true"]), undefined);
    fake.add("zfs", "echo data");
    assert.equal(await sample(["no-such-compressor"]), undefined);
  });
});
