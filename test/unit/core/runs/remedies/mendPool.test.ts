import assert from "node:assert/strict";
import type { FakeCommands } from "../../../../support/fakes/commands";
import { AskedHost } from "./support/askedHost";

describe("remedies for a pool that has lost devices", () => {
  let beta: AskedHost;
  beforeEach(() => {
    beta = new AskedHost();
  });
  afterEach(() => beta.dispose());

  const status = (state: string, devices: string, errors = "No known data errors"): FakeCommands =>
    beta.fake
      .add(
        "zpool",
        `case "$1" in status) cat <<'END'
  pool: tank
 state: ${state}
status: words
config:

	NAME        STATE     READ WRITE CKSUM
	tank        ${state}     0     0     0
${devices}
errors: ${errors}
END
;; esac`,
      )
      .add("zfs", ":");

  it("clear a suspended pool only once its devices are back, and scrub nothing of it", async () => {
    status("SUSPENDED", "	  sda       FAULTED      3    12     0  too many errors");
    assert.deepEqual(await beta.titles("cannot open 'tank': pool I/O is currently suspended"), [
      "Look at tank: no data is known to be lost",
      "Go on, once the devices of tank are there again: zpool clear",
    ]);
  });

  it("replace a device that has failed, and bring back one that was pulled", async () => {
    status(
      "DEGRADED",
      "	  mirror-0  DEGRADED     0     0     0\n	    sda     FAULTED      3    12     0  too many errors\n	    sdb     UNAVAIL      0     0     0",
      "2 data errors, use '-v' for a list",
    );
    const remedies = await beta.remediesFor(
      "  pool: tank\n state: DEGRADED\nstatus: One or more devices are faulted in response to persistent errors.\n",
    );
    assert.deepEqual(
      remedies.map(({ title, command }) => [title, command]),
      [
        ["Replace sda: zpool replace tank sda NEW", undefined],
        ["Bring sdb back, once it is plugged in again", "ssh beta 'zpool online tank sdb'"],
        ["Replace sdb: zpool replace tank sdb NEW", undefined],
        ["Look at tank: which files are damaged", "ssh beta 'zpool status -v tank'"],
      ],
    );
  });
});
