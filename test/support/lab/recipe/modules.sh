#!/bin/bash
# Builds OpenZFS's modules for the user-mode kernel, from Debian's zfs-dkms.
# In: RELEASE (2.1, 2.3), its SUITE, the folder OUT; LAB_WORK with the compiler.
# Out: in OUT linux.uml, xstate.so (preloaded into it), linux-modules.tar.gz (that kernel's own), zfs/*.ko, zinject, zfs-version.
. "$(dirname "$0")/common.sh"
release=$1 suite=$2 out=$3
compiler=$LAB_WORK/compiler source=/root/zfs-$release
mkdir -p "$out/zfs"

fetch() {
  local -a apt
  mapfile -t apt < <(apt_state "$suite")
  local packages=$out/packages
  rm -rf "$packages" "$compiler$source"
  mkdir -p "$packages"
  cd "$packages"
  apt-get "${apt[@]}" update -qq
  apt-get "${apt[@]}" download zfs-dkms zfs-test # zfs-test has zinject; the rest of it stays behind
  local package
  for package in *.deb; do dpkg-deb -x "$package" unpacked; done
  cp -a unpacked/usr/src/zfs-* "$compiler$source"
  find unpacked -name zinject -exec cp {} "$out/zinject" \;
  [ -x "$out/zinject" ]
  sed -n 's/^Version: *//p' "$compiler$source/META" >"$out/zfs-version"
}

# OpenZFS 2.1 does not know user-mode Linux; 2.2 and later do (module/Kbuild.in asks for CONFIG_UML_X86).
teach_2_1() {
  cd "$compiler$source/module"
  # The x86 assembly is wanted here too, though CONFIG_X86 is not set under ARCH=um.
  sed -i -e 's/\$(CONFIG_X86_64)/y/' -e 's/\$(CONFIG_X86)/y/' icp/Makefile.in zcommon/Makefile.in zfs/Makefile.in
  # The architecture renames setjmp for the whole kernel; Lua's own must keep its name.
  printf '%s\n' 'ccflags-y += -Usetjmp -Ulongjmp' 'asflags-y += -Usetjmp -Ulongjmp' >>lua/Makefile.in
}

configure() {
  chroot "$compiler" sh -ec "cd $source; ARCH=um ./configure --disable-dependency-tracking \
    --with-config=kernel --with-linux=/root/kernel --with-linux-obj=/root/kernel"
}

build() { # the warning is about symbols that Module.symvers can't know, those of other modules
  chroot "$compiler" make -C "$source/module" -j"$(nproc)" ARCH=um KBUILD_MODPOST_WARN=1
}

collect() {
  local module
  while read -r module; do
    chroot "$compiler" strip --strip-debug "${module#"$compiler"}"
    cp "$module" "$out/zfs/"
  done < <(find "$compiler$source/module" -name '*.ko')
  [ -s "$out/zfs/zfs.ko" ]
  cp "$compiler/usr/bin/linux.uml" "$out/linux.uml"
  cp "$recipe/xstate.c" "$compiler/root/xstate.c"
  chroot "$compiler" gcc -O2 -Wall -Werror -shared -fPIC -o /root/xstate.so /root/xstate.c
  cp "$compiler/root/xstate.so" "$out/xstate.so"
  tar -C "$compiler/usr/lib/uml/modules" -I 'gzip -3' -cf "$out/linux-modules.tar.gz" .
  rm -rf "$compiler$source" "$out/packages"
}

stage "zfs-$release-source" fetch
[ "$release" != 2.1 ] || stage "zfs-$release-patch" teach_2_1
stage "zfs-$release-configure" configure
stage "zfs-$release-make" build
stage "zfs-$release-collect" collect
