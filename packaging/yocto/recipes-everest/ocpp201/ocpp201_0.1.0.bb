SUMMARY = "OCPP 2.0.1 charging station module for EVerest"
DESCRIPTION = "Takes the place of EVerest's own OCPP201 module, from the Debian package that build.sh makes."
LICENSE = "Apache-2.0 & MIT"
LIC_FILES_CHKSUM = "file://usr/share/doc/ocpp201/copyright;md5=5a71d4953dceabcba8cd959ad7c24b57"

# Directory with the packages of `build.sh --package deb`; one for each architecture.
OCPP201_PACKAGES ?= "${THISDIR}/files"
OCPP201_ARCHITECTURE:aarch64 = "arm64"
OCPP201_ARCHITECTURE:x86-64 = "amd64"
OCPP201_VERSION ?= "${PV}-1"

FILESEXTRAPATHS:prepend := "${OCPP201_PACKAGES}:"
SRC_URI = "file://ocpp201_${OCPP201_VERSION}_${OCPP201_ARCHITECTURE}.deb;subdir=${BP}"
COMPATIBLE_HOST = "(x86_64|aarch64).*-linux"

inherit systemd useradd

SYSTEMD_SERVICE:${PN} = "ocpp201.service"
# Usually EVerest's manager starts the module. Set to "enable" where the configuration says `standalone: true`.
SYSTEMD_AUTO_ENABLE ?= "disable"

USERADD_PACKAGES = "${PN}"
GROUPADD_PARAM:${PN} = "--system everest"
USERADD_PARAM:${PN} = "--system --home-dir /var/lib/everest --no-create-home --shell /sbin/nologin --gid everest everest"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

do_install() {
    install -d ${D}${prefix}/libexec/everest/modules ${D}${bindir} ${D}${mandir}/man1
    cp -R --no-dereference --preserve=mode,links ${S}/usr/libexec/everest/modules/OCPP201 ${D}${prefix}/libexec/everest/modules/
    cp --no-dereference ${S}/usr/bin/OCPP201 ${S}/usr/bin/ocpp201 ${D}${bindir}/
    cp --no-dereference ${S}/usr/share/man/man1/OCPP201.1.gz ${S}/usr/share/man/man1/ocpp201.1.gz ${D}${mandir}/man1/
    install -d ${D}${datadir}/bash-completion/completions
    cp --no-dereference ${S}/usr/share/bash-completion/completions/OCPP201 ${S}/usr/share/bash-completion/completions/ocpp201 ${D}${datadir}/bash-completion/completions/
    install -D -m 0644 ${S}/usr/lib/systemd/system/ocpp201.service ${D}${systemd_system_unitdir}/ocpp201.service
    install -D -m 0644 ${S}/usr/share/doc/ocpp201/ocpp201.cdx.json ${D}${docdir}/ocpp201/ocpp201.cdx.json
}

FILES:${PN} += "${prefix}/libexec/everest/modules/OCPP201 ${datadir}/bash-completion"
RDEPENDS:${PN} = "glibc libgcc"

# The program is attached to the end of the executable: stripping would cut it off.
INHIBIT_PACKAGE_STRIP = "1"
INHIBIT_SYSROOT_STRIP = "1"
INHIBIT_PACKAGE_DEBUG_SPLIT = "1"
INSANE_SKIP:${PN} += "already-stripped ldflags"
