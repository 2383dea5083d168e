#!/usr/bin/env bash
# Accounting records that are in PostgreSQL before they are acknowledged: ours beside FreeRADIUS with PostgreSQL, interleaved in one run.
# Once Starts alone, as many new sessions as fit, and once whole lives: Start, Interim, Stop.
#   ./flexaaa bench accounting [--rounds N] [--seconds S] [--history ROWS]
# --history puts so many ended sessions into both databases first.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/radius-peers.sh"
rounds=3; seconds=5; history=0; warm=2; peers=200; window=512
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2 ;; --seconds) seconds=$2 ;; --history) history=$2 ;;
    *) say "accounting: unknown option $1; options: --rounds N --seconds S --history ROWS"; exit 2 ;;
  esac
  shift 2
done
[ "$(id -u)" = 0 ] || { say "bench accounting needs root: it installs and starts FreeRADIUS and PostgreSQL"; exit 1; }
# seed_history ROWS: ended sessions of the last year, and as many reports of ours of the last two weeks
seed_history() {
  local port
  port=$(sed -n 4p "$(find "$work/ours/data/postgres" -name postmaster.pid | head -n 1)")
  say "putting $1 ended sessions into both databases"
  PGPASSWORD=$(cat "$work/ours/data/postgres/password") psql -q -o /dev/null -h 127.0.0.1 -p "$port" -U flexaaa -d flexaaa -v rows="$1" <<'SQL'
select ensure_partitions('acct_session_past', 'month', now() - interval '1 year', now());
insert into acct_session_past (id, session_key, state, nas_id, nas_name, nas_address, acct_session_id, user_name, peer_name, started_at,
    start_seen, last_report_at, ended_at, session_seconds, rx_bytes, tx_bytes)
select -n, gen_random_uuid(), 'ended', 1, 'seed', '127.0.0.1', 'seed-' || n, 'bench' || n % 200, 'bench' || n % 200, t, true, t, t + interval '1 hour', 3600, n, n
  from (select n, now() - interval '1 hour' - n * interval '1 year' / :rows as t from generate_series(1, :rows) n) s where t > now() - interval '360 days';
insert into acct_event (session_id, status, session_seconds, at, received_at, rx_bytes, tx_bytes, rx_packets, tx_packets)
select -n, 3, 1800, t, t, n, n, n, n from (select n, now() - n * interval '9 days' / :rows as t from generate_series(1, :rows) n) s;
vacuum analyze acct_session_past; vacuum analyze acct_event;
SQL
  PGPASSWORD=radpass psql -q -h 127.0.0.1 -p $sql_db -U radius -d radius -v rows="$1" <<'SQL'
insert into radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime, acctupdatetime, acctstoptime, acctsessiontime, acctinputoctets, acctoutputoctets)
select 'seed-' || n, md5(n::text), 'bench' || n % 200, '127.0.0.1', t, t, t + interval '1 hour', 3600, n, n
  from (select n, now() - interval '1 hour' - n * interval '1 year' / :rows as t from generate_series(1, :rows) n) s;
vacuum analyze radacct;
SQL
}

install_radius_peers
start_freeradius_sql "$peers"
start_ours "$peers"
[ "$history" = 0 ] || seed_history "$history"
idle_check
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  measure ours acct $ours_acct "$ours_pid"
  measure freeradius-sql acct $sql_acct "$sql_pid" "$sql_db_pid"
  measure ours-life life $ours_acct "$ours_pid"
  measure freeradius-sql-life life $sql_acct "$sql_pid" "$sql_db_pid"
done
ratio accounting.cpu_vs_freeradius_sql "$(cpus ours)" "$(cpus freeradius-sql)" "<=1"
ratio accounting.durable_vs_freeradius_sql "$(rates ours)" "$(rates freeradius-sql)" ">=6"
ratio accounting.life_vs_freeradius_sql "$(rates ours-life)" "$(rates freeradius-sql-life)" ">=6"
