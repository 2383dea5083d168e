#!/bin/sh
# Installs the foreign peers the tests and benchmarks speak with: sh e2e/peers.sh install [quietly, root, Debian]
set -eu
packages="strongswan-starter strongswan-swanctl strongswan-charon libcharon-extra-plugins libcharon-extauth-plugins
 libstrongswan-standard-plugins libstrongswan-extra-plugins strongswan-pki freeradius freeradius-postgresql freeradius-utils
 eapoltest radsecproxy iperf3 tshark tcpdump nftables iproute2 iputils-ping openssl oathtool argon2 chromium fonts-dejavu-core util-linux procps curl
 docker.io docker-compose debootstrap iptables xz-utils python3-scapy isc-dhcp-server"
# What tests, benchmarks and scripts call and a bare Debian does not have: looked for after each install, so that a new one cannot be forgotten.
# The benchmarks install what only they need (wireguard-go, PostgreSQL for FreeRADIUS) themselves.
commands="/usr/lib/ipsec/charon swanctl pki freeradius radclient eapol_test radsecproxy iperf3 tshark tcpdump nft ip ss ping openssl oathtool argon2 chromium nsenter unshare
 dhcpd setsid flock ps curl dockerd docker docker-compose debootstrap iptables xz"

# Test data of other projects, from Debian's source packages: never part of this repository. PACKAGE:FOLDERS
vectors=/usr/local/share/flexaaa-vectors
sources="freeradius:src/tests/unit,share tcpdump:tests"

[ "${1:-}" = install ] || { echo "usage: peers.sh install" >&2; exit 2; }
missing=
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
look() {
  lacking=
  for command in $commands; do command -v "$command" >/dev/null || lacking="$lacking $command"; done
  [ -z "$lacking" ] || { echo "peers.sh: all packages are installed, yet these commands are missing:$lacking; name their packages here" >&2; exit 1; }
}
# Fetches each source package with a list of its own, so that the machine's apt stays as it is.
vectors() {
  lacking=
  for source in $sources; do [ -e "$vectors/${source%%:*}/.done" ] || lacking="$lacking $source"; done
  [ -n "$lacking" ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "peers.sh: test data of these Debian source packages are missing, and only root can fetch them:$lacking" >&2
    exit 1
  fi
  temp=$(mktemp -d)
  trap 'rm -rf "$temp"' EXIT
  mkdir "$temp/lists" "$temp/source"
  # The archives this machine has already, but their sources.
  key=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -e "$key" ] && key=" [signed-by=$key]" || key=
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' \
    | awk -v key="$key" '$3 == "main" && $1 ~ /debian/ { print "deb-src" key, $1, $2, "main" }' | sort -u >"$temp/list"
  set -- -qq -o APT::Sandbox::User=root -o "Dir::Etc::SourceList=$temp/list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$temp/lists" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  apt-get "$@" update >/dev/null
  for source in $lacking; do
    package=${source%%:*}
    folders=$(echo "${source#*:}" | tr , ' ')
    (cd "$temp/source" && apt-get "$@" source --download-only "$package" >/dev/null)
    mkdir -p "$vectors/$package"
    archive=$(ls "$temp/source/$package"_*.orig.tar.* | grep -v '\.asc$')
    for folder in $folders; do
      tar -xf "$archive" -C "$vectors/$package" --strip-components=1 --wildcards "*/$folder/*"
    done
    touch "$vectors/$package/.done"
  done
  rm -rf "$temp"
}
if [ -z "$missing" ]; then look; vectors; exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "peers.sh: these Debian packages are missing, and only root can install them:$missing" >&2
  exit 1
fi
echo "Installing the peers of the tests:$missing" >&2
# Packaged daemons must not start: the tests start their own, with their own configuration.
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
fi
export DEBIAN_FRONTEND=noninteractive
(
  flock 9
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null
) 9>/tmp/flexaaa-apt.lock
look
vectors
