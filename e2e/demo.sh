#!/bin/sh
# ./flexaaa demo: a strongSwan spoke in a network namespace connects to the gateway of ./flexaaa up and pings a host behind it.
# ./flexaaa demo --stop takes it away. Needs root; strongSwan comes from Debian's packages.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$here/..
data=${FLEXAAA_DATA:-$root/data}
dir=$data/demo
spoke=flexaaa-spoke
lan=flexaaa-lan

say() { printf '%s\n' "$*" >&2; }
die() { say "demo: $*"; exit 1; }
property() { sed -n "s/^$1=//p" "$data/gateway/first-run.properties"; }

stop() {
  [ ! -f "$dir/charon.pid" ] || kill "$(cat "$dir/charon.pid")" 2>/dev/null || true
  i=0
  while [ -f "$dir/charon.pid" ] && kill -0 "$(cat "$dir/charon.pid")" 2>/dev/null && [ $i -lt 30 ]; do i=$((i + 1)); sleep 0.1; done
  for netns in $spoke $lan; do [ ! -e "/run/netns/$netns" ] || ip netns del $netns; done
  [ ! -f "$dir/ip_forward" ] || cat "$dir/ip_forward" >/proc/sys/net/ipv4/ip_forward
  rm -rf "$dir"
}

[ "$(id -u)" = 0 ] || die "needs root, for network namespaces: sudo ./flexaaa demo"
case "${1:-}" in
  --stop) stop; say "The demo is gone: spoke, host and their namespaces."; exit 0 ;;
  "") ;;
  *) die "unknown option $1; there is --stop" ;;
esac
[ -S "$data/gateway/control.sock" ] || die "the gateway does not run: start ./flexaaa up as root in another terminal"
[ -f "$data/gateway/first-run.properties" ] || die "no sample spokes: $data/gateway/first-run.properties is missing"
if [ ! -x /usr/lib/ipsec/charon ] || ! command -v swanctl >/dev/null; then sh "$here/peers.sh" install; fi
stop
umask 077
mkdir -p "$dir/swanctl"

say "1. Two namespaces: the spoke on 198.18.254.2, and a host behind the hub, 10.255.254.2"
ip netns add $spoke
ip netns add $lan
ip link add fxdemo0 type veth peer name eth0 netns $spoke
ip link add fxdemo1 type veth peer name eth0 netns $lan
ip addr add 198.18.254.1/24 dev fxdemo0 && ip link set fxdemo0 up
ip addr add 10.255.254.1/24 dev fxdemo1 && ip link set fxdemo1 up
ip -n $spoke link set lo up && ip -n $spoke link set eth0 up && ip -n $spoke addr add 198.18.254.2/24 dev eth0
ip -n $lan link set lo up && ip -n $lan link set eth0 up && ip -n $lan addr add 10.255.254.2/24 dev eth0
ip -n $lan route add default via 10.255.254.1
cat /proc/sys/net/ipv4/ip_forward >"$dir/ip_forward"
echo 1 >/proc/sys/net/ipv4/ip_forward

say "2. strongSwan in the spoke, with the key of the sample peer spoke1"
domain=$(property identity.domain)
cat >"$dir/strongswan.conf" <<CONF
charon {
  load = random nonce openssl aesni gcm aes sha1 sha2 hmac kdf drbg curve25519 gmp pem pkcs1 pubkey kernel-libipsec kernel-netlink socket-default updown vici
  retransmit_tries = 2
  plugins {
    vici {
      socket = unix://$dir/vici
    }
    kernel-libipsec {
      allow_peer_ts = yes
    }
    kernel-netlink {
      fwmark = !0x42
    }
    socket-default {
      fwmark = 0x42
    }
  }
  filelog {
    main {
      path = $dir/charon.log
      default = 1
      flush_line = yes
    }
  }
}
CONF
cat >"$dir/swanctl/swanctl.conf" <<CONF
connections {
  hub {
    version = 2
    remote_addrs = 198.18.254.1
    proposals = aes256-sha256-ecp256
    vips = 0.0.0.0
    encap = yes
    mobike = no
    dpd_delay = 30s
    local {
      auth = psk
      id = spoke1.$domain
    }
    remote {
      auth = psk
      id = hub.$domain
    }
    children {
      net {
        local_ts = dynamic
        remote_ts = 0.0.0.0/0
        esp_proposals = aes128gcm16,aes256-sha256
      }
    }
  }
}
secrets {
  ike-spoke1 {
    secret = "$(property spoke1.psk)"
  }
}
CONF
ip netns exec $spoke unshare -m sh -c "mount --make-rprivate /; mount -t tmpfs tmpfs /run; echo \$\$ >'$dir/charon.pid'; STRONGSWAN_CONF='$dir/strongswan.conf' exec /usr/lib/ipsec/charon" >"$dir/charon.out" 2>&1 &
i=0
until [ -S "$dir/vici" ]; do i=$((i + 1)); [ $i -lt 100 ] || die "charon did not start; see $dir/charon.out"; sleep 0.1; done
swan() { SWANCTL_DIR="$dir/swanctl" ip netns exec $spoke swanctl "$1" --uri "unix://$dir/vici" $(shift; echo "$@"); }
swan --load-all --noprompt >/dev/null

say "3. It connects"
swan --initiate --child net --timeout 20 >"$dir/initiate.log" 2>&1 || { tail -n 5 "$dir/initiate.log" >&2; die "the spoke was refused; the reason is in the console under Auth log"; }
tail -n 1 "$dir/initiate.log" >&2
say "4. It pings the host behind the hub through the tunnel"
ip netns exec $spoke ping -c 3 -i 0.3 10.255.254.2 >&2 || die "the ping failed; see ./flexaaa show crypto session detail"
say ""
say "The tunnel stays up. Look: http://localhost:${FLEXAAA_HTTP_PORT:-8080} (Live sessions), ./flexaaa show crypto session"
say "Take it away: ./flexaaa demo --stop"
