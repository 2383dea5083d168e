#!/bin/sh
# The gateway in its container: waits for the server's first run, writes the first configuration, runs.
set -eu
java="java -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED -cp /opt/flexaaa/gateway.jar:/opt/flexaaa/lib/* io.flexaaa.gateway.Main"
conf=/data/gateway/gateway.conf
[ "${1:-run}" = run ] || { set -f; exec $java "$@"; }
while [ ! -f "$conf" ] && [ ! -f /data/gateway/first-run.properties ]; do
  echo "waiting for the server's first run (/data/gateway/first-run.properties)" >&2
  sleep 2
done
set -f
[ -f "$conf" ] || $java init --values /data/gateway/first-run.properties --out "$conf"
exec $java run --config "$conf" --state /data/gateway --control /data/gateway/control.sock
