import type { Category } from "../finding";

/**
 * What words of an error make likely, whoever says it: by category, words of one to four parts with their weight behind
 * a colon. Small letters, no signs.
 */
export const words: Readonly<Record<Category, string>> = {
  busy: `
    busy:3 in use:3 is locked:3 already locked:3 lock:2 locked:2 already running:4 another process:3 another instance:4
    still running:3 in progress:3 currently:1 being used:3 resource temporarily unavailable:3 held by process:3
    could not lock:3 already mounted:1 already active:2 part of active:3 potentially active:3 would block:2
    another operation:3 concurrent:2 already being:3 is running:2 mutex:2 lockfile:2 deadlock:2 acquire lock:3`,
  "missing-snapshot": `
    does not exist:3 doesnt exist:3 do not exist:3 not exist:2 no longer exists:4 no longer exist:4 no such:2
    dataset not found:4 snapshot not found:4 not found:2 no snapshots:3 no snapshot:3 no datasets:3 missing snapshot:4
    snapshot missing:4 snapshot is missing:4 could not find:2 cannot find:2 cant find:2 unable to find:2 couldnt find:2
    failed to find:2 base snapshot:2 dataset:1 snapshot:1 snapshots:1 bookmark:1 nonexistent:3 vanished:3 disappeared:3
    404:2 enoent:2 no such pool or dataset:3 source snapshot:2 was destroyed:2 no such dataset:4 has been deleted:2`,
  diverged: `
    no common:4 common snapshot:3 in common:2 not match:2 diverged:4 conflict:2 conflicts:2 more recent:3 newer:1 modified:2
    been modified:4 incremental source:3 incremental base:3 no matching snapshot:4 no matching snapshots:4 out of sync:3
    rollback:2 roll back:2 rolled back:2 not latest:3 latest snapshot:2 guid mismatch:4 set back:3 divergence:4
    sender only:2 receiver only:2 ahead:2 overwrite it:2 manual intervention:1 resolve conflict:3`,
  exists: `
    already exists:4 already exist:4 exists already:4 file exists:4 eexist:4 exists:2 duplicate:3 not empty:2 name collision:4
    is not empty:2 already present:3 already taken:3 already has:2 destination exists:4 must not exist:3 destination already:2`,
  space: `
    no space:4 out of space:4 space left:4 not enough space:4 insufficient space:4 quota:4 disk full:4 enospc:4 is full:3
    quota exceeded:5 free space:3 not enough free:3 refreservation:3 reservation:3 volume size:1 exceeds available:4 space:2
    disk quota exceeded:5 low on space:3 available space:3 too full:3 reserved space:3 larger than:1 size:1 capacity:2`,
  permission: `
    permission denied:4 permission:3 permissions:3 not permitted:4 access denied:4 operation not permitted:4 eacces:4 eperm:4
    privilege:3 privileges:3 must be root:5 run as root:4 only root:5 superuser:4 as root:3 sudo:2 sudoers:4 unprivileged:3
    delegated:3 not allowed to:3 read only file system:1 forbidden:3 not in the sudoers file:5 password is required:4
    a terminal is required:4 tty:2 403:2 not authorized:2 apparmor:3 selinux:3 denied:2 owner:1 root privileges:4`,
  "feature-version": `
    not supported:3 unsupported:3 does not support:4 doesnt support:4 not support:2 feature:3 features:3 incompatible:4
    newer version:4 older version:4 upgrade:2 upgraded:2 version:2 versions:1 too old:4 too new:4 not implemented:3 enotsup:4
    unknown feature:4 unrecognized option:1 obsolete:3 deprecated:2 not compatible:4 compatibility:2 minimum:1 required version:3
    feature flag:3 large_blocks:2 large blocks:2 holes:1 embed:1 unimplemented:3 operation not supported:4 newer than:2`,
  "stream-corrupt": `
    checksum mismatch:4 invalid stream:5 bad stream:5 bad magic:4 corrupt stream:5 stream:2 invalid backup stream:5
    magic number:4 not a stream:3 malformed:2 decompress:3 decompression:3 garbage:3 unexpected data:2 lz4:2 zstd:2 gzip:2
    lzop:2 invalid record:3 payload:2 truncated:2 crc:2 stdin isnt in:2 unsupported format:2 hash mismatch:3 decoding error:4 decoded:3 header:2 stdin:2 unexpected end of file:4`,
  "data-corruption": `
    corrupt:3 corrupted:3 corruption:3 io error:4 input output error:4 checksum error:4 checksum errors:4 cksum:3 checksum:2
    damaged:3 damage:2 permanent errors:5 unreadable:2 uncorrectable:3 ecksum:4 eio:3 inconsistent:3 bad block:2 lost data:3
    metaslab:3 spacemap:2 space map:3 uberblock:3 dnode:2 objset:2 metadata:2 zdb:2 zdb_blkptr_cb:3 data error:3 data errors:3
    data loss:3 dsl:1 invalid block:2 block pointer:3 leaked:2 leak:1 mos:2 unable to read:2 cannot read:2`,
  resume: `
    resume:3 resume token:5 resume_token:5 receive_resume_token:5 partially:3 partial:2 interrupted:3 incomplete:3 resumable:4
    partial receive:5 partially complete:5 canceled:2 cancelled:2 token:2 resuming:3 failed to read from stream:3 aborted:1
    unexpected eof:2 signal received:2 sigint:2 partially received:4 incomplete stream:4`,
  encryption: `
    encryption:3 encrypted:3 encrypt:3 decrypt:4 decryption:4 key:2 keys:2 passphrase:4 load key:4 keylocation:4 keyformat:4
    key not loaded:5 unencrypted:3 encryption root:4 encryptionroot:4 raw send:4 raw:2 wrapping:3 keystatus:4 crypto:2 luks:3
    cryptsetup:3 ivset:4 mac:1 loadkey:4 key load:4 keys successfully loaded:3 unlock:3 unlocked:3 authentication tag:3 encryption key:4 key material:4 kek:3`,
  mount: `
    mount:3 mounted:3 unmount:3 umount:3 mountpoint:4 mounting:3 unmounting:3 mount point:4 canmount:4 remount:3
    fstab:3 nfs:2 unable to mount:4 failed to mount:5 cannot mount:5 not mounted:4 automount:3 share:2 sharenfs:4 sharesmb:4
    exportfs:4 legacy:1 filesystem type:3 wrong fs type:4 bad superblock:3 rootfs:2 bind mount:3 export:1 file system:1`,
  network: `
    connection:3 connect:3 connection refused:5 connection reset:5 connection closed:4 connection timed out:5 timed out:3
    timeout:3 unreachable:4 no route to host:5 resolve:2 resolve hostname:5 name resolution:4 network:3 broken pipe:4 eof:2
    socket:3 transport:2 dial:3 dial tcp:4 port:1 host is down:5 econnreset:5 econnrefused:5 etimedout:5 ehostunreach:5
    epipe:4 address already in use:4 bind:2 deadline exceeded:3 dns:3 http:1 tls:3 certificate:3 handshake:3 x509:4 remote end:2
    closed by remote:4 disconnected:3 temporary failure:2 server misbehaving:4 hostname:2 listen:2 proxy:2 websocket:3 tcp:3
    enotfound:4 eai_again:4 bad gateway:3 gateway:2 502:2 503:2 504:2 unexpectedly closed:3 lost connection:5 kex_exchange:4
    i o timeout:4 stalled:2 hung up:3 no response:2 not responding:2 keepalive:3 service unavailable:2 remote host:2`,
  "ssh-auth": `
    publickey:5 authentication failed:4 authentication:3 identity file:4 private key:4 public key:4 ssh:1 login:2 password:2
    permission denied publickey:6 too many authentication failures:6 authorized_keys:5 unauthorized:4 credentials:3 logged in:1
    no supported authentication methods:6 could not open a connection to your authentication agent:5 agent:2 id_rsa:4
    id_ed25519:4 identityfile:4 bad permissions:3 authenticate:3 keyboard interactive:4 user authentication:4 401:3
    invalid credentials:4 login failed:4 unprotected private key file:5 load key:2 invalid format:1 ssh key:3 api key:3`,
  "ssh-hostkey": `
    host key:5 hostkey:5 known_hosts:5 host identification:5 host key verification failed:7 remote host identification:6
    fingerprint:3 key verification:4 man in the middle:5 authenticity of host:5 strict checking:4 host keys:4 known hosts:5`,
  "pool-health": `
    degraded:4 faulted:4 unavail:4 offline:2 suspended:4 vdev:2 vdevs:2 pool:2 zpool:1 import:3 pools:1 no pools available:4
    cannot import:4 hostid:4 missing device:4 insufficient replicas:5 resilver:3 resilvering:3 scrub:2 replicas:3 spare:2
    no such pool:4 previously in use:4 another system:4 multihost:4 missing devices:4 labels:2 label:2 unhealthy:4 health:3
    too many errors:4 device removed:3 critical state:3 not online:3 pool io:3 forced import:3 zpool import:3 raidz:2 mirror:2
    failmode:3 pool is not:2 hot spare:2 removed:1 statechange:3 read only mode:2 readonly:1 pool state:3`,
  device: `
    device:2 devices:1 disk:2 disks:2 drive:2 sector:3 sectors:3 medium error:5 smart:3 smartd:4 unreadable:2 sense:3
    hard resetting:4 link is slow:4 ata:3 nvme:3 scsi:3 hostbyte:5 blk_update_request:4 failed command:4 emask:4 reset:1
    controller:3 usb:3 offline device:4 rejecting io:4 led:1 enclosure:2 temperature:3 pending:2 reallocated:5 uncorrectable:2
    no medium:3 drdy:4 icrc:4 unc:3 critical medium:5 buffer io error:4 partition:2 partition table:3 block device:3 by id:2
    path failed:3 multipath:3 mpt3:4 mpt2:4 unaligned:3 logical block:3 self test:3 pre fail:3 no such device:3 nvme0:3
    cam status:5 cam:3 retries exhausted:4 watchdog:1 i o error dev:4 hdd:2 ssd:2 firmware:2 dma:2 wwn:2 sas:2`,
  service: `
    service:2 unit:1 systemd:1 exit status:2 exit code:2 exited:2 non zero:2 exited with:2 failed with result:3 dependency:2
    dependency failed:4 start limit:4 repeated too quickly:5 traceback:3 exception:2 uninitialized:3 syntax error:3 typeerror:4
    keyerror:4 attributeerror:4 valueerror:3 nonetype:4 unhandled:3 stale:2 crit:2 too old:1 old should be:4 newest:2 cron:3
    shared libraries:4 cannot open shared object:4 core dumped:2 watchdog timeout:3 daemon:2 job failed:3 task failed:3
    main process exited:4 subprocess:2 failed to start:4 control process:3 restart:2 shell:1 script:2 hook:2 command failed:3
    failed to execute:3 internal error:1 undefined:2 not a hash reference:4 perl:2 module not found:2 modulenotfounderror:4`,
  module: `
    command not found:5 zfs module:4 kernel module:4 modprobe:5 insmod:5 dkms:5 module:3 modules:3 not loaded:2 zfs modules:4
    zfs ko:4 dev zfs:5 kernel headers:5 headers:3 kmod:4 no such module:4 exec format error:4 not installed:5 executable file:4
    initialize the libzfs library:5 libzfs:2 install:2 package:2 spl:3 kernel version:2 in path:3 path:1 missing boot kernel:4
    zfs command:2 libzfs library:4 symbol:3 unknown symbol:5 required key not available:4 exec of:3 exec:1 not in path:4
    zfs kernel:3 vermagic:5 build:2 compile:2 configure:2 executable:2 binary:2 mbuffer not:2 is not installed:5 utility:2
    zfs userland:4 zfs utilities:3 needs to be installed:5 version magic:5 not available on:2 spawn:2`,
  "kernel-bug": `
    panic:4 oops:5 bug:4 null pointer:5 null pointer dereference:6 general protection:5 call trace:5 verify:2 verify3:5
    assert:3 assertion:4 assertion failed:5 blocked for more than:5 hung task:5 soft lockup:5 segfault:5
    segmentation fault:5 rip:4 kernel bug:5 unable to handle:4 paging request:5 page fault:5 core dumped:3 sigabrt:4
    abort trap:4 aborted core dumped:5 abort:2 fatal trap:5 spl panic:6 spl_panic:6 stack:1 sigsegv:5 kernel panic:6 crash:3
    crashed:3 tainted:4 double free:5 stack smashing:5 divide error:5 rcu:3 stall:3 stalls:3 lockup:4 deadlocked:3
    heap corruption:4 free invalid pointer:4 not syncing:5 unexpected kernel:3 txg_sync:3 libzfs_core abort:3`,
  memory: `
    outofmemoryerror:6 out of memory:6 oom:5 oom killer:6 oom kill:6 oom_kill:6 killed:3 allocate memory:5 cannot allocate:4 memory:3 enomem:5
    no memory:4 memory exhausted:5 allocation failure:5 page allocation:5 killed process:5 malloc:4 bad_alloc:4 memoryerror:5
    memory allocation:5 memory limit:5 swap:2 arc:2 sigkill:3 signal killed:3 signal 9:3 signal kill:3 low memory:4`,
  "hold-clone": `
    dependent clones:5 dependent clone:5 clone:3 clones:3 hold:3 holds:3 held:3 user hold:4 user holds:4 has children:4
    has dependent:4 userrefs:4 promote:3 tag already exists:4 origin:2 dependents:3 depends on:1 children:2 release:1 child:1
    has snapshots:3 referenced by:2`,
  naming: `
    invalid name:4 name too long:5 name is too long:5 too long:3 invalid character:5 invalid characters:5 illegal character:5
    trailing slash:5 leading slash:5 invalid dataset name:5 invalid snapshot name:5 empty component:5 delimiter:4 bad name:4
    delimiters:4 invalid pool name:4 name:1 self reference:4 parent reference:4 reserved name:5 name is reserved:5 slash:2
    must begin with:3 begin with a letter:4 enametoolong:5 not a valid dataset name:5 not a valid name:4 special characters:4
    invalid identifier:3 spaces in:2 space in:1 naming:3 prefix:1 component:2 syntax for snapshot:3`,
  config: `
    configparser:5 section headers:4 unrecognized command:4 unknown command:4 bad configuration:4 configuration option:4 config:3 configuration:3 configfile:3 conf:3 option:3 options:3 unknown option:4 invalid option:4 unrecognized option:4
    argument:2 arguments:3 usage:3 missing argument:4 parse:3 parsing:3 yaml:3 toml:3 json:1 property:3 properties:2 invalid:2
    invalid value:4 invalid argument:2 invalid property:4 bad property:4 must be:2 must specify:4 must not be:2 required:2
    missing:1 unknown:1 expected:2 setting:3 settings:3 template:3 not defined:3 undefined:1 flag:2 mutually exclusive:4
    cannot be used with:4 incompatible options:4 not valid:2 value:2 values:2 is not allowed:2 unknown key:3 unknown field:4
    numeric:2 not a number:3 schedule:2 retention:2 syntax:2 default:1 specify:3 specified:2 parameter:3 parameters:3
    illegal option:4 is not configured:4 not configured:4 storage:1 not available on node:4 ashift:3 recordsize:3
    volblocksize:3 cannot be changed:3 read only property:4 readonly property:4 isnt numeric:3 unmarshal:4 malformed:1
    cachefile:1 no value:2 isnt a:1 is not a valid:2 not applicable:3 only be:1 can only:2 at least:1 too many arguments:4`,
  tuning: `
    slow:2 delay:2 deadman:4 performance:3 argument list too long:6 too many open files:5 zfs_arc_max:5 arc_max:4 limit:1
    emfile:4 rate:1 latency:3 slow io:4 slow ios:4 hung io:3 zfs_deadman:4 arg_max:5 ulimit:4`,
};
