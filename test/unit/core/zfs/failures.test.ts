import assert from "node:assert/strict";
import fc from "fast-check";
import { reasons } from "../../../../src/core/base/errors";
import { failureIn, failuresIn } from "../../../../src/core/zfs/failures";
import { recordings, type Transcript, transcripts } from "../../../support/transcripts/transcripts";
import { busyTime } from "../../../support/busyTime";

/**
 * What each message that two versions of OpenZFS, and the tools around them, were seen to print means: the reasons that
 * are to be told of it, causes first, a `*` behind what only follows from them; then the names of the transcripts.
 * Where a transcript ran several commands, each has its own. The first entry is for what is no failure, or none that
 * anything could be made of.
 */
const expected: Readonly<Record<string, string>> = {
  "usage usage*":
    "zfs-noargs zfs-badcmd zfs-send-noargs zfs-recv-badopt zfs-send-usage-badopt zfs-list-badprop zfs-get-badprop zfs-holds-json-unsupported m-remote-optunknown",
  "": "zpool-status-nopools zpool-status-x-nopools zpool-import-none command-not-found promote-nonclone send-v-progress send-vP-progress send-vI-progress pv-progress pv-progress-f mbuffer-verbose send-SIGUSR1-progress send-t-resume-ok destroy-with-partial destroy-has-children destroy-has-snapshots destroy-pool-root send-to-full create-badval rename-cross-pool set-readonly-prop set-badval set-quota-below-used inherit-native-bad unmount-not mount-vol scrub-finished scrub-in-progress scrub-already scrub-paused-again scrub-cancel-none offline-last import-scan replace-detach raidz-two-offline load-key-again change-key-locked allow-badperm feat-set-recordsize feat-redact x-remote-nocmd",
  "pool-not-found":
    "zpool-status-nosuch zpool-status-nosuchpool zpool-get-nosuchpool zpool-list-nosuchpool zpool-scrub-nosuchpool import-nosuch missing-all missing-toplevel-import",
  "not-found":
    "zfs-notinpath user-zfs-list-nopools zfs-list-nosuch zfs-list-nosuchpool zfs-list-mixed-ok-and-missing zfs-get-nosuch bookmark-destroy-missing send-redacted-nosuch res-hidden-recv recv-A-again recv-A-full-partial inc-dest-missing destroy-nosuch release-nosuch-tag create-noparent set-nosuch nonraw-inc-onto-raw nouser-recv-A zfs-list-j-nosuch",
  space:
    "enospc-recv enospc-recv-s enospc-fill enospc-recv-full-pool enospc-create quota-reservation quota-vol-toolarge enospc-snapshot",
  quota: "quota-recv quota-recv-s quota-write refquota-write",
  "quota not-found": "quota-recv-o",
  "read-only": "readonly-snapshot readonly-recv readonly-set readonly-destroy recv-readonly-target",
  busy: "suspended-export gone-export send-a-filesystem busy-destroy-during-send busy-destroy-fs-during-send unmount-busy unload-busy",
  "snapshot-not-found stream-incomplete*": "suspended-recv",
  "pool-suspended": "gone-status gone-status-x gone-send gone-scrub",
  "pool-suspended usage*": "gone-snapshot",
  "pool-suspended failed": "gone-recv",
  "data-corruption": "gone-clear cor-read cor-send cor-send-exit",
  permission:
    "user-zpool-scrub-denied user-zpool-history-denied nouser-snapshot nouser-send nouser-recv nouser-destroy nouser-hold nouser-bookmark nouser-set nouser-create nouser-rollback nouser-allow nouser-rename nouser-zpool-create nouser-load-key nouser-diff del-release-denied del-destroy-denied del-recv-nomount del-recv-u del-rollback-denied del-destroy-denied2 dev-zfs-unreadable dev-zfs-unreadable-zpool sudo-needs-pw sudo-not-sudoer sudo-n-not-sudoer sudo-cmd-denied sudo-requiretty",
  "snapshot-not-found":
    "zfs-list-nosuchsnap send-nvP-nosuch send-s-skip-missing send-s-skip-missing2 inc-nosuch-from inc-nosuch-from-I send-nosuch-snap send-nosuch-ds send-nosuch-pool destroy-d-held destroy-nosuch-snap destroy-range-nomatch release-nosuch-snap hold-nosuch",
  "has-clones": "zfs-destroy-nvp zfs-destroy-rnv destroy-with-clone destroy-r-has-clone rollback-r-clone",
  "target-modified": "recv-modified raw-local-mod",
  exists:
    "bookmark-exists recv-noresume-onto-partial recv-s-onto-partial-fresh dest-exists dest-exists-F dest-exists-nosnap hold-dup busy-concurrent-recv snap-exists create-exists rollback-newer rename-exists recv-into-zvol recv-vol-into-fs import-otherhost recv-F-raw-over-plain x-remote-err n-linkdown-retry-while-hung",
  "snapshot-not-found usage*": "bookmark-of-missing",
  usage: "send-I-from-bookmark send-R-i-bookmark create-badprop recv-child-of-vol",
  "base-missing": "send-i-samesnap inc-wrong-order inc-wrong-order-I inc-other-fs send-from-nosuch-bookmark",
  "stream-incomplete":
    "recv-s-interrupted send-t-resume-interrupt-again inc-interrupted interrupted-inc-no-s send-killed R-interrupted R-interrupted-in-second-snap stream-flip-data-s stream-truncated-inc raw-interrupted-resume raw-send-resume-without-w del-recv-s-int x-int x-int-raw n-sender-killed",
  "partial-receive-exists": "recv-F-onto-partial inc-partial-other-inc inc-partial-recv-nos inc-partial-recv-F",
  "token-invalid":
    "token-stale send-t-after-done token-corrupt token-garbage token-empty token-truncated token-nvP-garbage token-other-dataset token-into-no-partial token-source-snap-recreated token-source-ds-renamed token-source-ds-destroyed",
  "not-found usage*": "recv-A-nosuch snap-nosuch-ds",
  "stream-incomplete token-invalid": "token-source-snap-destroyed",
  "stream-incomplete not-found": "full-partial-destroy-r interrupted-no-s stream-truncated",
  "stream-incomplete*": "interrupted-empty interrupted-100bytes recv-killed-9 recv-from-tty-none",
  "not-found stream-corrupt": "interrupted-400bytes",
  diverged: "no-match-incremental no-match-incremental-F",
  "not-found failed": "parent-missing recv-nosuch-pool",
  "invalid-name not-found usage*": "hold-dash",
  "busy busy busy": "busy-destroy-mounted",
  "busy busy has-clones": "busy-concurrent-recv-inc",
  "busy busy": "pool-export-during-send",
  "stream-corrupt not-found": "stream-flip-data stream-flip-toname stream-flip-end",
  "stream-corrupt": "stream-flip-inc stream-not-a-stream stream-text-prefix stream-gzip recv-name-invalid",
  "invalid-name":
    "recv-name-invalid2 recv-name-invalid3 recv-name-leading-slash snap-invalid-char snap-invalid-char2 snap-utf8 snap-empty snap-toolong create-toolong create-invalid create-invalid-pct create-dotdot recv-toolong-snapname",
  "usage*": "snap-no-at",
  "not-found snapshot-not-found usage*": "snap-multi-partial",
  "exists snapshot-not-found": "snap-multi-exists",
  "mount-failed":
    "mount-already mount-nomountpoint mount-legacy mountpoint-busy recv-mount-nonempty recv-mountpoint-readonly-fs nouser-mount del-recv-mountperm del-create",
  "data-corruption stream-incomplete not-found": "cor-send-recv",
  "data-corruption stream-incomplete": "cor-send-recv-s cor-resume-fails",
  "key-not-loaded":
    "raw-mount-nokey raw-send-nonraw-nokey load-key-wrong load-key-noinput load-key-short nonraw-inc-onto-raw2 src-key-unloaded-send src-key-unloaded-mount src-key-unloaded-create-child recv-into-locked-parent recv-inc-into-locked recv-inc-F-into-locked",
  "encryption-mismatch": "raw-inc-onto-nonraw",
  "encryption-mismatch stream-incomplete*": "send-p-enc-nonraw send-R-enc-nonraw",
  "property-not-received": "del-recv-o-readonly del-recv-x-mountpoint feat-p-zstd v28-recv-lz4-p m-blake3-p",
  "not-found stream-incomplete*": "del-recv-A",
  "permission permission": "sudo-needs-pw-notty sudo-S-wrong",
  "stream-unsupported":
    "feat-L-largeblocks feat-c-zstd feat-c-lz4 feat-e-embedded feat-largednode feat-w-enc feat-w-plain feat-bookmark feat-encryption-create feat-set-zstd L-then-noL m-longname m-longname-p m-largemicrozap",
  "stream-unsupported not-found": "feat-recv-s",
  "data-corruption data-corruption": "inject-read-eio",
  "host-unreachable": "x-remote-refused",
  "auth-failed": "x-remote-denied",
  "connection-lost": "n-linkdown n-sshd-killed",
  "stream-unsupported stream-incomplete*": "m-largemicrozap-noL",
};

/** Messages that differ between versions, or between rows of one name: by a part of the text. */
const expectedOfText: readonly (readonly [part: string, reasons: string])[] = [
  ["invalid option 'j'", "usage usage*"],
  ["no datasets available", "not-found"],
  ["cannot send 'sus/d@1': Input/output error", "data-corruption"],
  ["cannot send 'sus/d@1': Invalid argument", ""],
  ["cannot destroy snapshot tank/data@s1: dataset is busy", "busy"],
  ["it's being held. Run 'zfs holds", "held"],
  ["cannot receive new filesystem stream: checksum mismatch", "stream-corrupt"],
  ["(unknown flags = ", "stream-unsupported"],
];

const byName = new Map(
  Object.entries(expected).flatMap(([told, names]) => names.split(" ").map((name) => [name, told] as const)),
);

function expectedFor(row: Transcript): string | undefined {
  return byName.get(row.name) ?? expectedOfText.find(([part]) => row.stderr.includes(part))?.[1];
}

function told(stderr: string): string {
  return failuresIn(stderr)
    .map((failure) => failure.reason + (failure.symptom ? "*" : ""))
    .join(" ");
}

describe("failures", () => {
  for (const recording of recordings) {
    it(`are told from every message that was recorded: ${recording}`, () => {
      const rows = transcripts(recording).filter((row) => row.stderr.trim() !== "");
      assert.ok(rows.length > 5, String(rows.length));
      const wrong = rows
        .filter((row) => told(row.stderr) !== expectedFor(row))
        .map((row) => ({
          row: `${row.id} ${row.name}`,
          stderr: row.stderr.slice(0, 300),
          expected: expectedFor(row),
          told: told(row.stderr),
        }));
      assert.deepEqual(wrong, []);
    });
  }

  it("say in clauses what is wrong and what to do", () => {
    for (const recording of recordings) {
      for (const { stderr } of transcripts(recording)) {
        for (const failure of failuresIn(stderr)) {
          assert.ok(reasons.includes(failure.reason));
          for (const clause of [failure.because, failure.nextStep]) {
            assert.match(clause, /^\S.*[^.\s]$/, clause);
            assert.doesNotMatch(clause, /^(?!ZFS |OpenZFS )[A-Z]/, clause);
          }
          assert.ok(stderr.includes(failure.line.split("\n")[0] ?? ""), failure.line);
        }
      }
    }
  });

  it("put causes before what only follows from them", () => {
    const stderr = "cannot receive: failed to read from stream\nwarning: cannot send 'tank/a@1': Input/output error\n";
    assert.deepEqual(
      failuresIn(stderr).map(({ reason, symptom }) => [reason, symptom]),
      [
        ["data-corruption", false],
        ["stream-incomplete", true],
      ],
    );
    assert.equal(failureIn(stderr)?.reason, "data-corruption");
  });

  it("of a receive whose data arrived all the same are known as such, whatever kept the rest from being done", () => {
    const arrived: [string, string][] = [
      ["cannot mount '/dst/x': failed to create mountpoint: Permission denied\n", "mount-failed"],
      ["cannot mount '/dst/x': mountpoint or dataset is busy\n", "mount-failed"],
      ["cannot receive readonly property on dst/my data: permission denied\n", "property-not-received"],
      [
        "cannot receive compression property on dst/x: pool and or dataset must be upgraded to set this property or value\n",
        "property-not-received",
      ],
    ];
    for (const [stderr, reason] of arrived) assert.equal(failureIn(stderr)?.reason, reason, stderr);
  });

  it("that ssh tells in the middle of a pipeline are no lack of permission in ZFS", () => {
    assert.equal(failureIn("repl@beta: Permission denied (publickey).\n")?.reason, "auth-failed");
    assert.equal(failureIn("ssh: connect to host beta port 22: No route to host\n")?.reason, "host-unreachable");
    assert.equal(failureIn("Connection to beta closed by remote host.\n")?.reason, "connection-lost");
    assert.equal(failureIn("Timeout, server beta not responding.\n")?.reason, "connection-lost");
  });

  it("are found among what shells and tools print around them", () => {
    const stderr =
      "bash: warning: setlocale: LC_ALL: cannot change locale\n\nin @ 8 kiB/s, out @ 8 kiB/s\ncannot receive incremental stream: dataset is busy\nmbuffer: error: outputThread: error writing\n";
    assert.equal(failureIn(stderr)?.reason, "busy");
  });

  it("that nobody knows are none", () => {
    for (const stderr of ["", "\n\n", "hello\n", "internal error: Cannot assign requested address\n"])
      assert.equal(failureIn(stderr), undefined, stderr);
  });

  it("are read from a megabyte on one line, or on many, in little time", () => {
    const pieces = [
      "most recent snapshot of ",
      "destination ",
      "destination '",
      "cannot mount '",
      "incremental source (",
      "cannot receive ",
      "connection to ",
      "skipping dataset ",
      "cannot open '",
      "bookmark '",
      "snapshot ",
      "parent '",
      "missing ",
      " ",
      "x",
    ];
    for (const piece of pieces) {
      const line = piece.repeat(Math.ceil((1 << 20) / piece.length));
      for (const text of [line, `first\n${line}`, line.replace(/(.{900}).{0,13}/g, "$1\n")]) {
        const started = busyTime();
        failuresIn(text);
        const took = busyTime() - started;
        assert.ok(took < 6000, `${piece}: ${Math.round(took)} ms`);
      }
    }
  });

  it("are looked for in any text without throwing", () => {
    const message = fc.constantFrom(
      "cannot receive: ",
      "destination 'a' ",
      "exists",
      "\n",
      "must specify -F to overwrite it",
      "Broken pipe",
      "\u0000",
      "usage:",
      "é",
      "has been modified",
      "since most recent snapshot",
    );
    fc.assert(fc.property(fc.string({ unit: message }), (text) => assert.ok(Array.isArray(failuresIn(text)))));
  });
});
