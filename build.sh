#!/usr/bin/env bash
# Builds the installable EVerest module folder: dist/<arch>/OCPP201/{OCPP201, manifest.yaml, component_config/, …}
#
#   ./build.sh                          one self-contained executable per target (deno compile)
#   ./build.sh --layout runtime         Deno runtime + one bundled file + launcher; needs nothing but npm
#   ./build.sh --target x86_64          only this target (x86_64 or aarch64; may be repeated)
#   ./build.sh --package deb            a Debian package of each module folder too: dist/ocpp201_<version>_<arch>.deb
#
# deno compile needs the runtime stub `denort`. It is taken from, in this order:
#   DENORT_BIN   path of a denort executable (one target only)
#   DENORT_DIR   directory with denort-<triple>.zip files fetched beforehand
#   the network  https://dl.deno.land/release/v<version>/denort-<triple>.zip
set -euo pipefail
cd "$(dirname "$0")"

DENO_VERSION=2.9.5
V8_FLAGS=--lite-mode,--max-semi-space-size=1
ENVIRONMENT=MQTT_SERVER_ADDRESS,MQTT_SERVER_PORT,EV_MODULE,EV_PREFIX,EV_LOG_CONF_FILE,EV_MQTT_EVEREST_PREFIX
ENVIRONMENT+=,EV_MQTT_EXTERNAL_PREFIX,EV_MQTT_BROKER_SOCKET_PATH,EV_MQTT_BROKER_HOST,EV_MQTT_BROKER_PORT
ENVIRONMENT+=,EV_VALIDATE_SCHEMA,NOTIFY_SOCKET,WATCHDOG_USEC,WATCHDOG_PID,JOURNAL_STREAM,INVOCATION_ID,CACHE_DIRECTORY
ENVIRONMENT+=,EVEREST_BUS_DIALECT,OCPP201_STARTED_BY
ENVIRONMENT+=,DENO_CERT,DENO_TLS_CA_STORE,NODE_EXTRA_CA_CERTS,SSL_CERT_FILE,SSL_CERT_DIR
# The C library and no other native one (src/host/c-library.ts).
C_LIBRARIES=/lib/x86_64-linux-gnu/libc.so.6,/lib/aarch64-linux-gnu/libc.so.6,/lib64/libc.so.6,/usr/lib64/libc.so.6
C_LIBRARIES+=,/lib/libc.so.6,/usr/lib/libc.so.6
PERMISSIONS=(--allow-net --allow-read --allow-write "--allow-ffi=$C_LIBRARIES" "--allow-env=$ENVIRONMENT"
  --allow-sys=osRelease)

layout=compile
package=
targets=()
while [ $# -gt 0 ]; do
  case "$1" in
    --layout) layout=${2:?--layout needs compile or runtime}; shift 2 ;;
    --target) targets+=("${2:?--target needs x86_64 or aarch64}"); shift 2 ;;
    --package) package=${2:?--package needs deb}; shift 2 ;;
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "build.sh: unknown argument '$1' (see --help)" >&2; exit 2 ;;
  esac
done
[ ${#targets[@]} -gt 0 ] || targets=(x86_64 aarch64)
case "$layout" in compile | runtime) ;; *) echo "build.sh: unknown layout '$layout'" >&2; exit 2 ;; esac
case "$package" in "" | deb) ;; *) echo "build.sh: unknown package '$package'" >&2; exit 2 ;; esac

# Of the commit, so that two builds of one commit are the same bit by bit. Without git the environment has to say them.
if git rev-parse --git-dir >/dev/null 2>&1; then
  COMMIT=$(git rev-parse --short=12 HEAD)
  [ -z "$(git status --porcelain --untracked-files=no)" ] || COMMIT+=-dirty
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
fi
export COMMIT=${COMMIT:-unknown} SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-0}

deno_cli() {
  if command -v deno >/dev/null && [ "$(deno --version | sed -n '1s/deno \([0-9.]*\).*/\1/p')" = "$DENO_VERSION" ]; then
    deno "$@"
  else
    npx --yes "deno@$DENO_VERSION" "$@"
  fi
}

triple_of() {
  case "$1" in
    x86_64) echo x86_64-unknown-linux-gnu ;;
    aarch64) echo aarch64-unknown-linux-gnu ;;
    *) echo "build.sh: no target '$1' (Deno has x86_64 and aarch64 for Linux with glibc)" >&2; exit 2 ;;
  esac
}

npm_package_of() {
  case "$1" in
    x86_64) echo "@deno/linux-x64-glibc@$DENO_VERSION" ;;
    aarch64) echo "@deno/linux-arm64-glibc@$DENO_VERSION" ;;
  esac
}

# The ELF header's machine field: 0x3e is x86-64, 0xb7 is aarch64.
expect_machine() {
  local file=$1 arch=$2 machine
  machine=$(od -An -tx1 -j18 -N1 "$file" | tr -d ' ')
  case "$arch:$machine" in
    x86_64:3e | aarch64:b7) ;;
    *) echo "build.sh: $file is not built for $arch (ELF machine 0x$machine)" >&2; exit 1 ;;
  esac
}

# Without the path of the builder's cache, and with the commit that src/kernel/version.ts says.
finish_bundle() {
  # Where the packages lie on this machine would make each build another one.
  sed -i -e 's#^// .*/npm/registry\.npmjs\.org/#// npm:#' -e 's#^  "[^"]*/npm/registry\.npmjs\.org/#  "npm:#' \
    -e "s/\"OCPP201_COMMIT_OF_THE_BUILD\"/\"$COMMIT\"/" "$1"
  escape_non_ascii "$1"
}

# One character beyond Latin-1 makes V8 keep the whole text with two bytes for each character: 3 MB for good.
escape_non_ascii() {
  deno_cli eval --quiet 'const [file] = Deno.args;
    const escaped = (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0");
    Deno.writeTextFileSync(file, Deno.readTextFileSync(file).replace(/[^\x00-\x7f]/g, escaped));' "$1"
}

bundle() {
  mkdir -p dist
  deno_cli bundle --quiet --platform deno --output dist/ocpp201.js main.ts
  finish_bundle dist/ocpp201.js
}

copy_module_files() {
  local module=$1
  cp config/manifest.yaml LICENSE "$module/"
  cp config/error-map.json config/error-map.schema.json "$module/"
  mkdir -p "$module/component_config"
  cp -r device-model/. "$module/component_config/"
  cp systemd/ocpp201.service "$module/"
}

# Puts denort where deno compile looks for it, or lets deno download it.
provide_denort() {
  local triple=$1 cache archive
  cache=$(deno_cli info --json | sed -n 's/.*"denoDir": *"\([^"]*\)".*/\1/p')
  archive="$cache/dl/release/v$DENO_VERSION/denort-$triple.zip"
  if [ -n "${DENORT_DIR:-}" ] && [ -f "$DENORT_DIR/denort-$triple.zip" ]; then
    mkdir -p "$(dirname "$archive")"
    cp "$DENORT_DIR/denort-$triple.zip" "$archive"
  fi
  echo "$archive"
}

compile_target() {
  local arch=$1 triple module archive
  triple=$(triple_of "$arch")
  module=dist/$arch/OCPP201
  rm -rf "$module"
  mkdir -p "$module"
  archive=$(provide_denort "$triple")
  if ! deno_cli compile --quiet --no-check --no-prompt --no-code-cache --unstable-net "${PERMISSIONS[@]}" \
    "--v8-flags=$V8_FLAGS" --target "$triple" --output "$module/OCPP201" dist/ocpp201.js 2>dist/compile.log; then
    cat dist/compile.log >&2
    [ -z "${DENORT_BIN:-}" ] && [ ! -f "$archive" ] || exit 1
    cat >&2 <<MESSAGE
build.sh: no runtime stub for $triple.
  Fetch   https://dl.deno.land/release/v$DENO_VERSION/denort-$triple.zip
  into    $archive
  or set  DENORT_DIR to the directory that holds it, or DENORT_BIN to an unpacked denort,
  or use  ./build.sh --layout runtime   which needs only npm.
MESSAGE
    exit 3
  fi
  expect_machine "$module/OCPP201" "$arch"
  copy_module_files "$module"
  echo "built $module (one executable)"
}

runtime_target() {
  local arch=$1 module package work
  triple_of "$arch" >/dev/null
  module=dist/$arch/OCPP201
  package=$(npm_package_of "$arch")
  work=dist/npm-$arch
  rm -rf "$module"
  mkdir -p "$module" "$work"
  if [ ! -f "$work/package/deno" ]; then
    (cd "$work" && npm pack --silent "$package" >/dev/null && tar -xzf ./*.tgz && rm -f ./*.tgz)
  fi
  install -m 755 "$work/package/deno" "$module/deno"
  expect_machine "$module/deno" "$arch"
  deno_cli bundle --quiet --platform deno --format cjs --output "$module/station.cjs" program.ts
  finish_bundle "$module/station.cjs"
  # A function, so that the entry need not build one from the text: a second copy of 1.6 MB would stay.
  sed -i -e '1s/^/(function (module, require) { "use strict"; /' "$module/station.cjs"
  printf '})\n//# sourceURL=station.cjs\n' >>"$module/station.cjs"
  # The code cache says by this whose it is.
  printf '// %s\n' "$(sha256sum "$module/station.cjs" | cut -d' ' -f1)" >>"$module/station.cjs"
  cp packaging/entry.js "$module/ocpp201.js"
  cat > "$module/OCPP201" <<LAUNCHER
#!/bin/sh
# The manager watches this process, so the runtime replaces it.
here=\$(dirname "\$(readlink -f "\$0")")
# The runtime may not read the kernel's files. A station that EVerest's manager started is ready one exchange earlier.
read -r OCPP201_STARTED_BY 2>/dev/null <"/proc/\$PPID/comm" || OCPP201_STARTED_BY=
# Of any other name it would only learn that it is another one, and one that is no UTF-8 ends it.
[ "\$OCPP201_STARTED_BY" = manager ] || OCPP201_STARTED_BY=
export OCPP201_STARTED_BY
# The runtime would ask its maker for a newer release, and with that read the roots that the machine trusts.
export DENO_NO_UPDATE_CHECK=1
# What the start needed once goes back to the system: about 2 MB.
export MALLOC_TRIM_THRESHOLD_=1048576 MALLOC_MMAP_THRESHOLD_=131072
exec "\$here/deno" run --no-config --no-lock --no-remote --no-npm --cached-only --no-prompt --no-code-cache --unstable-net \\
  ${PERMISSIONS[@]} --v8-flags=$V8_FLAGS "\$here/ocpp201.js" "\$@"
LAUNCHER
  chmod 755 "$module/OCPP201"
  copy_module_files "$module"
  code_cache "$arch" "$module"
  echo "built $module (runtime, bundle and launcher)"
}

# Only the runtime that reads the code cache can write it, so a foreign one is emulated.
code_cache() {
  local arch=$1 module=$2 emulator=()
  if [ "$(uname -m)" != "$arch" ]; then
    mapfile -t emulator < <(emulator_of "$arch")
  fi
  if ! "${emulator[@]}" "$module/deno" --version >/dev/null 2>&1; then
    cat >&2 <<MESSAGE
build.sh: no code cache in $module: nothing here executes $module/deno.
  The module runs without it; its start takes half as long again. For another processor install on Debian
  qemu-user-static, libc6-$(debian_name_of "$arch")-cross and libgcc-s1-$(debian_name_of "$arch")-cross;
  elsewhere qemu-$arch, with QEMU_LD_PREFIX of its libraries.
MESSAGE
    return
  fi
  # V8 refuses the code of other flags.
  if ! (
    unset DENO_V8_FLAGS
    deno_cli run --quiet --allow-read --allow-write --allow-env --allow-sys=cpus --allow-run \
      tools/code-cache.ts "$module" "$V8_FLAGS" "${emulator[@]}"
  ); then
    echo "build.sh: the code cache of $module could not be made" >&2
    exit 1
  fi
}

# One word a line; nothing when there is none.
emulator_of() {
  local arch=$1 qemu
  qemu=$(command -v "qemu-$arch-static" || command -v "qemu-$arch") || return 0
  echo "$qemu"
  [ -n "${QEMU_LD_PREFIX:-}" ] || printf '%s\n' -L "/usr/$arch-linux-gnu"
}

debian_name_of() {
  case "$1" in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
  esac
}

deb_package() {
  local arch=$1 files=dist/package-$1
  rm -rf "$files"
  ARCHITECTURE=$arch BUNDLE=dist/ocpp201.js deno_cli task --quiet package-files "dist/$arch/OCPP201" "$files"
  packaging/debian/make-package.sh "$arch" "dist/$arch/OCPP201" "$files" dist
}

bundle
for target in "${targets[@]}"; do
  "${layout}_target" "$target"
  [ -z "$package" ] || "${package}_package" "$target"
done
