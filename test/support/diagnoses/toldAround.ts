const busy = "cannot destroy 'tank/v': dataset is busy";

/** Texts whose lines around make a finding sure, and texts that nearly do. */
export const told: readonly (readonly [title: string, yes: readonly string[], no: readonly string[]])[] = [
  [
    "A deduplicated stream (send -D) was not taken",
    ["# zfs send -D -R a/b@1 | zfs receive c/b", "cannot receive incremental stream: invalid backup stream"],
    ["# zfs send -R a/b@1 | zfs receive c/Db", "cannot receive incremental stream: invalid backup stream"],
  ],
  [
    "b/c is a clone, and does not have the snapshot that the increment begins at",
    ["+ zfs clone b/a@1 b/c", "+ zfs recv b/c", "cannot receive incremental stream: invalid backup stream"],
    ["+ zfs clone b/a@1 b/c", "+ zfs recv b/a", "cannot receive incremental stream: invalid backup stream"],
  ],
  [
    "The resumed stream has embedded blocks, which do not go below an encrypted dataset",
    [
      "# zfs send -t 1-12f4 | zfs recv -s b/a",
      "cannot receive incremental stream: incompatible embedded data stream feature with encrypted receive.",
    ],
    [
      "# zfs send -e a@1 | zfs recv -s b/a",
      "cannot receive incremental stream: incompatible embedded data stream feature with encrypted receive.",
    ],
  ],
  [
    "tank is imported already, and lacks its devices",
    ["cannot import 'tank': a pool with that name already exists", "tank - - - - FAULTED  -"],
    ["cannot import 'tank': a pool with that name already exists", "bank - - - - FAULTED  -"],
  ],
  [
    "b.mount was to mount what is mounted already",
    ["mount[7]: zfs_mount_at() failed: mountpoint or dataset is busy", "systemd[1]: b.mount: Mount process exited"],
    ["mount[7]: zfs_mount_at() failed: no such dataset", "systemd[1]: b.mount: Mount process exited"],
  ],
  [
    "The zfs module there is for 2.6.32, and another kernel runs",
    [
      "Failed to load ZFS module stack.",
      "insmod: error inserting '/lib/modules/2.6.32/zfs/zfs.ko': -1 Invalid module format",
    ],
    ["Failed to load ZFS module stack.", "insmod: can't read '/lib/modules/2.6.32/zfs/zfs.ko'"],
  ],
  [
    "tank#a, a bookmark of a pool's own dataset, is not taken",
    ["cannot open 'tank#a': invalid dataset name"],
    ["cannot open 'tank/b#a': invalid dataset name"],
  ],
  [
    "b/sink, below which zrepl receives, does not exist",
    ["cannot get placeholder state of b/sink: zfs exited: cannot open 'b/sink': dataset does not exist"],
    ["cannot get the state of b/sink: zfs exited: cannot open 'b/sink': dataset does not exist"],
  ],
  [
    "The base of the increment is not on every dataset of the tree",
    ["# zfs send -v -R -i 1 a/b@2", "incremental source (a/b@1) does not exist"],
    ["# zfs send -v -i 1 a/b@2", "incremental source (a/b@1) does not exist"],
  ],
  [
    "/var/cache/sanoid/snapshots.txt was not written: another run of sanoid was in the way",
    ["Could not rename to /var/cache/sanoid/snapshots.txt!", "ERROR: No valid lockfile found - Did a rogue process"],
    ["Could not rename to /var/cache/sanoid/snapshots.txt!", "ERROR: rename: Permission denied"],
  ],
  [
    "tank cannot be opened, although its devices are there",
    [
      "  pool: tank",
      "status: The pool metadata is corrupted.",
      "  tank  FAULTED  corrupted data",
      "    mirror-0  ONLINE",
    ],
    [
      "  pool: tank",
      "status: The pool metadata is corrupted.",
      "  tank  FAULTED  corrupted data",
      "    mirror-0  FAULTED",
    ],
  ],
  [
    "sanoid has no configuration",
    ["FATAL: cannot load /etc/sanoid/sanoid.conf - please create a valid local config file before running sanoid!"],
    ["FATAL: cannot load /etc/sanoid/sanoid.defaults.conf, configuration is broken"],
  ],
  [
    "sdx fails while tank is being mended",
    [
      "  pool: tank",
      "status: One or more devices is currently being resilvered.",
      "        sdx  FAULTED      0    19     0  too many errors  (resilvering)",
    ],
    [
      "  pool: tank",
      "status: One or more devices is currently being resilvered.",
      "        sdx  ONLINE      0    19     0  (resilvering)",
    ],
  ],
  [
    "A disk behind the controller /dev/sg3 says that it is failing: areca_disk#03_enc#02",
    ["Device: /dev/sg3 [areca_disk#03_enc#02], 1 Currently unreadable (pending) sectors"],
    ["Device: /dev/sda [SAT], 1 Currently unreadable (pending) sectors"],
  ],
  [
    "The zfs module crashed in zap_count_write",
    ["Oops: 0000 [#1] SMP", "RIP: 0010:[<ffffffffa01f53e5>]  [<ffffffffa01f53e5>] zap_count_write+0x165/0x3e0 [zfs]"],
    ["Oops: 0000 [#1] SMP", "RIP: 0010:[<ffffffffa01f53e5>]  [<ffffffffa01f53e5>] ext4_write+0x165/0x3e0 [ext4]"],
  ],
  [
    "The stream begins with b/a@1, which the target has already, and skipping it failed",
    ["snap b/a@1 already exists; ignoring", "cannot receive: invalid record type"],
    ["snap b/a@1 received", "cannot receive: invalid record type"],
  ],
  [
    "The stream in /a/b.gz is incomplete or damaged",
    ["# zcat /a/b.gz | zfs recv -v b/a", "cannot receive incremental stream: checksum mismatch or incomplete stream"],
    [
      "# cat /etc/hosts",
      "# zfs send a@1 | zfs recv b/a",
      "cannot receive new filesystem stream: checksum mismatch or incomplete stream",
    ],
  ],
  [
    "tank/v is open: LVM uses it for the volume group vg0",
    [busy, "  PV Name               /dev/zd64", "  VG Name               vg0"],
    [busy, "  PV Name               /dev/sda3", "  VG Name               vg0"],
  ],
  [
    "tank/v is mounted in another mount namespace",
    [
      "filesystem 'tank/v' is already mounted",
      "cannot mount 'tank/v': mountpoint or dataset is busy",
      "cannot unmount 'tank/v': not currently mounted",
    ],
    ["filesystem 'tank/v' is already mounted", "cannot mount 'tank/v': mountpoint or dataset is busy"],
  ],
  [
    "tank/v@1 is held by keep",
    [
      "cannot destroy 'tank/v@1': dataset is busy",
      "NAME      TAG   TIMESTAMP",
      "tank/v@1  keep  Tue Oct 27 17:29 2026",
    ],
    ["cannot destroy 'tank/v@1': dataset is busy", "NAME      TAG   TIMESTAMP"],
  ],
  [
    "This user may not rename tank/a@1, although 'rename' is delegated to backup",
    [
      "cannot rename 'tank/a@1': permission denied",
      "---- Permissions on tank/a ------------",
      "Local+Descendent permissions:",
      "\tuser backup destroy,mount,rename,snapshot",
    ],
    [
      "cannot rename 'tank/a@1': permission denied",
      "---- Permissions on tank/a ------------",
      "Local+Descendent permissions:",
      "\tuser backup destroy,mount,snapshot",
    ],
  ],
  [
    "tank/v@1 is being sent, or was when a send ended badly",
    [busy, "tank/v@1  .send-77-1  Tue Oct 27 17:29 2026"],
    [busy, "tank/other@1  .send-77-1  Tue Oct 27 17:29 2026"],
  ],
  [
    "tank/v@1 is held by keep",
    [busy, "NAME      TAG   TIMESTAMP", "tank/v@1  keep  Tue Oct 27 17:29 2026"],
    [busy, "NAME      TAG   TIMESTAMP", "tank/v2@1  keep  Tue Oct 27 17:29 2026"],
  ],
  [
    "tank/v is mounted in another mount namespace",
    ["filesystem 'tank/v' is already mounted", busy, "cannot unmount 'tank/v': not currently mounted"],
    ["filesystem 'tank/v' is already mounted", busy, "cannot unmount 'tank/w': not currently mounted"],
  ],
  [
    "tank/b@s could not be sent to its end",
    ["cannot receive incremental stream: dataset is busy", "warning: cannot send 'tank/b@s': Input/output error"],
    [
      "cannot receive incremental stream: dataset is busy",
      "CRITICAL ERROR: zfs send tank/c@s | zfs receive backup/c failed: 256 at /usr/sbin/syncoid line 889.",
      "Sending incremental tank/b@r ... s",
      "warning: cannot send 'tank/b@s': Input/output error",
    ],
  ],
  [
    "tank/b@s could not be sent to its end",
    [
      "warning: cannot send 'tank/b@s': Input/output error",
      "cannot receive new filesystem stream: destination 'backup/b' exists",
    ],
    [
      "warning: cannot send 'tank/b@s': Input/output error",
      "fine",
      "fine",
      "fine",
      "cannot receive new filesystem stream: destination 'backup/c' exists",
    ],
  ],
  [
    "The commands of zfs are 2.3.1, the module that is loaded is 2.2.7",
    ["warning: cannot send 'rpool/a@b': invalid command", "zfs-2.3.1-1", "zfs-kmod-2.2.7-1"],
    ["warning: cannot send 'rpool/a@b': invalid command", "zfs-2.3.1-1", "zfs-kmod-2.3.1-1"],
  ],
  [
    "A resumed stream was aimed at a dataset without that partial receive",
    [
      "# zfs send -vt $TOKEN | zfs recv -s b/homes",
      "cannot receive incremental stream: kernel modules must be upgraded",
    ],
    ["# zfs send -v a@1 | zfs recv -s b/homes", "cannot receive incremental stream: kernel modules must be upgraded"],
  ],
  [
    "tank/a@1 has damaged metadata, and no file of it can be named",
    ["errors: Permanent errors have been detected in the following files:", "", "        tank/a@1:<0x0>"],
    ["errors: Permanent errors have been detected in the following files:", "", "        tank/a@1:/etc/hosts"],
  ],
  [
    "ssh of syncoid failed (exit code 255)",
    ["CRITICAL ERROR: zfs send a@1 | ssh root@far 'zfs receive b' failed: 65280 at /sbin/syncoid line 1."],
    ["CRITICAL ERROR: zfs send a@1 | ssh root@far 'zfs receive b' failed: 256 at /sbin/syncoid line 1."],
  ],
  [
    "zfs is not on the PATH of a cron job",
    ["Jul 01 08:00:01 hen CROND[21]: (root) CMDOUT (/bin/sh: zpool: command not found)", "CROND[21]: (root) CMDEND"],
    ["Jul 01 08:00:01 hen sh[21]: /bin/sh: zpool: command not found"],
  ],
  [
    "The zfs module crashed in sa_idx_tab_rele",
    [
      "BUG: unable to handle kernel NULL pointer dereference",
      "RIP: 0010:[<ffffffffa0>] [<ffffffffa0>] sa_idx_tab_rele+0x2c/0xb0 [zfs]",
    ],
    [
      "BUG: unable to handle kernel NULL pointer dereference",
      "RIP: 0010:[<ffffffffa0>] [<ffffffffa0>] e1000_clean+0x2c/0xb0 [e1000e]",
    ],
  ],
  [
    "sdb of tank is faulted, and not used any more",
    [
      "  pool: tank",
      "status: One or more devices are faulted in response to persistent errors.",
      "config:",
      "\t  sdb       FAULTED     12   753    83  too many errors",
    ],
    [
      "  pool: tank",
      "status: One or more devices are faulted in response to persistent errors.",
      "config:",
      "\t  sdb       ONLINE      12   753    83",
    ],
  ],
  [
    "ata-A_1 of tank returned errors, which were mended",
    [
      "  pool: tank",
      "status: One or more devices has experienced an unrecoverable error.  An",
      "config:",
      "\ttank2       ONLINE       1     0     0",
      "\t  ata-A_1   ONLINE   38.2K     0     0",
    ],
    [
      "  pool: tank",
      "status: One or more devices has experienced an unrecoverable error.  An",
      "\ttank        ONLINE       0     0     0",
      "\t  ata-A_1   ONLINE       0     0     0",
    ],
  ],
  [
    "tank had been in use on another system, and its import was forced since",
    [
      "cannot import 'tank': pool was previously in use from another system.",
      "# zpool import -f tank",
      "cannot import 'tank': I/O error",
    ],
    [
      "cannot import 'tank': pool was previously in use from another system.",
      "# zpool import tank",
      "cannot import 'tank': I/O error",
    ],
  ],
  [
    "p07 looks as if another system had it, one that has no name",
    ["cannot import 'p07': pool is imported on host '<unknown>' (hostid=0)."],
    ["cannot import 'p07': pool is imported on host 'nodeb' (hostid=7f)."],
  ],
  [
    "There is no pool rpool here, and sanoid is to look after it",
    ["cannot open 'rpool': no such pool", "CRITICAL ZPOOL {rpool} does not exist and/or is not responding!"],
    ["cannot open 'rpool': no such pool", "CRITICAL ZPOOL tank : DEGRADED"],
  ],
  [
    "wd is busy: zfs hangs in the kernel and holds it",
    ["cannot export 'wd': pool is busy", "INFO: task zfs:18642 blocked for more than 120 seconds."],
    ["cannot export 'wd': pool is busy", "INFO: task firefox:18642 blocked for more than 120 seconds."],
  ],
  [
    "a/b is to have no hourly snapshots, and sanoid's check still asks for them",
    ["CRIT: a/b has no hourly snapshots at all!", "[template_b]", "\thourly = 0"],
    ["CRIT: a/b has no hourly snapshots at all!", "[template_b]", "\thourly = 24", "\tdaily = 0"],
  ],
  [
    "a/svn/svn does not exist: svn stands twice in it",
    ["# zfs send -R -i a/svn@1 a/svn@2 | zfs receive -Fdu a/svn", "cannot open 'a/svn/svn': dataset does not exist"],
    ["# zfs send -R -i a/svn@1 a/svn@2 | zfs receive -Fu a/svn", "cannot open 'a/svn/svn': dataset does not exist"],
  ],
  [
    "The place of a key was given as a path: /tmp/lab.key",
    ["# zfs load-key -L /tmp/lab.key a/lab", "Key load error: Invalid keylocation."],
    ["# zfs load-key -L file:///tmp/lab.key a/lab", "Key load error: Invalid keylocation."],
  ],
  [
    "This build of zfs cannot fetch keys by http",
    ["Key load error: No keylocation=http:// back-end."],
    ["Key load error: Couldn't GET http://a/key: 404"],
  ],
  [
    "The passphrase that was typed for usb was not taken for its length",
    ["Enter passphrase for 'usb':", "Key load error: Passphrase too short (min 8)."],
    ["# zfs load-key usb < key", "Key load error: Passphrase too short (min 8)."],
  ],
  [
    "A snapshot was to be taken of a snapshot: a/b@daily",
    ["cannot create snapshot 'a/b@daily@hourly': multiple '@' and/or '#' delimiters in name"],
    ["cannot create snapshot 'a/b#@hourly': multiple '@' and/or '#' delimiters in name"],
  ],
  [
    "a/b/c does not open with the key of a/b",
    [
      "receiving full stream of o/c@1 into a/b/c@1",
      "encryptionroot\ta/b",
      "keystatus\tavailable",
      "cannot mount 'a/b/c': Permission denied",
    ],
    [
      "receiving full stream of o/c@1 into a/b/c@1",
      "encryptionroot\ta/b/c",
      "keystatus\tavailable",
      "cannot mount 'a/b/c': Permission denied",
    ],
  ],
  [
    "tank has damaged blocks of its own, and no file that could be restored",
    [
      "  pool: tank",
      "errors: Permanent errors have been detected in the following files:",
      "",
      "        <metadata>:<0x0>",
    ],
    [
      "  pool: tank",
      "errors: Permanent errors have been detected in the following files:",
      "",
      "        <metadata>:<0x0>",
      "        /tank/a.txt",
    ],
  ],
  [
    "Changing a key stopped the zfs module: the dataset's key does not fit its encryption root",
    ["PANIC at dsl_crypt.c:1450:spa_keystore_change_key_sync_impl()"],
    ["PANIC at dsl_crypt.c:1450:dsl_crypto_can_set_keylocation()"],
  ],
  [
    "The pool's list of free space contradicts itself, which stopped the zfs module",
    ["PANIC at range_tree.c:248:range_tree_remove()"],
    ["PANIC at arc.c:5295:arc_read()"],
  ],
  [
    "z_rd_int/2 asked the kernel for memory, and got none at once",
    ["z_rd_int/2: page allocation failure: order:0, mode:0x20"],
    ["mbuffer: page allocation failure: order:0, mode:0x20"],
  ],
  [
    "The module spl was built for a newer kernel than the one that runs",
    ["spl: Unknown symbol __x86_indirect_thunk_rax (err 0)"],
    ["spl: Unknown symbol setattr_prepare (err 0)"],
  ],
  [
    "A configuration is no well-formed YAML, in line 14 or just above",
    ["could not parse config: yaml: line 14: did not find expected key"],
    ["could not parse config: no jobs"],
  ],
  [
    "A configuration of zrepl has no job",
    ["Could not parse config: validate config: Error:Field validation for 'jobs' failed on the 'min' tag"],
    ["Could not parse config: validate config: Error:Field validation for 'name' failed on the 'min' tag"],
  ],
  [
    "b/a@autosnap_2026-07-13_02:00:18_hourly is on the target already",
    ["cannot restore to b/a@autosnap_2026-07-13_02:00:18_hourly: destination already exists"],
    ["cannot restore to b/a@manual: destination already exists"],
  ],
  [
    "b/a@z1 is on the target already, and zrepl sends it again",
    [
      "a/a STEP-ERROR (step 1/9) server error: zfs exited with error: exit status 1",
      "cannot restore to b/a@z1: destination already exists",
    ],
    ["cannot restore to b/a@z1: destination already exists"],
  ],
  [
    "A replication task of TrueNAS lost its connection, and tries again",
    [
      "[2026/04/11 01:00:12] WARNING  [t] [zettarepl.replication.run] For task 't' at attempt 1 recoverable replication error RecoverableReplicationError('Network connection timeout')",
    ],
    [
      "[2026/04/11 01:00:12] WARNING  [t] [zettarepl.replication.run] For task 't' at attempt 4 recoverable replication error RecoverableReplicationError('Network connection timeout')",
    ],
  ],
  [
    "The connection to 10.30.10.247 stood still for too long",
    ['zrepl[9]: receive failed err="writev tcp 10.30.10.248:58690->10.30.10.247:8810: i/o timeout"'],
    ['zrepl[9]: receive failed err="dial tcp 10.30.10.247:8810: i/o timeout"'],
  ],
  [
    "boxen could not be resolved when its unit had just started",
    [
      "Aug 14 05:04:08 lap systemd[1]: Starting replicate-home.service...",
      "Aug 14 05:04:23 lap restic[2]: ssh: Could not resolve hostname boxen: Temporary failure in name resolution",
    ],
    [
      "Aug 14 05:04:08 lap systemd[1]: Stopping replicate-home.service...",
      "Aug 14 05:04:23 lap restic[2]: ssh: Could not resolve hostname boxen: Temporary failure in name resolution",
    ],
  ],
  [
    "sshd does not take its own host key /etc/ssh/ssh_host_rsa_key, since others may read it",
    ["Permissions 0640 for '/etc/ssh/ssh_host_rsa_key' are too open."],
    ["Permissions 0640 for '/root/.ssh/id_rsa' are too open."],
  ],
  [
    "A login by password was refused",
    ["Permission denied, please try again."],
    ["sign_and_send_pubkey: no mutual signature supported", "Permission denied, please try again."],
  ],
  [
    "There is no space left, not even for taking something away",
    ["rm: cannot remove '/a/b': No space left on device"],
    ["cp: cannot create '/a/b': No space left on device"],
  ],
  [
    "a/b was to be mounted before its pool was imported",
    ["mountall: /etc/init.d output follows", "filesystem 'a/b' cannot be mounted, unable to open the dataset"],
    ["filesystem 'a/b' cannot be mounted, unable to open the dataset"],
  ],
  [
    "a/b@zrep_000012_unsent was not sent, and process 19201 has zrep's lock",
    ["zrep:lock-pid\t19201", "a/b@zrep_000012_unsent"],
    ["zrep:lock-pid\t-", "a/b@zrep_000012_unsent"],
  ],
  [
    "The stream reached zfs cut or empty: lzop could not unpack it",
    ["lzop: Inappropriate ioctl for device: <stdin>", "cannot receive incremental stream: invalid backup stream"],
    ["lzop: 12 files", "cannot receive incremental stream: invalid backup stream"],
  ],
];
