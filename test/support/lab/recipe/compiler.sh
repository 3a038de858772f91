#!/bin/bash
# Makes $LAB_WORK/compiler: a Debian 12 root with a compiler, the user-mode kernel and that kernel's source, prepared for
# building modules. Both OpenZFS versions are built in it. Done already: does nothing.
. "$(dirname "$0")/common.sh"
root=$LAB_WORK/compiler
kernel=/root/kernel
[ ! -e "$root$kernel/Module.symvers" ] || exit 0

stage compiler bootstrap bookworm "$root" \
  make,gcc,libc6-dev,bison,flex,bc,xz-utils,libelf-dev,libssl-dev,kmod,perl,linux-source-6.1,user-mode-linux \
  --dpkgopt='path-include=/usr/share/doc/user-mode-linux/*'

unpack() {
  mkdir -p "$root$kernel"
  tar -C "$root$kernel" --strip-components=1 -xf "$root/usr/src/linux-source-6.1.tar.xz"
  zcat "$root/usr/share/doc/user-mode-linux/config.gz" >"$root$kernel/.config"
}

prepare() {
  unpack
  chroot "$root" make -C "$kernel" ARCH=um olddefconfig
  chroot "$root" make -C "$kernel" ARCH=um -j"$(nproc)" modules_prepare
  # The modules are loaded by the packaged kernel, so source and package must be one version.
  local built running
  built=$(chroot "$root" make -s -C "$kernel" ARCH=um kernelrelease)
  running=$(basename "$root"/usr/lib/uml/modules/*)
  [ "$built" = "$running" ] || {
    echo "The user-mode kernel is $running and its source $built: the mirror is between two versions; try again later."
    return 1
  }
}
stage kernel-source prepare

# Debian ships no Module.symvers with this kernel, and OpenZFS's configure looks symbols up in it. The kernel is built
# without MODVERSIONS, so the names alone matter, and they are in the source.
symbols() {
  cd "$root$kernel"
  grep -rhoE '^EXPORT_SYMBOL(_GPL)?\([A-Za-z0-9_]+\)' block crypto drivers/base drivers/block drivers/char fs init ipc \
    kernel lib mm net security arch/um arch/x86/um arch/x86/lib |
    sed -E 's/^(EXPORT_SYMBOL(_GPL)?)\((.*)\)$/0x00000000\t\3\tvmlinux\t\1\t/' | sort -u -k2,2 >Module.symvers.part
  mv Module.symvers.part Module.symvers
}
stage kernel-symbols symbols
