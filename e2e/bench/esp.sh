#!/usr/bin/env bash
# Tunnel throughput: our data plane beside strongSwan's user-space ESP and the newest wireguard-go, interleaved in one run.
#   ./flexaaa bench esp [--rounds N] [--seconds S] [--jce]
# Both ends of every tunnel run on this machine, each in its own namespace, joined by a veth with an MTU of 1500.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/esp-peers.sh"
rounds=3; seconds=4; crypto=direct
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --jce) crypto=jce; shift ;;
    *) say "esp: unknown option $1; options: --rounds N --seconds S --jce"; exit 2 ;;
  esac
done
[ "$(id -u)" = 0 ] || { say "bench esp needs root: it makes network namespaces and TUN devices"; exit 1; }

install_peers() {
  local missing="" package
  for package in strongswan-charon strongswan-swanctl libcharon-extra-plugins libstrongswan-standard-plugins \
    libstrongswan-extra-plugins wireguard-go wireguard-tools iperf3 iproute2 iputils-ping; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  # Packaged daemons must not start.
  [ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; }
  say "installing$missing"
  (flock 9; export DEBIAN_FRONTEND=noninteractive; apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null) 9>/tmp/flexaaa-apt.lock
}

inside() { local t=$1 side=$2; shift 2; ip netns exec "$(ns "$t" "$side")" "$@"; }

# tcp TUNNEL STREAMS LABEL: appends a line with Mbit/s, CPU seconds per GB of both tunnel processes, and what others used
tcp() {
  local t=$1 streams=$2 label=$3 before after busy out mbit line tun span
  before=$(ticks ${tunnel_pids[$t]}); busy=$(busy_ticks)
  # -V tells what client and server took of the CPU, so that the rest can be named.
  out=$(inside "$t" a iperf3 -c 10.6.0.2 -t "$seconds" -P "$streams" -f m -V 2>&1) || { say "$t $label: $out"; return; }
  after=$(ticks ${tunnel_pids[$t]}); busy=$(($(busy_ticks) - busy))
  line=$(grep 'receiver *$' <<<"$out" | { if [ "$streams" -gt 1 ]; then grep SUM; else cat; fi; } | tail -n 1)
  mbit=$(sed -n 's/.* \([0-9.]*\) Mbits\/sec.*/\1/p' <<<"$line")
  span=$(sed -n 's/.*-\([0-9.]*\) *sec.*/\1/p' <<<"$line")
  tun=$((after - before))
  local ends
  ends=$(sed -n 's/^CPU Utilization: local\/sender \([0-9.]*\)%.*remote\/receiver \([0-9.]*\)%.*/\1 \2/p' <<<"$out" | awk -v s="$seconds" '{print ($1+$2)*s}')
  printf '%s %s mbit=%s cpu_s_per_gb=%s tunnel_cpu=%s other_cpu=%s\n' "$t" "$label" "$mbit" \
    "$(awk -v t=$tun -v m="$mbit" -v s="$span" 'BEGIN{printf "%.3f", t/100/(m*s/8000)}')" "$(awk -v t=$tun 'BEGIN{print t/100}')" \
    "$(awk -v b=$busy -v t=$tun -v e="${ends:-0}" 'BEGIN{o=(b-t-e)/100; printf "%.2f", o<0?0:o}')" | tee -a "$work/results"
}

# Highest rate of 64-octet datagrams of which less than 1 % is lost.
udp() {
  local t=$1 out
  out=$("$java" -Xmx128m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$e2e_cp" io.flexaaa.e2e.bench.UdpRate \
    "$(ns "$t" a)" 10.6.0.1 "$(ns "$t" b)" 10.6.0.2 64 500 20000 20000 40000 60000 80000 100000 130000 160000 200000 250000 300000)
  [ -z "${FLEXAAA_BENCH_VERBOSE:-}" ] || say "$out"
  printf '%s udp64 pps=%s\n' "$t" "$(sed -n 's/^best=//p' <<<"$out")" | tee -a "$work/results"
}

rtt() {
  local t=$1
  printf '%s rtt avg_us=%s\n' "$t" "$(inside "$t" a ping -q -c 300 -i 0.002 -W 1 10.6.0.2 |
    sed -n 's/^rtt [^=]*= [0-9.]*\/\([0-9.]*\)\/.*/\1/p' | awk '{print $1*1000}')" | tee -a "$work/results"
}

figures() { sed -n "s/^$1 $2 .*\\b$3=\\([0-9.]*\\).*/\\1/p" "$work/results"; }

# compare NAME KEY FIGURE PEER GOAL [lower]: the median of the ratios of the rounds, which the machine's swings leave alone
compare() {
  local value
  value=$(paste <(figures ours "$2" "$3") <(figures "$4" "$2" "$3") | awk '$2>0{printf "%.3f\n", $1/$2}' | median)
  printf 'RATIO esp.%s %.2f GOAL %s\n' "$1" "$value" "$5"
}

declare -A tunnel_pids describe
# All three tunnels and the load alike: what else runs here then disturbs less.
renice -n -16 -p $$ >/dev/null || true
install_peers
idle_check
start_ours
start_libipsec
start_wireguard
for t in $tunnels; do
  until_true 10 "a ping through $t" inside "$t" a ping -c 1 -W 1 10.6.0.2
  ip netns exec "$(ns "$t" b)" iperf3 -s >/dev/null 2>&1 &
  pids+=($!)
  echo "$t: ${describe[$t]}"
done
say "warming up"
for t in $tunnels; do
  # Both directions and both kinds of traffic, or a JIT would still be compiling in the first round.
  inside "$t" a iperf3 -c 10.6.0.2 --bidir -t 6 >/dev/null || true
  inside "$t" a iperf3 -c 10.6.0.2 -P 4 -t 3 >/dev/null || true
  udp "$t" >/dev/null
done
: >"$work/results"
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  for t in $tunnels; do tcp "$t" 1 tcp1; done
  for t in $tunnels; do tcp "$t" 4 tcp4; done
  for t in $tunnels; do udp "$t"; done
  for t in $tunnels; do rtt "$t"; done
done
for t in $tunnels; do
  echo "$t: median tcp1 $(figures "$t" tcp1 mbit | median) Mbit/s, tcp4 $(figures "$t" tcp4 mbit | median) Mbit/s," \
    "$(figures "$t" tcp1 cpu_s_per_gb | median) CPU s/GB, udp64 $(figures "$t" udp64 pps | median) pps, rtt $(figures "$t" rtt avg_us | median) us"
done
echo "other_cpu: $(sed -n 's/.*other_cpu=\([0-9.]*\).*/\1/p' "$work/results" | median) CPU seconds per measurement of $seconds s (median)"
compare tcp1_vs_libipsec tcp1 mbit libipsec '>=5'
compare tcp4_vs_libipsec tcp4 mbit libipsec '>=5'
compare cpu_per_gb_vs_libipsec tcp1 cpu_s_per_gb libipsec '<=0.2'
compare udp64_vs_libipsec udp64 pps libipsec '>=2'
compare tcp1_vs_wireguard_go tcp1 mbit wireguard '>=1'
compare tcp4_vs_wireguard_go tcp4 mbit wireguard '>=1'
compare cpu_per_gb_vs_wireguard_go tcp1 cpu_s_per_gb wireguard '<=1'
compare udp64_vs_wireguard_go udp64 pps wireguard '>=1'
compare rtt_vs_wireguard_go rtt avg_us wireguard '<=1'
