#!/bin/bash
# Makes the root image that all hosts of one release share, until their first boot (root/usr/lib/lab/bake) gives each its
# own name, keys and pool.
# In: RELEASE; MODULES, what modules.sh gave; KEYS, the folder of the lab's ssh keys; the folder OUT; LAB_WORK with the tree.
# Out: OUT/root.ext4.
. "$(dirname "$0")/common.sh"
release=$1 modules=$2 keys=$3 out=$4
root=$LAB_WORK/root-$release
mkdir -p "$out"

# Kernel modules, besides OpenZFS's own, that a host has: links and their faults, odd block devices, file systems in files.
wanted=(ipv6 sch_netem sch_tbf sch_prio sch_htb sch_ingress cls_u32 cls_matchall act_mirred ifb dummy veth tun
  loop dm-mod dm-delay dm-dust dm-flakey dm-crypt dm-mirror dm-snapshot dm-zero autofs4 fuse overlay)

# A process costs a user-mode Linux host 50 to 100 ms, so what has nothing to do here is not even started: 18 s from power to
# ssh with all of it, 7 s without (measured). First what Debian enables by itself, …
idle=(apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
  sanoid.timer sysstat.service systemd-pstore.service getty@tty1.service)
# … then what belongs to systemd itself: consoles, hardware, file systems of the kernel, the random seed.
needless=(getty.target systemd-binfmt.service proc-sys-fs-binfmt_misc.automount systemd-initctl.socket
  systemd-random-seed.service systemd-remount-fs.service systemd-udev-load-credentials.service kmod-static-nodes.service
  systemd-tmpfiles-setup-dev.service systemd-tmpfiles-setup-dev-early.service tmp.mount run-lock.mount dev-mqueue.mount
  dev-hugepages.mount sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount
  sys-fs-fuse-connections.mount modprobe@configfs.service modprobe@dm_mod.service modprobe@drm.service
  modprobe@efi_pstore.service modprobe@fuse.service modprobe@loop.service zfs-share.service)

enter() { chroot "$root" "$@"; }

kernel_modules() {
  local version module path all=$root/lib/modules.all
  rm -rf "$all" "$root"/lib/modules/*
  mkdir -p "$all/lib/modules" "$root/lib/modules"
  tar -C "$all/lib/modules" -xzf "$modules/linux-modules.tar.gz"
  version=$(ls "$all/lib/modules")
  for module in "${wanted[@]}"; do
    while read -r _ path _; do
      path=${path#*/lib/modules/"$version"/}
      install -D -m 644 "$all/lib/modules/$version/$path" "$root/lib/modules/$version/$path"
    done < <(enter modprobe -d /lib/modules.all --set-version "$version" --show-depends "$module" | grep '^insmod')
  done
  cp "$all/lib/modules/$version"/modules.{builtin,builtin.modinfo,order} "$root/lib/modules/$version/"
  install -D -m 644 -t "$root/lib/modules/$version/extra" "$modules"/zfs/*.ko
  rm -rf "$all"
  enter depmod -a "$version"
}

accounts() {
  local user home
  for user in repl ops; do
    enter id "$user" >/dev/null 2>&1 || enter useradd -m -s /bin/bash "$user"
  done
  for user in root repl ops; do
    home=$(enter sh -c "echo ~$user")
    install -d -m 700 "$root$home/.ssh"
    install -m 600 "$keys/between-hosts" "$root$home/.ssh/id_ed25519"
    cat "$keys/lab.pub" "$keys/between-hosts.pub" >"$root$home/.ssh/authorized_keys"
    chmod 600 "$root$home/.ssh/authorized_keys"
    enter chown -R "$user:$user" "$home/.ssh"
  done
  install -m 644 "$keys/known_hosts" "$root/etc/ssh/ssh_known_hosts"
}

settle() {
  cp -r "$recipe/root/." "$root/"
  chmod 755 "$root"/usr/lib/lab/*
  chmod 440 "$root/etc/sudoers.d/lab"
  install -d -m 700 "$root/usr/lib/lab/host-keys"
  cp -r "$keys/hosts/." "$root/usr/lib/lab/host-keys/"
  install -m 755 "$modules/zinject" "$root/usr/sbin/zinject"
  : >"$root/etc/fstab"
  echo uninitialized >"$root/etc/machine-id"
  mkdir -p "$root/var/log/journal"
  local unit generator
  for unit in "${idle[@]}"; do enter systemctl disable "$unit" || true; done # not each release has each
  enter systemctl mask "${needless[@]}"
  mkdir -p "$root/etc/systemd/system-generators"
  for generator in "$root"/usr/lib/systemd/system-generators/systemd-*; do
    ln -s /dev/null "$root/etc/systemd/system-generators/$(basename "$generator")"
  done
  ln -sf /dev/null "$root/etc/udev/rules.d/69-vdev.rules" # a script for each disk, for aliases that nobody has given
  ln -sf ../locale.conf "$root/etc/default/locale"
  enter systemctl enable lab-cpuinfo.service lab-network.service lab-zfs-keys.service lab-ready.service ssh.service
  # No unit shall find /etc or /usr newer than what it made of them at its last boot, and work at each boot.
  touch "$root/etc/.updated" "$root/var/.updated"
}

image() {
  local megabytes
  megabytes=$(($(du -sm "$root" | cut -f1) * 110 / 100 + 400))
  rm -f "$out/root.ext4"
  mkfs.ext4 -q -F -m 0 -N 60000 -J size=16 -E lazy_itable_init=0 -d "$root" "$out/root.ext4" "${megabytes}M"
}

finish() {
  kernel_modules
  accounts
  settle
  image
}

stage "image-$release" finish
rm -rf "$root"
