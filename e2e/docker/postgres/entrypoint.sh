#!/bin/sh
# First start: a cluster with POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB; then whatever command was given.
set -eu
user=${POSTGRES_USER:-postgres}
if [ ! -f "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}"
  mkdir -p "$PGDATA"
  umask 077
  printf '%s\n' "$POSTGRES_PASSWORD" >/var/lib/postgresql/.pw
  initdb -D "$PGDATA" -U "$user" --pwfile=/var/lib/postgresql/.pw --auth=scram-sha-256 --locale-provider=builtin --builtin-locale=C.UTF-8 -E UTF8 >/dev/null
  rm -f /var/lib/postgresql/.pw
  printf "host all all all scram-sha-256\n" >>"$PGDATA/pg_hba.conf"
  printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  pg_ctl -D "$PGDATA" -w -s start
  pg_ctl -D "$PGDATA" -w -s -m fast stop
  db=${POSTGRES_DB:-$user}
  [ "$db" = postgres ] || printf 'create database "%s";\n' "$db" | postgres --single -D "$PGDATA" postgres >/dev/null
fi
exec "$@" -D "$PGDATA"
