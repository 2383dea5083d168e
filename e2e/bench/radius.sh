#!/usr/bin/env bash
# PSK look-ups: ours beside FreeRADIUS with PostgreSQL and with files, same peers, interleaved in one run.
#   ./flexaaa bench radius [--rounds N] [--seconds S] [--peers N]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/radius-peers.sh"
rounds=3; seconds=5; warm=2; peers=2000
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2 ;; --seconds) seconds=$2 ;; --peers) peers=$2 ;;
    *) say "radius: unknown option $1; options: --rounds N --seconds S --peers N"; exit 2 ;;
  esac
  shift 2
done
[ "$(id -u)" = 0 ] || { say "bench radius needs root: it installs and starts FreeRADIUS and PostgreSQL"; exit 1; }
install_radius_peers
start_freeradius_files "$peers"
start_freeradius_sql "$peers"
start_ours "$peers"
idle_check
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  # The first of our runs is the JIT's; three rounds and the median take care of it.
  measure ours psk $ours_auth "$ours_pid"
  measure freeradius-sql psk $sql_auth "$sql_pid" "$sql_db_pid"
  measure ours psk $ours_auth "$ours_pid"
  measure freeradius-files psk $files_auth "$files_pid"
done
say "2,000 look-ups a second, for latency"
rate=2000
measure ours-2000/s psk $ours_auth "$ours_pid"
measure freeradius-sql-2000/s psk $sql_auth "$sql_pid" "$sql_db_pid"
measure freeradius-files-2000/s psk $files_auth "$files_pid"
echo "memory: ours $(awk '/VmRSS/{print int($2/1024)}' /proc/"$ours_pid"/status) MiB, FreeRADIUS files $(awk '/VmRSS/{print int($2/1024)}' /proc/"$files_pid"/status) MiB"
ratio radius.psk_cpu_vs_freeradius_files "$(cpus ours)" "$(cpus freeradius-files)" "<=1"
ratio radius.psk_vs_freeradius_sql "$(rates ours)" "$(rates freeradius-sql)" ">=5"
ratio radius.psk_vs_freeradius_files "$(rates ours)" "$(rates freeradius-files)" ">=1"
