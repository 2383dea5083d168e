# The responders under test of the ike benchmark, each in its own namespace. Sourced after lib.sh.
# One load client, two hubs behind links of the same kind: strongSwan 198.18.2.1, ours 198.18.1.1.
hub_ns=fxb-hub-$$
ss_ns=fxb-ss-$$
load_ns=fxb-load-$$
hub_psk=bench-ike-psk
gateway_cp="$root/vpn-gateway/app/target/flexaaa-gateway-$version.jar:$root/vpn-gateway/app/target/lib/*"

clean_up() {
  local ns
  for ns in "$hub_ns" "$ss_ns" "$load_ns"; do
    ip netns del "$ns" 2>/dev/null || true
  done
}

make_namespaces() {
  local ns n=0
  for ns in "$load_ns" "$hub_ns" "$ss_ns"; do
    ip netns add "$ns"
    ip -n "$ns" link set lo up
    ip netns exec "$ns" sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  done
  for ns in "$hub_ns" "$ss_ns"; do
    n=$((n + 1))
    ip link add "bench$n" netns "$load_ns" type veth peer name wan0 netns "$ns"
    ip -n "$load_ns" addr add "198.18.$n.2/24" dev "bench$n"
    ip -n "$ns" addr add "198.18.$n.1/24" dev wan0
    ip -n "$load_ns" link set "bench$n" up
    ip -n "$ns" link set wan0 up
  done
}

# strongSwan's responder: PSK from its own configuration, no logging, no limits per peer.
start_strongswan() {
  local dir=$work/ss
  mkdir -p "$dir/swanctl"
  cat >"$dir/strongswan.conf" <<CONF
charon {
  load = random nonce openssl aesni gcm ctr ccm chapoly aes sha1 sha2 hmac kdf drbg curve25519 gmp mgf1 x509 revocation constraints pubkey pem pkcs1 pkcs8 kernel-libipsec kernel-netlink socket-default resolve updown counters vici
  dos_protection = no
  ikesa_table_size = 4096
  ikesa_table_segments = 16
  install_routes = no
  plugins {
    kernel-libipsec {
      allow_peer_ts = yes
    }
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
    local_addrs = 198.18.2.1
    remote_addrs = %any
    proposals = aes128gcm16-prfsha256-x25519
    unique = never
    pools = v4, v6
    local {
      auth = psk
      id = hub.example.com
    }
    remote {
      auth = psk
      id = %any
    }
    children {
      bench {
        local_ts = 0.0.0.0/0,::/0
        remote_ts = dynamic
        esp_proposals = aes128gcm16
      }
    }
  }
}
pools {
  v4 {
    addrs = 10.20.0.0/16
  }
  v6 {
    addrs = fd00:20::/112
  }
}
secrets {
  ike-bench {
    secret = "$hub_psk"
  }
}
CONF
  # Its own /run: a second charon on this machine must not meet the first one's pid file.
  nsenter --net="/run/netns/$ss_ns" unshare -m sh -c \
    "mount --make-rprivate /; mount -t tmpfs tmpfs /run; STRONGSWAN_CONF=$dir/strongswan.conf exec /usr/lib/ipsec/charon" >"$dir/out" 2>&1 &
  ss_pid=$!
  pids+=("$ss_pid")
  local i=0
  until [ -S "$dir/vici" ]; do
    i=$((i + 1)); [ $i -lt 100 ] && kill -0 $ss_pid 2>/dev/null || { cat "$dir/out" >&2; say "charon did not start"; exit 1; }
    sleep 0.1
  done
  SWANCTL_DIR=$dir/swanctl swanctl --load-all --noprompt --uri "unix://$dir/vici" >"$dir/swanctl.out" 2>&1 ||
    { cat "$dir/swanctl.out" >&2; say "swanctl could not load the configuration"; exit 1; }
}

# The lines both of our configurations share. $1: how the profile finds keys and policy.
gateway_config() {
  cat <<CONF
hostname hub
aaa new-model
$1
crypto ikev2 authorization policy BENCH
 pool V4
 ipv6 pool V6
crypto ikev2 proposal BENCH
 encryption aes-gcm-128
 prf sha256
 group 31
crypto ikev2 policy BENCH
 proposal BENCH
crypto ikev2 keyring BENCH
 peer ANY
  address 0.0.0.0 0.0.0.0
  pre-shared-key $hub_psk
crypto ikev2 name-mangler HOST
 fqdn hostname
crypto ikev2 profile BENCH
 match identity remote fqdn domain example.com
 identity local fqdn hub.example.com
 authentication local pre-share
 authentication remote pre-share
$2
 virtual-template 1
crypto ipsec transform-set BENCH esp-gcm 128
 mode tunnel
crypto ipsec profile BENCH
 set transform-set BENCH
 set ikev2-profile BENCH
interface Loopback1
 ip address 10.255.0.1 255.255.255.255
interface Virtual-Template1 type tunnel
 ip unnumbered Loopback1
 tunnel mode ipsec ipv4
 tunnel protection ipsec profile BENCH
ip local pool V4 10.30.0.1 10.30.255.254
ipv6 local pool V6 FD00:30::/48 64
end
CONF
}

local_keys() {
  gateway_config "aaa authorization network BENCH local" \
    " keyring local BENCH
 aaa authorization group psk list BENCH BENCH"
}

aaa_keys() {
  gateway_config "aaa group server radius BENCH
 server name BENCH
aaa authorization network BENCH group BENCH
radius server BENCH
 address ipv4 127.0.0.1 auth-port $ours_auth acct-port $ours_acct
 key $bench_secret" \
    " keyring aaa BENCH name-mangler HOST
 aaa authorization user psk cached"
}

# start_gateway NAME CONFIG-FUNCTION: the pid in $gateway_pid
start_gateway() {
  local dir=$work/$1
  mkdir -p "$dir/state"
  $2 >"$dir/gateway.ios"
  ip netns exec "$hub_ns" "$java" -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
    --add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED ${FLEXAAA_GATEWAY_OPTS:-} -cp "$gateway_cp" \
    io.flexaaa.gateway.Main run --config "$dir/gateway.ios" --state "$dir/state" --control "$dir/control.sock" >"$dir/log" 2>&1 &
  gateway_pid=$!
  pids+=("$gateway_pid")
  local i=0
  until grep -qs 'event=gateway-started' "$dir/log"; do
    i=$((i + 1)); [ $i -lt 300 ] && kill -0 $gateway_pid 2>/dev/null || { tail -n 30 "$dir/log" >&2; say "our gateway did not start"; exit 1; }
    sleep 0.1
  done
}

stop_gateway() {
  kill "$gateway_pid" 2>/dev/null || true
  wait "$gateway_pid" 2>/dev/null || true
}

# load LABEL TARGET PID OPTIONS...: one run of the client, its line kept
load() {
  local label=$1 target=$2 pid=$3
  shift 3
  ip netns exec "$load_ns" "$java" -Xmx512m -XX:+UseSerialGC -cp "$e2e_cp" io.flexaaa.e2e.bench.IkeLoad --label "$label" \
    --target "$target" --server-pid "$pid" --concurrency "$concurrency" --proposal aes128gcm16-prfsha256-x25519 --esp aes128gcm16 "$@" |
    tee -a "$work/results" || say "$label: some set-ups failed, see above"
}

rates() { sed -n "s/^$1 .*rate=\\([0-9.]*\\).*/\\1/p" "$work/results" | median; }
cpus() { sed -n "s/^$1 .*server_cpu=\\([0-9.]*\\).*/\\1/p" "$work/results" | median; }
