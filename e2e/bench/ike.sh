#!/usr/bin/env bash
# PSK set-ups: our gateway beside strongSwan as responder, the same load client, interleaved in one run.
#   ./flexaaa bench ike [--rounds N] [--count N] [--warmup N] [--concurrency N] [--no-aaa]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/radius-peers.sh"
source "$(dirname "${BASH_SOURCE[0]}")/ike-peers.sh"
rounds=3; count=1000; warmup=2000; concurrency=40; aaa=yes
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2; shift 2 ;;
    --count) count=$2; shift 2 ;;
    --warmup) warmup=$2; shift 2 ;;
    --concurrency) concurrency=$2; shift 2 ;;
    --no-aaa) aaa=no; shift ;;
    *) say "ike: unknown option $1; options: --rounds N --count N --warmup N --concurrency N --no-aaa"; exit 2 ;;
  esac
done
[ "$(id -u)" = 0 ] || { say "bench ike needs root: it makes network namespaces and runs two gateways"; exit 1; }
sh "$root/e2e/peers.sh" install
make_namespaces
start_strongswan
start_gateway ours local_keys
idle_check
first=1
say "warming both up with $warmup set-ups"
load warmup-ours 198.18.1.1 "$gateway_pid" --psk "$hub_psk" --count "$warmup" --first $first --close
load warmup-strongswan 198.18.2.1 "$ss_pid" --psk "$hub_psk" --count "$warmup" --first $first --close
first=$((first + warmup))
# And once as it will be measured, with all SAs held: the JIT has seen that path too then.
load warmup-ours 198.18.1.1 "$gateway_pid" --psk "$hub_psk" --count "$count" --first $first
load warmup-strongswan 198.18.2.1 "$ss_pid" --psk "$hub_psk" --count "$count" --first $first
first=$((first + count))
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  # A short run before each measured one lets the client's own JIT settle.
  load ours 198.18.1.1 "$gateway_pid" --psk "$hub_psk" --count "$count" --warmup 300 --first $first
  load strongswan 198.18.2.1 "$ss_pid" --psk "$hub_psk" --count "$count" --warmup 300 --first $first
  first=$((first + count + 300))
done
echo "memory: ours $(awk '/VmRSS/{print int($2/1024)}' /proc/"$gateway_pid"/status) MiB, strongSwan $(awk '/VmRSS/{print int($2/1024)}' /proc/"$ss_pid"/status) MiB"
stop_gateway
if [ "$aaa" = yes ]; then
  say "the same with every key fetched over RADIUS from our server"
  # Server and gateway share a namespace, as they share a machine: 127.0.0.1 is known to both.
  plain_java=$java
  printf '#!/bin/sh\nexec ip netns exec %s %s "$@"\n' "$hub_ns" "$plain_java" >"$work/java-in-hub"
  chmod +x "$work/java-in-hub"
  java=$work/java-in-hub
  start_ours $((warmup + count + 300))
  java=$plain_java
  start_gateway ours-aaa aaa_keys
  names=(--id-prefix bench%06d --psk Bench-Key-%06d)
  load warmup-aaa 198.18.1.1 "$gateway_pid" "${names[@]}" --count "$warmup" --first 0 --close
  load ours-aaa 198.18.1.1 "$gateway_pid" "${names[@]}" --count "$count" --warmup 300 --first "$warmup"
  stop_gateway
  ratio ike.psk_aaa_x25519_rate "$(rates ours-aaa)" "$(rates strongswan)" ">=0.5"
fi
ratio ike.psk_x25519_cpu "$(cpus ours)" "$(cpus strongswan)" "<=1"
ratio ike.psk_x25519_rate "$(rates ours)" "$(rates strongswan)" ">=0.7"
