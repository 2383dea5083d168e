#!/usr/bin/env bash
# EAP logins: our CPU beside FreeRADIUS's, same certificates, same client (eapol_test), full handshakes, interleaved in one run.
#   ./flexaaa bench eap [--rounds N] [--logins N] [--clients N] [--warm N] [--tls 1.2|1.3]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/eap-peers.sh"
rounds=3; logins=60; clients=8; warm=5000; tls=1.3
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2 ;; --logins) logins=$2 ;; --clients) clients=$2 ;; --warm) warm=$2 ;; --tls) tls=$2 ;;
    *) say "eap: unknown option $1; options: --rounds N --logins N --clients N --warm N --tls 1.2|1.3"; exit 2 ;;
  esac
  shift 2
done
[ "$(id -u)" = 0 ] || { say "bench eap needs root: it installs and starts FreeRADIUS"; exit 1; }
sh "$root/e2e/peers.sh" install
make_certificates p256 ec -pkeyopt ec_paramgen_curve:P-256
make_certificates rsa rsa:2048
start_freeradius_eap p256 $p256_auth; p256_pid=$freeradius_pid
start_freeradius_eap rsa $rsa_auth; rsa_pid=$freeradius_pid
start_ours_eap
idle_check
# Ours computes at its pace only once the JIT has seen the code; theirs needs no warming but gets one round.
for kind in p256 rsa; do
  show_certificate $kind
  say "warming up with $kind: $warm logins a method"
  for method in mschapv2 peap ttls tls; do
    [ $kind = rsa ] && [ $method = mschapv2 ] && continue
    logins_of $method $kind $ours_auth $((warm / clients)) >/dev/null
    logins_of $method $kind $([ $kind = rsa ] && echo $rsa_auth || echo $p256_auth) 2 >/dev/null
  done
done
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  for kind in p256 rsa; do
    show_certificate $kind
    [ $kind = rsa ] && { theirs=$rsa_auth; theirs_pid=$rsa_pid; } || { theirs=$p256_auth; theirs_pid=$p256_pid; }
    for method in mschapv2 peap ttls tls; do
      [ $kind = rsa ] && [ $method = mschapv2 ] && continue
      measure_eap ours $method $kind $ours_auth "$ours_pid"
      measure_eap freeradius $method $kind "$theirs" "$theirs_pid"
    done
  done
done
echo "memory: ours $(awk '/VmRSS/{print int($2/1024)}' /proc/"$ours_pid"/status) MiB, FreeRADIUS $(awk '/VmRSS/{print int($2/1024)}' /proc/"$p256_pid"/status) MiB"
for method in mschapv2 peap ttls tls; do ratio eap.$method "$(eap_cpu ours $method p256)" "$(eap_cpu freeradius $method p256)" "<=1"; done
for method in peap ttls tls; do ratio eap.${method}_rsa "$(eap_cpu ours $method rsa)" "$(eap_cpu freeradius $method rsa)" "<=1.5"; done
