#!/usr/bin/env bash
# emscripten.sh FOLDER - a current Emscripten for Debian 12, in a folder of its own.
#
# Debian 12's emscripten is too old (3.1.6). This asks apt, over this machine's own mirrors, for the one of a newer suite and what it
# runs on, downloads only that, unpacks it with dpkg-deb and points its programs at the libc that came with them, so the system's
# libc is never touched. No root. Every package is held to its sum in pins.txt; a later version than the pinned one is taken, and named
# (pins.sh). Then it builds the system libraries that premap's flags need. 400 MB, about two minutes; a FOLDER
# that is complete is left alone. It cannot be moved afterwards. Use: export PATH="FOLDER/bin:$PATH"
set -euo pipefail
export LC_ALL=C
case ${1:---help} in -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

SCRIPT_VERSION=5
SUITE=forky
# The flags of wasm/CMakeLists.txt that decide which system libraries are linked.
WARM_NAME=noexcept
WARM_FLAGS=(-O3 -fno-exceptions -fno-rtti -DEMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0 -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0)

PREFIX=$1
ROOT=$PREFIX/root           # the unpacked packages
NEXT=$PREFIX/root.next      # the same while it is put together
WORK=$PREFIX/work
STAMP=$PREFIX/.stamp
EMDIR=$ROOT/usr/share/emscripten
WANT="script=$SCRIPT_VERSION suite=$SUITE prefix=$PREFIX"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
say() { printf 'emscripten: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
. "$here/private-apt.sh"
. "$here/pins.sh"

case $PREFIX in
  *[[:space:]:]*) die "the folder may not hold spaces or colons: $PREFIX" ;;
  /*) ;;
  *) die "the folder must be an absolute path: $PREFIX" ;;
esac
# A configuration for another Emscripten must not leak in.
unset EM_CONFIG EM_CACHE EM_LLVM_ROOT EM_BINARYEN_ROOT EM_NODE_JS EMSDK EMSDK_NODE EMSDK_PYTHON EMCC_CFLAGS NODE_OPTIONS LD_LIBRARY_PATH LD_PRELOAD

# The names of the packages to take, one a line, into $WORK/wanted. apt resolves the closure; of that the compiler runs on these.
choose_packages() {
  local keep='^(emscripten|binaryen|patchelf|node-acorn|clang-[0-9]+|lld-[0-9]+|llvm-[0-9]+(-linker-tools)?|libclang-common-[0-9]+-dev'
  keep+='|libllvm.*|libclang-cpp.*|libc6|libgcc-s1|libstdc\+\+6|libz3-.*|zlib1g|libzstd1|libxml2.*|libicu[0-9]+|liblzma5|libedit2|libffi.*|libtinfo6|libbsd0|libmd0)$'
  "${APT[@]}" -y --print-uris install emscripten patchelf >"$WORK/closure" || die "apt cannot resolve emscripten in $SUITE"
  awk '{ sub(/_.*/, "", $2); print $2 }' "$WORK/closure" | sort -u >"$WORK/names"
  grep -E "$keep" "$WORK/names" >"$WORK/wanted"
}

# Every library of the closure: for a suite whose compiler links something choose_packages does not know.
choose_all_libraries() {
  say "some libraries are missing: taking every library"
  grep -E '^lib' "$WORK/names" | grep -vE -- '-dev$|^libnode|^libpython|^lib[a-z]*san[0-9]+$' | sort -u - "$WORK/wanted" >"$WORK/more"
  mv "$WORK/more" "$WORK/wanted"
}

download_and_unpack() {
  local deb dir
  say "downloading $(wc -l <"$WORK/wanted") packages"
  mkdir -p "$WORK/debs"
  (cd "$WORK/debs" && xargs "${APT[@]}" download <"$WORK/wanted" >&2) || die "the download failed"

  UNPINNED=()
  for deb in "$WORK"/debs/*.deb; do
    check_pin "$(dpkg-deb -f "$deb" Package)" "$(dpkg-deb -f "$deb" Version)_$(dpkg-deb -f "$deb" Architecture)" "$(sha256_of "$deb")" "$SUITE"
  done

  say "unpacking"
  rm -rf "$NEXT"
  mkdir -p "$NEXT"
  for deb in "$WORK"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$NEXT" --no-same-owner \
      --exclude='./usr/share/doc' --exclude='./usr/share/man' --exclude='./usr/share/locale' --exclude='./var' \
      --exclude='*/libclang_rt.*' --exclude='./usr/share/emscripten/cache' --exclude='./usr/share/emscripten/test'
  done
  # one /usr, whichever way the suite ships it
  for dir in bin lib lib64 sbin; do
    if [ -d "$NEXT/$dir" ] && [ ! -L "$NEXT/$dir" ]; then
      mkdir -p "$NEXT/usr/$dir"
      cp -a "$NEXT/$dir/." "$NEXT/usr/$dir/"
      rm -rf "${NEXT:?}/$dir"
    fi
    ln -sfn "usr/$dir" "$NEXT/$dir"
  done
  LLVM=$(cd "$NEXT" && ls -d usr/lib/llvm-*/bin | sort -V | tail -1)
  LOADER=$(find "$NEXT/usr/lib64" "$NEXT/usr/lib" -maxdepth 3 -name 'ld-linux*.so.*' | head -1)
  LIBS=$(dirname "$(find "$NEXT/usr/lib" -maxdepth 2 -name libc.so.6 | head -1)")
  if [ -z "$LLVM" ] || [ -z "$LOADER" ]; then die "the packages of $SUITE hold no LLVM or no libc"; fi
}

# Would the programs find every library inside the folder? The names of those that would not go to $WORK/missing.
libraries_complete() {
  local program
  : >"$WORK/missing"
  for program in "$LLVM"/{clang,lld,llvm-ar,llvm-nm,llvm-objcopy} usr/bin/{wasm-opt,wasm-split,wasm-metadce,wasm-emscripten-finalize}; do
    # --inhibit-cache: the system's libraries must not stand in
    { "$LOADER" --inhibit-cache --library-path "$LIBS" --list "$NEXT/$program" 2>&1 || true; } |
      awk -v d="$NEXT/" '/not found|cannot open/ || ($2 == "=>" && $1 !~ /ld-linux/ && index($3, d) != 1)' >>"$WORK/missing"
  done
  [ ! -s "$WORK/missing" ]
}

# The eighty LLVM programs that Emscripten never calls are a third of the size.
drop_unused_programs() {
  local program
  for program in "$NEXT/$LLVM"/*; do
    case ${program##*/} in
      clang | clang++ | clang-[0-9]* | clang-cpp | clang-scan-deps | lld | wasm-ld | ld.lld) ;;
      llvm-ar | llvm-ranlib | llvm-nm | llvm-objcopy | llvm-strip | llvm-objdump | llvm-size | llvm-dwarfdump | llvm-dwp | llvm-cxxfilt | llvm-readobj | llvm-readelf) ;;
      *) rm -f -- "$program" ;;
    esac
  done
  find "$NEXT/usr/bin" -xtype l -delete
}

# Programs get their loader and library path by absolute path (that of ROOT, where NEXT is about to move): no wrapper, no
# LD_LIBRARY_PATH. Libraries with a search path of their own are told to look beside themselves.
point_at_own_libc() {
  local file patch=("$LOADER" --library-path "$LIBS" "$NEXT/usr/bin/patchelf")
  say "pointing the programs at their own libc"
  while IFS= read -r -d '' file; do
    if [ "$(head -c 4 "$file" | tail -c 3)" != ELF ] || [ "$file" = "$NEXT/usr/bin/patchelf" ]; then continue; fi
    "${patch[@]}" --set-interpreter "$ROOT/${LOADER#"$NEXT/"}" --force-rpath --set-rpath "$ROOT/${LIBS#"$NEXT/"}" "$file"
  done < <(find "$NEXT/usr/bin" "$NEXT/$LLVM" -type f -print0)
  while IFS= read -r -d '' file; do
    if "${patch[@]}" --print-rpath "$file" 2>/dev/null | grep -q .; then
      "${patch[@]}" --force-rpath --set-rpath '$ORIGIN' "$file"
    fi
  done < <(find "$LIBS" -maxdepth 1 -type f -name '*.so*' -print0)
}

# Node packages go where Node finds them from Emscripten's own scripts.
place_node_packages() {
  local em=$NEXT/usr/share/emscripten
  if [ ! -d "$NEXT/usr/share/nodejs" ]; then return; fi
  if [ -L "$em/node_modules" ]; then rm -f "$em/node_modules"; fi
  mkdir -p "$em/node_modules"
  cp -an "$NEXT/usr/share/nodejs/." "$em/node_modules/"
  rm -rf "$NEXT/usr/share/nodejs"
}

# Wrappers, not links: the launchers look for their .py beside the name they were called by.
write_wrappers() {
  local file
  rm -rf "$PREFIX/bin"
  mkdir -p "$PREFIX/bin"
  for file in "$EMDIR"/em*; do
    case ${file##*/} in *.* | emscripten*) continue ;; esac
    if [ -x "$file" ] && [ -f "$file" ]; then
      printf '#!/bin/sh\nexec "%s" "$@"\n' "$file" >"$PREFIX/bin/${file##*/}"
      chmod 755 "$PREFIX/bin/${file##*/}"
    fi
  done
}

# Emscripten reads .emscripten beside emcc before anything in $HOME.
write_config() {
  local text
  text="LLVM_ROOT = '$(ls -d "$ROOT"/usr/lib/llvm-*/bin | sort -V | tail -1)'
BINARYEN_ROOT = '$ROOT/usr'
NODE_JS = '$(command -v node)'
CACHE = '$PREFIX/cache'"
  if [ "$(cat "$EMDIR/.emscripten" 2>/dev/null)" != "$text" ]; then printf '%s\n' "$text" >"$EMDIR/.emscripten"; fi
}

install() {
  mkdir -p "$PREFIX"
  trap 'rm -rf "$NEXT" "$WORK"' EXIT
  say "reading the package list of $SUITE"
  rm -rf "$WORK"
  mkdir -p "$WORK"
  private_apt "$WORK/apt" "$SUITE" deb
  choose_packages
  download_and_unpack
  if ! libraries_complete; then
    choose_all_libraries
    download_and_unpack
    libraries_complete || die "libraries are still missing: $(tr -s '\n\t ' ' ' <"$WORK/missing")"
  fi
  drop_unused_programs
  point_at_own_libc
  place_node_packages
  rm -f "$NEXT/usr/share/emscripten/.emscripten"
  rm -rf "$STAMP" "$PREFIX/cache" "$ROOT"
  mv "$NEXT" "$ROOT"
  write_wrappers
  write_config
  "$EMDIR/emcc" --version >/dev/null || die "emcc was installed but does not run"
  printf '%s\n' "$WANT" >"$STAMP"
  tell_unpinned
}

# Builds the system libraries now, under the set-up's lock, and not in somebody's first build.
warm() {
  local dir
  dir=$(mktemp -d)
  say "building the system libraries"
  cat >"$dir/warm.cpp" <<'CPP'
#include <emscripten/bind.h>
#include <map>
#include <string>
std::string f(int a) { return std::to_string(a); }
EMSCRIPTEN_BINDINGS(warm) { emscripten::function("f", &f); }
CPP
  (cd "$dir" && "$EMDIR/em++" -std=c++20 "${WARM_FLAGS[@]}" warm.cpp -lembind --no-entry -sMODULARIZE -sEXPORT_ES6 -sALLOW_MEMORY_GROWTH -o warm.mjs) >"$dir/log" 2>&1 ||
    { cat "$dir/log" >&2; rm -rf "$dir"; die "building the system libraries failed"; }
  (cd "$dir" && node --input-type=module -e "const m = await (await import('$dir/warm.mjs')).default(); if (m.f(7) !== '7') process.exit(1)") ||
    { rm -rf "$dir"; die "a program built with the new Emscripten does not run"; }
  rm -rf "$dir"
  printf 'warm=%s\n' "$WARM_NAME" >>"$STAMP"
}

if [ "$(sed -n 1p "$STAMP" 2>/dev/null)" != "$WANT" ] || ! "$EMDIR/emcc" -dumpversion >/dev/null 2>&1; then install; fi
write_config
if ! grep -qx "warm=$WARM_NAME" "$STAMP"; then warm; fi
