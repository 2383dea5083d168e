#!/bin/sh
# docker-compose.yml as a whole: images built, everything up, console and RADIUS answer, a strongSwan spoke gets a tunnel through the gateway's
# container, and nothing is left after down. Called by run.sh, which has started the engine (DOCKER_HOST) and made the base images; DIR is its folder.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
dir=${DIR:?the working directory of run.sh}/compose
engine=flexaaa-docker
spoke=flexaaa-compose-spoke
outside=198.18.253.1
project=flexaaa-e2e
began=$(date +%s)

say() { printf '%s\n' "compose: $*" >&2; }
die() {
  say "FAILED: $*"
  [ ! -f "$dir/charon.log" ] || tail -n 25 "$dir/charon.log" >&2
  dc logs --tail=40 >&2 2>/dev/null || true
  exit 1
}
dc() { (cd "$root" && docker-compose -p "$project" "$@"); }
in_engine() { nsenter --net=/run/netns/$engine "$@"; }
# In a container's network, with this machine's programs.
in_net_of() { pid=$(docker inspect -f '{{.State.Pid}}' "$(dc ps -q "$1")"); shift; nsenter --net="/proc/$pid/ns/net" "$@"; }
property() { sed -n "s/^$1=//p" "$dir/first-run.properties"; }
# A command until it succeeds: within SECONDS COMMAND...
within() {
  seconds=$1
  shift
  until "$@" >"$dir/last" 2>&1; do
    seconds=$((seconds - 1))
    [ "$seconds" -gt 0 ] || { cat "$dir/last" >&2; return 1; }
    sleep 1
  done
}
is() { [ "$1" = "$2" ] || die "$3 is '$1', not '$2'"; }

down() {
  status=$?
  trap - EXIT INT TERM
  [ ! -f "$dir/charon.pid" ] || kill "$(cat "$dir/charon.pid")" 2>/dev/null || true
  [ ! -e "/run/netns/$spoke" ] || ip netns del "$spoke"
  dc down -v --remove-orphans >"$dir/down.log" 2>&1 || { cat "$dir/down.log" >&2; status=1; }
  left=$(docker ps -aq --filter "name=$project"; docker volume ls -q --filter "name=$project"; docker network ls -q --filter "name=$project")
  [ -z "$left" ] || { say "FAILED: left after down: $left"; status=1; }
  [ "$status" != 0 ] || say "down left no container, volume or network; $(($(date +%s) - began)) s in all"
  exit "$status"
}

rm -rf "$dir"
mkdir -p -m 700 "$dir/swanctl"
trap down EXIT
trap 'exit 130' INT TERM
dc down -v --remove-orphans >/dev/null 2>&1 || true

dc build >"$dir/build.log" 2>&1 || { tail -n 30 "$dir/build.log" >&2; die "the images did not build"; }
dc up -d >"$dir/up.log" 2>&1 || { cat "$dir/up.log" >&2; die "docker-compose up"; }
say "up: $(docker ps --filter "name=$project" --format '{{.Image}}' | sort | tr '\n' ' ')"

# --- The console, on the port that docker-compose.yml publishes.
console() { [ "$(in_engine curl -s -o "$dir/console.html" -w '%{http_code}' http://127.0.0.1:8080/)" = 200 ]; }
within 120 console || die "the console did not answer 200"
grep -q '<div id="root"' "$dir/console.html" || die "what answered is not the console: $(head -c 200 "$dir/console.html")"
say "console: 200, $(wc -c <"$dir/console.html") octets"

# --- FLEXAAA_FIRSTRUN_HUBADDRESS and _SERVERADDRESS: where the sample hub is, and how it reaches the server.
first_run() { docker cp "$(dc ps -q server):/data/gateway/first-run.properties" "$dir/first-run.properties"; }
within 60 first_run || die "the server wrote no first-run.properties"
is "$(property radius.address)" 172.29.99.2 "radius.address of the first run"
dc logs server 2>&1 | grep -q "RADIUS client 'gateway' made for 172.29.99.3/32" || die "the first run's hub has another address"
say "first run: hub 172.29.99.3/32, server $(property radius.address)"

# --- A PSK look-up as the hub makes it, from the hub's address; the answer is the key of the first run.
in_net_of gateway ip -4 -o addr show eth0 | grep -q '172\.29\.99\.3/' || die "the gateway's container has not 172.29.99.3"
printf 'User-Name = "spoke1"\nUser-Password = "%s"\nService-Type = Outbound-User\nMessage-Authenticator = 0x00\n' \
  "$(property radius.authorization-password)" >"$dir/request"
lookup() { in_net_of gateway radclient -x -t 3 -r 1 "172.29.99.2:$1" auth "$(property radius.secret)" <"$dir/request"; }
for port in 1812 1645; do
  within 20 lookup $port || die "no answer to a PSK look-up on $port"
  grep -q 'Received Access-Accept' "$dir/last" || { cat "$dir/last" >&2; die "the PSK look-up on $port was not accepted"; }
  grep -Fq "Tunnel-Password" "$dir/last" && grep -Fq "$(property spoke1.psk)" "$dir/last" || { cat "$dir/last" >&2; die "the answer has not the key"; }
done
say "radclient: Access-Accept with the key of spoke1, on 1812 and 1645"
# From any other address it is an unknown client, and nobody answers.
if in_net_of server radclient -t 1 -r 1 172.29.99.2:1812 auth "$(property radius.secret)" <"$dir/request" >/dev/null 2>&1; then
  die "a RADIUS client that nobody configured was answered"
fi

# --- A spoke outside, through the published ports 500 and 4500.
ip netns add "$spoke"
ip link add fxcompose0 netns "$engine" type veth peer name eth0 netns "$spoke"
ip -n "$engine" addr add "$outside/24" dev fxcompose0 && ip -n "$engine" link set fxcompose0 up
ip -n "$spoke" link set lo up && ip -n "$spoke" addr add 198.18.253.2/24 dev eth0 && ip -n "$spoke" link set eth0 up
domain=$(property identity.domain)
cat >"$dir/strongswan.conf" <<CONF
charon {
  load = random nonce openssl aesni gcm aes sha1 sha2 hmac kdf drbg curve25519 gmp pem pkcs1 pubkey kernel-libipsec kernel-netlink socket-default updown vici
  retransmit_tries = 3
  retransmit_timeout = 1.0
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
    remote_addrs = $outside
    proposals = aes256-sha256-ecp256
    vips = 0.0.0.0
    encap = yes
    mobike = no
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
ip netns exec "$spoke" unshare -m sh -c "mount --make-rprivate /; mount -t tmpfs tmpfs /run; echo \$\$ >'$dir/charon.pid'; \
  STRONGSWAN_CONF='$dir/strongswan.conf' exec /usr/lib/ipsec/charon" >"$dir/charon.out" 2>&1 &
within 20 test -S "$dir/vici" || die "charon did not start"
swan() { SWANCTL_DIR="$dir/swanctl" ip netns exec "$spoke" swanctl "$@"; }
swan --load-all --noprompt --uri "unix://$dir/vici" >/dev/null || die "swanctl"
connect() { swan --initiate --uri "unix://$dir/vici" --child net --timeout 10; }
within 3 connect || die "the spoke got no tunnel"
ip -n "$spoke" addr show | grep -q '10\.255\.1\.1/32' || die "the spoke has not the address that the server has for it"
ip netns exec "$spoke" ping -c 3 -i 0.3 -W 2 10.255.0.1 >"$dir/ping" 2>&1 || { cat "$dir/ping" >&2; die "no ping through the tunnel"; }
grep -q ' 0% packet loss' "$dir/ping" || { cat "$dir/ping" >&2; die "pings were lost"; }
say "spoke: 10.255.1.1, $(grep 'packets transmitted' "$dir/ping")"
dc exec -T gateway sh /opt/flexaaa/gateway.sh exec --control /data/gateway/control.sock show crypto session >"$dir/show" 2>&1 || { cat "$dir/show" >&2; die "show crypto session"; }
grep -q UP-ACTIVE "$dir/show" || { cat "$dir/show" >&2; die "the gateway shows no session"; }
swan --terminate --uri "unix://$dir/vici" --ike hub --timeout 5 >/dev/null || die "the spoke could not end its tunnel"
