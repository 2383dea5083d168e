# The three tunnels of the esp benchmark, each between two namespaces of its own. Sourced after lib.sh.
# Outer addresses 10.7.0.1 and .2 on both sides of a veth, inner 10.6.0.1 and .2; names are per tunnel.
tunnels="ours libipsec wireguard"
ns() { echo "fxe-$1-$2-$$"; }

clean_up() {
  local t
  for t in $tunnels; do
    ip netns del "$(ns "$t" a)" 2>/dev/null || true
    ip netns del "$(ns "$t" b)" 2>/dev/null || true
  done
}

make_pair() {
  local side n=0
  for side in a b; do
    ip netns add "$(ns "$1" $side)"
    ip -n "$(ns "$1" $side)" link set lo up
    ip netns exec "$(ns "$1" $side)" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  done
  ip -n "$(ns "$1" a)" link add wan type veth peer name wan netns "$(ns "$1" b)"
  for side in a b; do
    n=$((n + 1))
    ip -n "$(ns "$1" $side)" addr add 10.7.0.$n/24 dev wan
    ip -n "$(ns "$1" $side)" link set wan up
  done
}

# until_true SECONDS WHAT COMMAND...
until_true() {
  local left=$(($1 * 10)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ $left -gt 0 ] || { say "gave up waiting for $what"; exit 1; }
    sleep 0.1
  done
}

start_ours() {
  make_pair ours
  local side here there dir=$work/ours
  mkdir -p "$dir"
  cat >"$dir/logback.xml" <<'XML'
<configuration><root level="WARN"/></configuration>
XML
  for side in a b; do
    if [ $side = a ]; then here=1; there=2; else here=2; there=1; fi
    ip netns exec "$(ns ours $side)" "$java" -Xms128m -Xmx128m ${FLEXAAA_ESP_OPTS:--XX:+UseSerialGC} -XX:+UseCompactObjectHeaders \
      --enable-native-access=ALL-UNNAMED --add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED \
      -Dlogback.configurationFile="$dir/logback.xml" -cp "$e2e_cp" \
      io.flexaaa.e2e.bench.EspPeer $side 10.7.0.$here 10.7.0.$there 10.6.0.$here gcm128 "$crypto" >"$dir/$side.log" 2>&1 &
    pids+=($!)
    tunnel_pids[ours]="${tunnel_pids[ours]:-} $!"
  done
  until_true 20 "our tunnel ($(tail -n 3 "$dir"/*.log 2>/dev/null))" grep -q '^up' "$dir/a.log"
  until_true 20 "our tunnel" grep -q '^up' "$dir/b.log"
  describe[ours]="FlexAAA, AES-128-GCM, ESP in UDP, $(sed -n 's/^up //p' "$dir/a.log"), one Java process an end"
}

libipsec_conf() {
  local side=$1 here=$2 there=$3 dir=$4
  mkdir -p "$dir/swanctl"
  cat >"$dir/strongswan.conf" <<CONF
charon {
  load = random nonce openssl aesni gcm aes sha1 sha2 hmac kdf drbg curve25519 kernel-libipsec kernel-netlink socket-default updown vici
  plugins {
    vici {
      socket = unix://$dir/vici
    }
  }
  syslog {
    daemon {
      default = -1
    }
    auth {
      default = -1
    }
  }
}
CONF
  cat >"$dir/swanctl/swanctl.conf" <<CONF
connections {
  bench {
    version = 2
    local_addrs = 10.7.0.$here
    remote_addrs = 10.7.0.$there
    encap = yes
    proposals = aes128gcm16-prfsha256-x25519
    local {
      auth = psk
      id = $side
    }
    remote {
      auth = psk
    }
    children {
      bench {
        local_ts = 10.6.0.$here/32
        remote_ts = 10.6.0.$there/32
        esp_proposals = aes128gcm16
      }
    }
  }
}
secrets {
  ike-bench {
    secret = "bench-esp-psk"
  }
}
CONF
}

start_libipsec() {
  make_pair libipsec
  local side here there dir
  for side in a b; do
    if [ $side = a ]; then here=1; there=2; else here=2; there=1; fi
    dir=$work/libipsec-$side
    libipsec_conf $side $here $there "$dir"
    ip -n "$(ns libipsec $side)" addr add 10.6.0.$here/32 dev lo
    nsenter --net="/run/netns/$(ns libipsec $side)" unshare -m sh -c \
      "mount --make-rprivate /; mount -t tmpfs tmpfs /run; STRONGSWAN_CONF=$dir/strongswan.conf exec /usr/lib/ipsec/charon" >"$dir/out" 2>&1 &
    pids+=($!)
    tunnel_pids[libipsec]="${tunnel_pids[libipsec]:-} $!"
    until_true 20 "charon" test -S "$dir/vici"
    SWANCTL_DIR=$dir/swanctl swanctl --load-all --noprompt --uri "unix://$dir/vici" >"$dir/swanctl.out" 2>&1 ||
      { cat "$dir/swanctl.out" >&2; exit 1; }
  done
  swanctl --initiate --child bench --timeout 10 --uri "unix://$work/libipsec-a/vici" >"$work/initiate" 2>&1 ||
    { cat "$work/initiate" >&2; exit 1; }
  describe[libipsec]="strongSwan $(dpkg-query -W -f='${Version}' strongswan-charon), kernel-libipsec, aes128gcm16, encap=yes"
}

# The newest wireguard-go that Debian has: from sid, then trixie, without touching this system's own sources.
fetch_wireguard() {
  local suite mirror apt=$work/apt key=/usr/share/keyrings/debian-archive-keyring.gpg
  mirror=$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
    sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\{0,1\}\(https\{0,1\}:[^ ]*\) .*/\2/p' | grep -v security | { grep debian || true; } | head -n 1)
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/x"
  for suite in sid trixie; do
    echo "deb [signed-by=$key] $mirror $suite main" >"$apt/sources.list"
    local options=(-qq -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
      -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=root)
    if [ -n "$mirror" ] && timeout 120 apt-get "${options[@]}" update >"$apt/log" 2>&1 &&
      (cd "$apt" && timeout 60 apt-get "${options[@]}" download wireguard-go >>"$apt/log" 2>&1) &&
      dpkg -x "$apt"/wireguard-go_*.deb "$apt/x" && "$apt/x/usr/bin/wireguard-go" --version >/dev/null 2>&1; then
      wireguard_go=$apt/x/usr/bin/wireguard-go
      describe[wireguard]="wireguard-go $(basename "$apt"/wireguard-go_*.deb | cut -d_ -f2) from Debian $suite"
      return
    fi
  done
  wireguard_go=$(command -v wireguard-go)
  describe[wireguard]="wireguard-go $(dpkg-query -W -f='${Version}' wireguard-go): this Debian's own, OLD, no newer one could be fetched"
}

start_wireguard() {
  fetch_wireguard
  make_pair wireguard
  local side here there other
  for side in a b; do
    (umask 077; wg genkey >"$work/wg-$side.key")
    LOG_LEVEL=error WG_PROCESS_FOREGROUND=1 ip netns exec "$(ns wireguard $side)" "$wireguard_go" -f fxwg-$side >"$work/wg-$side.log" 2>&1 &
    pids+=($!)
    tunnel_pids[wireguard]="${tunnel_pids[wireguard]:-} $!"
  done
  for side in a b; do
    if [ $side = a ]; then here=1; there=2; other=b; else here=2; there=1; other=a; fi
    until_true 10 "wireguard-go" ip netns exec "$(ns wireguard $side)" wg show fxwg-$side
    ip netns exec "$(ns wireguard $side)" wg set fxwg-$side listen-port 4500 private-key "$work/wg-$side.key" \
      peer "$(wg pubkey <"$work/wg-$other.key")" endpoint 10.7.0.$there:4500 allowed-ips 10.6.0.0/24
    ip -n "$(ns wireguard $side)" addr add 10.6.0.$here/24 dev fxwg-$side
    ip -n "$(ns wireguard $side)" link set fxwg-$side up mtu 1420
  done
}
