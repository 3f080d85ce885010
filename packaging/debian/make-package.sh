#!/usr/bin/env bash
# Makes a Debian package of a built module folder; build.sh calls it and sets COMMIT and SOURCE_DATE_EPOCH.
#
#   make-package.sh <x86_64|aarch64> <module folder> <folder with manual page, completion, bill of materials> <output>
#
# MAINTAINER ("Name <address>") is the author of the commit unless it is set.
set -euo pipefail

arch=$1 module=$2 made=$3 output=$4
sources=$(cd "$(dirname "$0")/../.." && pwd)
debian=$sources/packaging/debian

# One thread, because xz cuts its blocks by the number of threads.
export SOURCE_DATE_EPOCH DPKG_DEB_THREADS_MAX=1 LC_ALL=C TZ=UTC
umask 022

command -v dpkg-deb >/dev/null || {
  echo "make-package.sh: dpkg-deb is missing (apt-get install dpkg)" >&2
  exit 3
}

case "$arch" in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) echo "make-package.sh: no architecture '$arch'" >&2; exit 2 ;;
esac

# A commit with the tag of its version is the release; any other one comes after it, and after the commits before.
debian_version() {
  local version
  version=$(sed -n 's/^export const VERSION = "\(.*\)";$/\1/p' "$sources/src/kernel/version.ts")
  if [ "$(git -C "$sources" tag --points-at HEAD --list "v$version" 2>/dev/null)" = "v$version" ]; then
    echo "$version-1"
  else
    echo "$version+git$(date -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).${COMMIT//-/.}-1"
  fi
}

version=$(debian_version)
maintainer=${MAINTAINER:-$(git -C "$sources" log -1 --format='%an <%ae>' 2>/dev/null || true)}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

# install_file <mode> <source> <path in the package>
install_file() {
  install -D -m "$1" "$2" "$root/$3"
}

# install_packed <source> <path in the package>: as Debian wants manual pages and changelogs, without time and name
install_packed() {
  mkdir -p "$(dirname "$root/$2")"
  gzip -9 --no-name --stdout "$1" > "$root/$2"
}

install_module() {
  local target=$root/usr/libexec/everest/modules/OCPP201
  mkdir -p "$target" "$root/usr/bin" "$root/usr/share/bash-completion/completions"
  cp -r "$module/." "$target"
  # These have a place of their own in a Debian system.
  rm -f "$target/LICENSE" "$target/ocpp201.service"
  ln -s ../libexec/everest/modules/OCPP201/OCPP201 "$root/usr/bin/OCPP201"
  ln -s OCPP201 "$root/usr/bin/ocpp201"
  install_file 644 "$made/OCPP201.bash" usr/share/bash-completion/completions/OCPP201
  ln -s OCPP201 "$root/usr/share/bash-completion/completions/ocpp201"
  install_packed "$made/OCPP201.1" usr/share/man/man1/OCPP201.1.gz
  ln -s OCPP201.1.gz "$root/usr/share/man/man1/ocpp201.1.gz"
  install_file 644 "$sources/systemd/ocpp201.service" usr/lib/systemd/system/ocpp201.service
  install_file 644 "$debian/sysusers.conf" usr/lib/sysusers.d/ocpp201.conf
  install_file 644 "$debian/lintian-overrides" usr/share/lintian/overrides/ocpp201
}

install_documents() {
  local target=usr/share/doc/ocpp201 document
  for document in README.md docs/{commands,device-model,differences,log-events,metrics,operation,performance,troubleshooting}.md; do
    install_file 644 "$sources/$document" "$target/$document"
  done
  install_file 644 "$sources/config/everest-example.yaml" "$target/examples/everest-example.yaml"
  install_file 644 "$made/ocpp201.cdx.json" "$target/ocpp201.cdx.json"
  install_file 644 "$debian/copyright" "$target/copyright"
  install_packed "$sources/CHANGELOG.md" "$target/changelog.gz"
  printf 'ocpp201 (%s) unstable; urgency=medium\n\n  * Built from commit %s, see changelog.gz.\n\n -- %s  %s\n' \
    "$version" "$COMMIT" "$maintainer" "$(date -R -d "@$SOURCE_DATE_EPOCH")" > "$made/changelog.Debian"
  install_packed "$made/changelog.Debian" "$target/changelog.Debian.gz"
}

install_control_files() {
  mkdir -p "$root/DEBIAN"
  sed -e "s|@VERSION@|$version|; s|@ARCHITECTURE@|$architecture|; s|@MAINTAINER@|$maintainer|" \
    -e "s|@SIZE@|$(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)|" "$debian/control" > "$root/DEBIAN/control"
  for script in postinst prerm postrm; do install_file 755 "$debian/$script" "DEBIAN/$script"; done
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
}

install_module
install_documents
install_control_files
# The builder's umask has left its marks on the module folder.
chmod -R u=rwX,go=rX "$root"
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
package=$output/ocpp201_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz -z3 --build "$root" "$package" >/dev/null
cp "$made/ocpp201.cdx.json" "${package%.deb}.cdx.json"
echo "built $package"
