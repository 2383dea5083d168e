# The servers under test of the radius and accounting benchmarks, with the same peers in each. Sourced after lib.sh.
bench_secret=bench-Radius-Secret-01
ours_auth=21812; ours_acct=21813; ours_http=28080
files_auth=22812; files_acct=22813
sql_auth=23812; sql_acct=23813; sql_db=25432

install_radius_peers() {
  local missing="" p
  for p in freeradius freeradius-postgresql postgresql-15 postgresql-client-15; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
  done
  [ -n "$missing" ] || return 0
  say "installing:$missing"
  [ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; }
  (flock 9; apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null) 9>/tmp/flexaaa-apt.lock
}

start_ours() {
  mkdir -p "$work/ours"
  "$java" -Xmx768m -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -cp "$server_cp" io.flexaaa.server.FlexAaaServer \
    --data "$work/ours/data" --ready-file="$work/ours/ready" --flexaaa.http.port=$ours_http \
    --flexaaa.radius.auth-ports=$ours_auth --flexaaa.radius.acct-ports=$ours_acct >"$work/ours/log" 2>&1 &
  ours_pid=$!
  pids+=("$ours_pid")
  local i=0
  until [ -f "$work/ours/ready" ]; do
    i=$((i + 1)); [ $i -lt 600 ] && kill -0 $ours_pid 2>/dev/null || { tail -n 30 "$work/ours/log" >&2; say "our server did not start"; exit 1; }
    sleep 0.2
  done
  local password
  password=$(sed -n 's/.*admin.*password.*: *\([A-Za-z0-9_-]\{12,\}\).*/\1/p' "$work/ours/log" | head -n 1)
  say "ours: loading $1 peers over REST"
  "$java" -cp "$e2e_cp" io.flexaaa.e2e.bench.BenchPeers rest "http://127.0.0.1:$ours_http" "$password" "$bench_secret" "$1"
}

# freeradius_conf DIR AUTH-PORT ACCT-PORT files|sql
freeradius_conf() {
  local dir=$1 auth=$2 acct=$3 kind=$4
  mkdir -p "$dir"
  {
    echo "prefix = /usr"
    echo "libdir = /usr/lib/freeradius"
    echo "raddbdir = $dir"
    echo "modconfdir = /etc/freeradius/3.0/mods-config"
    echo "logdir = $dir"
    echo "run_dir = $dir"
    echo "max_request_time = 30"
    echo "cleanup_delay = 5"
    echo "max_requests = 65536"
    echo "hostname_lookups = no"
    echo "log {"; echo " destination = files"; echo " file = $dir/radius.log"; echo "}"
    echo "security {"; echo " max_attributes = 200"; echo " reject_delay = 0"; echo " status_server = yes"; echo "}"
    echo "thread pool {"; echo " start_servers = 5"; echo " max_servers = 32"; echo " min_spare_servers = 3"; echo " max_spare_servers = 10"; echo " max_requests_per_server = 0"; echo "}"
    echo "client bench {"; echo " ipaddr = 127.0.0.1"; echo " secret = $bench_secret"; echo " require_message_authenticator = yes"; echo "}"
    echo "modules {"
    echo " expr {"; echo " }"; echo " pap {"; echo " }"; echo " always ok {"; echo "  rcode = ok"; echo " }"
    if [ "$kind" = files ]; then
      echo " files {"; echo "  usersfile = $dir/users"; echo " }"
    else
      echo " sql {"
      echo "  driver = \"rlm_sql_postgresql\""; echo "  dialect = \"postgresql\""
      echo "  server = \"127.0.0.1\""; echo "  port = $sql_db"; echo "  login = \"radius\""; echo "  password = \"radpass\""; echo "  radius_db = \"radius\""
      echo "  acct_table1 = \"radacct\""; echo "  acct_table2 = \"radacct\""; echo "  postauth_table = \"radpostauth\""
      echo "  authcheck_table = \"radcheck\""; echo "  groupcheck_table = \"radgroupcheck\""; echo "  authreply_table = \"radreply\""; echo "  groupreply_table = \"radgroupreply\""
      echo "  usergroup_table = \"radusergroup\""; echo "  read_groups = no"; echo "  read_profiles = no"; echo "  client_table = \"nas\""; echo "  group_attribute = \"SQL-Group\""
      echo "  pool {"; echo "   start = 5"; echo "   min = 4"; echo "   max = 32"; echo "   spare = 10"; echo "   uses = 0"; echo "   lifetime = 0"; echo "   idle_timeout = 60"; echo "   connect_timeout = 3.0"; echo "  }"
      echo "  \$INCLUDE /etc/freeradius/3.0/mods-config/sql/main/postgresql/queries.conf"
      echo " }"
    fi
    echo "}"
    echo "instantiate {"; echo " expr"; echo "}"
    echo "server default {"
    echo " listen {"; echo "  type = auth"; echo "  ipaddr = 127.0.0.1"; echo "  port = $auth"; echo " }"
    echo " listen {"; echo "  type = acct"; echo "  ipaddr = 127.0.0.1"; echo "  port = $acct"; echo " }"
    if [ "$kind" = files ]; then
      echo " authorize {"; echo "  files"; echo "  pap"; echo " }"
      echo " accounting {"; echo "  ok"; echo " }"
    else
      echo " authorize {"; echo "  sql"; echo "  pap"; echo " }"
      echo " preacct {"; echo "  update request {"
      echo "   &Acct-Unique-Session-Id := \"%{md5:%{User-Name},%{Acct-Session-ID},%{NAS-IP-Address},%{NAS-Port}}\""; echo "  }"; echo " }"
      echo " accounting {"; echo "  sql"; echo " }"
    fi
    echo " authenticate {"; echo "  Auth-Type PAP {"; echo "   pap"; echo "  }"; echo " }"
    echo "}"
  } | grep -v '^$' >"$dir/radiusd.conf"
  ln -sf /usr/share/freeradius/dictionary "$dir/dictionary" 2>/dev/null || true
  printf '$INCLUDE /usr/share/freeradius/dictionary\n' >"$dir/dictionary.local"
  rm -f "$dir/dictionary"; mv "$dir/dictionary.local" "$dir/dictionary"
}

# start_freeradius DIR: the pid in $freeradius_pid
start_freeradius() {
  freeradius -f -d "$1" >"$1/out" 2>&1 &
  freeradius_pid=$!
  pids+=("$freeradius_pid")
  local i=0
  until grep -q 'Ready to process requests' "$1/radius.log" 2>/dev/null; do
    i=$((i + 1)); [ $i -lt 300 ] && kill -0 $freeradius_pid 2>/dev/null || { cat "$1/out" >&2; tail -n 20 "$1/radius.log" >&2 || true; say "FreeRADIUS did not start"; exit 1; }
    sleep 0.2
  done
}

start_freeradius_files() {
  freeradius_conf "$work/fr-files" $files_auth $files_acct files
  "$java" -cp "$e2e_cp" io.flexaaa.e2e.bench.BenchPeers users "$work/fr-files/users" "$1"
  start_freeradius "$work/fr-files"
  files_pid=$freeradius_pid
}

start_freeradius_sql() {
  local pg=$work/pg bin
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  chmod 755 "$work"
  mkdir -p "$pg" && chown postgres "$pg"
  printf 'radpass\n' >"$work/pgpw" && chmod 644 "$work/pgpw"
  (cd / && runuser -u postgres -- "$bin/initdb" -D "$pg/data" -U radius --pwfile="$work/pgpw" --auth=scram-sha-256 >/dev/null)
  printf "listen_addresses='127.0.0.1'\nport=%s\nshared_buffers=256MB\nunix_socket_directories=''\n" $sql_db >>"$pg/data/postgresql.conf"
  (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups "$bin/postgres" -D "$pg/data") >"$pg/log" 2>&1 &
  sql_db_pid=$!
  pids+=("$sql_db_pid")
  export PGPASSWORD=radpass
  local i=0
  until psql -q -h 127.0.0.1 -p $sql_db -U radius -d postgres -c 'select 1' >/dev/null 2>&1; do
    i=$((i + 1)); [ $i -lt 100 ] || { tail "$pg/log" >&2; say "PostgreSQL for FreeRADIUS did not start"; exit 1; }
    sleep 0.2
  done
  psql -q -h 127.0.0.1 -p $sql_db -U radius -d postgres -c 'create database radius'
  psql -q -h 127.0.0.1 -p $sql_db -U radius -d radius -f /etc/freeradius/3.0/mods-config/sql/main/postgresql/schema.sql >/dev/null
  "$java" -cp "$e2e_cp" io.flexaaa.e2e.bench.BenchPeers sql "$work/peers.sql" "$1"
  psql -q -h 127.0.0.1 -p $sql_db -U radius -d radius -f "$work/peers.sql" >/dev/null
  freeradius_conf "$work/fr-sql" $sql_auth $sql_acct sql
  start_freeradius "$work/fr-sql"
  sql_pid=$freeradius_pid
}

# measure LABEL MODE PORT PIDS...: one run; prints the generator's line with CPU per request appended
measure() {
  local label=$1 mode=$2 port=$3
  shift 3
  local before after line
  before=$(ticks "$@")
  line=$("$java" -Xmx512m -XX:+UseSerialGC -cp "$e2e_cp" io.flexaaa.e2e.bench.RadiusLoad --mode "$mode" --port "$port" --secret "$bench_secret" \
    --seconds "$seconds" --warm "$warm" --names "$peers" --window "${window:-64}" --rate "${rate:-0}")
  after=$(ticks "$@")
  local replies cpu
  replies=$(field "$line" replies)
  # Warm-up requests cost CPU too: scale by the share of the time that was measured.
  cpu=$(awk -v d=$((after - before)) -v n="$replies" -v s="$seconds" -v w="$warm" 'BEGIN{if(n==0){print 0}else printf "%.1f", d*10000*(s/(s+w))/n}')
  printf '%-18s %s cpu_us=%s\n' "$label" "$line" "$cpu" | tee -a "$work/results"
}

rates() { sed -n "s/^$1 .*rate=\\([0-9.]*\\).*/\\1/p" "$work/results" | median; }
cpus() { sed -n "s/^$1 .*cpu_us=\\([0-9.]*\\).*/\\1/p" "$work/results" | median; }
