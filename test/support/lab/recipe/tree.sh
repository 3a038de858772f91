#!/bin/bash
# Makes $LAB_WORK/root-RELEASE, a Debian root with all packages of a host, as they come. Needs nothing of the modules, so it
# can be made while they are compiled.
# In: RELEASE, its SUITE; LAB_WORK.
. "$(dirname "$0")/common.sh"
release=$1 suite=$2
root=$LAB_WORK/root-$release

packages=systemd,systemd-sysv,udev,kmod,dmsetup,netbase,iproute2,iputils-ping,procps,psmisc,attr,acl,less
packages+=,zfsutils-linux,zfs-zed,sanoid,openssh-server,openssh-client,openssl,sudo,cron,rsyslog,sysstat
packages+=,pv,mbuffer,netcat-openbsd,socat,iperf3,zstd,lz4,pigz,lzop

# zfs-zed and sanoid ask for OpenZFS's modules as a package, which would bring a compiler along. The modules come later, as
# files; this package, empty, says so.
modules_promise() {
  local package=$LAB_WORK/zfs-modules-$release
  mkdir -p "$package/DEBIAN"
  printf '%s\n' 'Package: lab-zfs-modules' 'Version: 9' 'Architecture: all' 'Maintainer: lab <root@localhost>' \
    'Provides: zfs-modules' 'Description: stands for the modules in the image' >"$package/DEBIAN/control"
  dpkg-deb --build "$package" "$package.deb"
}

# What would be the same on each host, or of no use in one without hardware or manuals, is taken out again.
tree() {
  modules_promise
  bootstrap "$suite" "$root" "$packages" --essential-hook="copy-in $LAB_WORK/zfs-modules-$release.deb /" \
    --essential-hook="chroot \"\$1\" dpkg -i /zfs-modules-$release.deb"
  rm -rf "$root"/zfs-modules-*.deb "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* \
    "$root"/usr/share/{doc,man,info,locale}/* "$root"/usr/lib/udev/hwdb* \
    "$root"/etc/ssh/ssh_host_* "$root"/etc/machine-id "$root"/etc/hostid
}

stage "packages-$release" tree
