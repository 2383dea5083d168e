#!/usr/bin/env bash
# Accounting records that are in PostgreSQL before they are acknowledged: ours beside FreeRADIUS with PostgreSQL, interleaved in one run.
#   ./flexaaa bench accounting [--rounds N] [--seconds S]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/radius-peers.sh"
rounds=3; seconds=5; warm=2; peers=200; window=512
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2 ;; --seconds) seconds=$2 ;;
    *) say "accounting: unknown option $1; options: --rounds N --seconds S"; exit 2 ;;
  esac
  shift 2
done
[ "$(id -u)" = 0 ] || { say "bench accounting needs root: it installs and starts FreeRADIUS and PostgreSQL"; exit 1; }
install_radius_peers
start_freeradius_sql "$peers"
start_ours "$peers"
idle_check
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  measure ours acct $ours_acct "$ours_pid"
  measure freeradius-sql acct $sql_acct "$sql_pid" "$sql_db_pid"
done
ratio accounting.cpu_vs_freeradius_sql "$(cpus ours)" "$(cpus freeradius-sql)" "<=1"
ratio accounting.durable_vs_freeradius_sql "$(rates ours)" "$(rates freeradius-sql)" ">=4"
