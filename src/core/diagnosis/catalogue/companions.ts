import { change, type Entry, entriesOf, look } from "./entry";
import { statusOfPool, versionsHere } from "./looks";

/** Programs and systems beside ZFS that have a part in it: zed, Samba, Docker, boot loaders, key servers, other backups. */
export const companions: readonly Entry[] = [
  ...entriesOf("service", [
    {
      id: "sshd-cannot-start",
      needles: [
        "no hostkeys available",
        "issing privilege separation directory",
        "is not allowed within a Match block",
        "OPENSSL_",
        "OpenSSL version mismatch",
      ],
      pattern:
        /sshd(?:\[\d+\])?: no hostkeys available|Missing privilege separation directory: (?<path>\/\S{1,100})|sshd_config line \d{1,5}: Directive '\w{1,40}' is not allowed|lib(?:crypto|ssl)\.so[\w.]{0,20}: version [`'"]?OPENSSL_\S{1,30} not found|OpenSSL version mismatch\. Built against/,
      instead: [
        {
          when: /sshd_config line (?<reason>\d{1,5}): Directive '(?<property>\w{1,40})' is not allowed within a Match block/,
          category: "config",
          title: "sshd does not take {property} where it stands, in line {reason} of its configuration",
          cause: "A Match block goes on to the next one or to the end of the file",
          remedies: [change("Put it above the first Match, check with sshd -t, then reload sshd")],
        },
      ],
      title: "ssh or its server cannot start there",
      cause: "It has no keys of the host, no directory of its own (/run/sshd), or OpenSSL was updated and it was not",
      remedies: [
        look("Have it say what it lacks", "sshd -t"),
        change("Make the host keys that are missing", "ssh-keygen -A"),
        change("Bring openssh and openssl to one release of the system; keep a session open until a new login works"),
      ],
      source: "OpenSSH sshd.c, OpenSSL",
    },
    {
      id: "zed-runs-already",
      needles: ["nother instance of zed", 'Failed to lock "'],
      pattern: /[Aa]nother instance of zed is running|Failed to lock "(?<path>\/\S{0,80}zed\.pid)"/,
      title: "zed was started twice",
      cause: "One runs already: started by a unit and by hand, or left over from an update",
      remedies: [
        look("See which run", "pgrep -a zed"),
        change("End the one that no unit knows, then start the unit", "systemctl restart zfs-zed"),
      ],
      source: "OpenZFS cmd/zed/zed_file.c, zed.c",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "module-parameter-unknown",
      severity: "warning",
      needles: ["unknown parameter '", "invalid for parameter `", "invalid for parameter '"],
      pattern:
        /\b(?<module>zfs|spl): (?:unknown parameter '(?<property>\w{1,80})' ignored|['`‘](?<reason>[^'`‘’\n]{1,80})['’] invalid for parameter ['`‘](?<property2>\w{1,80})['’])/,
      title: "The module {module} does not take the setting {property}",
      cause:
        "That release has no such parameter, or another range: names come and go, and a list of an older release stays in modprobe.d",
      remedies: [
        look("See which parameters it has, and what they are", "grep -H . /sys/module/{module}/parameters/*"),
        look("See where it is set", "grep -r {property} /etc/modprobe.d /proc/cmdline"),
        change("Take it out there, or give it its new name; then build the initramfs anew"),
      ],
      source: "Linux kernel/params.c",
    },
    {
      id: "zed-mail-missing",
      severity: "warning",
      needles: ["not installed", "notification failed", "not executable"],
      pattern:
        /\bzed(?:\[\d+\])?: [^\n]{0,120}(?:"?\w{1,20}"? not installed|notification failed)|zed_notify_\w{1,20}: "?[\w./-]{1,80}"? not (?:installed|executable)/,
      title: "zed could not tell anybody of what happened to a pool",
      cause: "The program that it is to send mail with is not there, or did not take the mail",
      remedies: [
        look("See what it is told to use: ZED_EMAIL_PROG, ZED_EMAIL_ADDR in /etc/zfs/zed.d/zed.rc"),
        look("Send a mail by hand: echo test | mail -s test ADDRESS"),
        statusOfPool,
      ],
      source: "OpenZFS cmd/zed/zed.d/zed-functions.sh",
    },
    {
      id: "usershare-refused",
      needles: ["net usershare", "usershares are currently disabled", "usershare directory"],
      pattern:
        /net usershare(?: add)?: (?<reason>(?:usershares are currently disabled|cannot (?:open usershare directory|convert name|share path)|share name|failed to)[^\n]{0,200})|usershares are currently disabled/,
      instead: [
        {
          when: /net usershare[^\n]{0,300}(?:Maybe smbd is not running|connection attempt was refused)/,
          category: "service",
          title: "Samba did not take the share: smbd does not run",
          cause: "'zfs share' asks it by net(8), and nobody answered",
          remedies: [
            look("See what it said", "journalctl -u smbd -u smb -n 50 --no-pager"),
            change("Start it, then share: zfs share DATASET", "systemctl start smbd"),
          ],
        },
      ],
      title: "Samba takes no shares from zfs as it is set up",
      cause:
        "sharesmb makes usershares, for which smb.conf needs a directory and a number of them, or the user has no right there",
      remedies: [
        look("See what is set", "testparm -s 2>/dev/null | grep -i usershare"),
        change(
          "Set in smb.conf: usershare path = /var/lib/samba/usershares, usershare max shares = 100; make that directory, mode 1770",
        ),
        change("Then share: zfs share DATASET"),
      ],
      follows: ["space"],
      source: "Samba net(8), OpenZFS lib/libshare/os/linux/smb.c",
    },
    {
      id: "storage-driver-unfit",
      needles: ["rerequisites for driver not satisfied", "graphdriver", "configure storage: "],
      pattern:
        /(?:graph ?driver|configure storage)\b[^\n]{0,300}(?:prerequisites for driver not satisfied|[Ff]ilesystem not supported|is not supported over|driver not supported|wrong filesystem)/,
      title: "Containers' layers cannot lie where they are to lie: the storage driver does not go with that filesystem",
      cause:
        "The driver zfs wants its directory (/var/lib/docker, /var/lib/containers) to be a dataset that is mounted; others do not go on ZFS",
      remedies: [
        look("See what is mounted there", "findmnt -T /var/lib/docker; findmnt -T /var/lib/containers"),
        look("See whether the pool was imported, and that dataset mounted, before the daemon started"),
        change(
          "Name the driver that fits in daemon.json or storage.conf; what lies there under another driver is not seen by it",
        ),
      ],
      follows: ["module", "pool-health", "mount"],
      source: "Docker, containers/storage",
    },
    {
      id: "boot-environments-unknown",
      needles: ["libbe_init(", "no bootable environments found", "No boot environments found"],
      pattern: /libbe_init\("[^"\n]{0,200}"\) failed|[Nn]o boot(?:able)? environments found/,
      title: "No boot environment was found",
      cause:
        "The root is none of POOL/ROOT/NAME, its pool is not imported, or its mountpoint is not /; ZFSBootMenu also wants a kernel in /boot of it",
      remedies: [
        look("See the root and what would be started", "zfs list -o name,mountpoint,canmount -r; zpool get bootfs"),
        look("See that /boot of that dataset has kernel and initramfs"),
      ],
      follows: ["pool-health", "encryption", "feature-version"],
      source: "FreeBSD bectl(8), ZFSBootMenu",
    },
  ]),
  ...entriesOf("data-corruption", [
    {
      id: "layer-below-damaged",
      needles: ["INTEGRITY AEAD ERROR", "dm-integrity", "dm-verity"],
      pattern:
        /INTEGRITY AEAD ERROR|dm-integrity: [^\n]{0,80}[Cc]hecksum failed[^\n]{0,80}|dm-verity[^\n]{0,80} is corrupted/,
      title: "The layer below the pool read something that does not have its checksum",
      cause: "The disk returned other data than was written, or it was never written since the layer was made",
      remedies: [
        statusOfPool,
        look("Ask the disk itself with smartctl -x, and look at the kernel's messages around then"),
        change("Where the pool has redundancy, a scrub mends it", "zpool scrub {pool}"),
      ],
      follows: ["device"],
      source: "Linux dm-crypt, dm-integrity, dm-verity",
    },
  ]),
  ...entriesOf("pool-health", [
    {
      id: "freebsd-loader-no-pool",
      needles: ["No ZFS pools located", "ZFS: can't find", "ZFS: can't open", "an't find /boot/"],
      pattern:
        /No ZFS pools located, can't boot|ZFS: can't (?:find|open) (?:pool|root|default)[^\n]{0,80}|(?:gptzfsboot|zfsboot|zfsloader)[^\n]{0,80}[Cc]an't find \/boot\/\w{0,8}loader/,
      title: "The boot loader found no pool that it can start from",
      cause:
        "It sees too few of the disks, its own code is older than a feature of the pool that was enabled since, or the pool lacks bootfs",
      remedies: [
        look(
          "Start from an installation medium of the newest release, and import it there to be looked at: zpool import -N -R /mnt POOL",
        ),
        look("See features and bootfs: zpool get all POOL"),
        change("Write the loader of that newer release: gpart bootcode, or the file on the EFI partition"),
      ],
      follows: ["device", "feature-version", "data-corruption"],
      source: "FreeBSD stand/libsa/zfs, stand/i386/zfsboot",
    },
  ]),
  ...entriesOf("encryption", [
    {
      id: "pam-key-failed",
      needles: "pam_zfs_key(",
      pattern: /pam_zfs_key\([\w.:-]{1,80}\): [^\n]{0,120}(?:[Ff]ail|could not|unable|cannot|incorrect)[^\n]{0,120}/,
      title: "The home of a user was not unlocked when they logged in",
      cause:
        "Its key is not the password that was typed: it was changed on one side alone, or the dataset has no passphrase",
      remedies: [
        look("See how it is kept", "zfs get -r -t filesystem encryptionroot,keystatus,keyformat,keylocation"),
        change(
          "Load it by hand: zfs load-key DATASET; where only the password was changed, change the key with it: zfs change-key DATASET",
        ),
        look("See that homes= and the name of the dataset fit in the PAM module's line"),
      ],
      source: "OpenZFS contrib/pam_zfs_key",
    },
    {
      id: "clevis-failed",
      needles: ["clevis", "tang server"],
      pattern:
        /clevis[\w-]{0,40}(?:\[\d+\])?: [^\n]{0,160}(?:[Ee]rror communicating|[Uu]nable to|[Cc]ould not|[Ff]ailed|timed out)[^\n]{0,160}|Error communicating with the (?:tang )?server \S{1,200}/,
      title: "A key that a server is to help with was not had",
      cause: "The network was not up so early, the tang server was not reached, or its keys were changed",
      remedies: [
        look("See whether it answers: curl -s http://TANG/adv"),
        look("See that the initramfs has a network: ip=dhcp and rd.neednet=1 on the kernel's command line"),
        change("Type the key by hand meanwhile: zfs load-key DATASET, or cryptsetup open"),
      ],
      follows: ["network"],
      source: "clevis, tang",
    },
  ]),
  ...entriesOf("device", [
    {
      id: "remote-disk-lost",
      needles: [
        "conn error",
        "ISCSI_ERR_",
        "iSCSI connection",
        "session recovery timed out",
        "drbd ",
        "Receive control failed",
        "Dead connection",
        "Disconnected due to",
        ": Connection timed out",
      ],
      pattern:
        /connection\d{1,3}:\d{1,3}: detected conn error \(\d{1,5}\)|ISCSI_ERR_\w{3,30}|session\d{1,3}: session recovery timed out|\bdrbd \S{1,80}: [^\n]{0,80}(?:Connection lost|peer is unreachable|PingAck did not arrive)|\b(?<device>nbd\d{1,3}): (?:Connection timed out|Receive control failed|Dead connection|Disconnected due to)|\bblock nbd\d{1,3}: (?:Connection timed out|Dead connection)/,
      title: "A disk that comes over the network was lost: {device|see the line}",
      cause: "Its server or the way to it did not answer in time, and the pool on it waits or gives it up",
      remedies: [
        look("See whether its server answers, and what the network counts", "ip -s link"),
        statusOfPool,
        change("Once it is back, let the pool go on: zpool clear POOL"),
      ],
      follows: ["network"],
      source: "open-iscsi, Linux drbd, nbd",
    },
    {
      id: "freebsd-channel-timeout",
      needles: ["imeout on slot ", "AHCI reset: device not ready"],
      pattern:
        /(?<device>(?:ahcich|siisch|mvsch|ata)\d{1,3}): (?:Timeout on slot \d{1,2}|AHCI reset: device not ready)/,
      title: "The disk on {device} did not answer in time",
      cause: "The disk, its cable, its power or the port multiplier is not sound",
      remedies: [
        look("See which disk that is", "camcontrol devlist -v"),
        change("Check cable, backplane and power; then replace the device if it goes on"),
      ],
      follows: ["device"],
      source: "FreeBSD ahci(4), siis(4)",
    },
    {
      id: "volume-node-missing",
      needles: ["/dev/zvol/"],
      pattern:
        /(?:block device '|[Cc]ould not open '|[Ff]ailed to open '|[Cc]annot open '|[Cc]annot access '|stat of )(?<device>\/dev\/zvol\/[^\s':]{1,255})'?(?: does not exist|: No such file or directory| failed: No such file)/,
      title: "There is no {device}",
      cause:
        "The volume is not there, is volmode=none, or its node was not made yet: udev is late, or does not run in that place",
      remedies: [
        look("See which volumes there are", "zfs list -H -t volume -o name,volmode,volsize"),
        look("See what was made for them", "ls -lR /dev/zvol"),
        change("Have udev make them anew", "udevadm trigger --subsystem-match=block && udevadm settle"),
      ],
      follows: ["pool-health", "missing-snapshot"],
      source: "QEMU, Proxmox qemu-server",
    },
  ]),
  ...entriesOf("ssh-hostkey", [
    {
      id: "sshpass-host-unknown",
      needles: ["detected host authenticity prompt", "Host public key is unknown. sshpass"],
      pattern: /detected host authenticity prompt|Host public key is unknown\. sshpass/,
      title: "The key of a host is not known, and sshpass answers no question about it",
      cause: "This user has never connected to it from there, or it was installed anew",
      remedies: [
        look("Connect once by hand as that user, and compare the fingerprint"),
        change("Better use a key than a password: ssh-copy-id USER@HOST"),
      ],
      source: "sshpass(1)",
    },
  ]),
  ...entriesOf("busy", [
    {
      id: "backup-locked",
      loose: true,
      needles: ["already locked", "create lock in backend", "acquire the lock", "acquire lock"],
      pattern:
        /[Rr]epository(?: \S{1,200})? is already locked|unable to create lock in backend|Failed to create\/acquire the lock (?<path>\S{1,300})/,
      title: "Another run has the backup's repository locked",
      cause: "It still runs, on this host or another, or was ended without taking its lock away",
      remedies: [
        look("See whether one runs, on each host that uses it", "pgrep -a 'restic|borg|kopia|rustic'"),
        change("Only if none does, take the lock away: restic unlock, borg break-lock REPOSITORY"),
      ],
      source: "restic, borg",
    },
  ]),
  ...entriesOf("module", [
    {
      id: "helper-not-there",
      needles: ["executable not found", "not installed on", "is not available on"],
      pattern:
        /(?:ERROR|FATAL|CRITICAL|error)\b[^\n]{0,120}\b(?<process>mbuffer|pv|zstd|lz4|lzop|pigz|socat|zstream|zfs|zpool|nc|netcat) (?:executable not found|(?:is )?not (?:installed|available) on (?<host>[\w.-]{1,255}))/,
      title: "{process} is not there on {host|that host}",
      cause: "It is not installed, or not in the PATH of a command that ssh runs",
      remedies: [
        look("See where it is: ssh HOST command -v {process}"),
        versionsHere,
        change("Install it there, or leave it out of the job"),
      ],
      source: "znapzend, bzfs and others",
    },
  ]),
];
