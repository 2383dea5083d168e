#!/bin/sh
# What ./flexaaa test does with containers, on a Docker engine of its own (engine.sh) with images made here (bases.sh):
#   run.sh repositories   the server's database tests once more, on a Testcontainers PostgreSQL
#   run.sh compose        docker-compose.yml as a whole (compose.sh)
#   run.sh all            both; the engine is stopped at the end
# Root on Debian. FLEXAAA_DOCKER_DIR (default /var/tmp/flexaaa-docker) keeps the images for the next run.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
dir=${FLEXAAA_DOCKER_DIR:-/var/tmp/flexaaa-docker}
netns=/run/netns/flexaaa-docker
# Those that read and write through the repositories.
repository_tests=AuditChainIT,SessionLifeIT,DryRunIT,ProblemsIT,SignInIT,RadiusIT

say() { printf '%s\n' "$*" >&2; }
die() { say "run.sh: $*"; exit 1; }

[ "$(id -u)" = 0 ] || die "needs root, for a Docker engine in a network namespace of its own"
mkdir -p -m 700 "$dir"
[ -O "$dir" ] || die "$dir belongs to somebody else; set FLEXAAA_DOCKER_DIR"

repositories() {
  sh "$here/bases.sh" "$dir" postgres
  log=$dir/repositories.log
  began=$(date +%s)
  say "Repository tests on a Testcontainers PostgreSQL: $repository_tests"
  # In the engine's namespace, where the containers' ports are. Without Ryuk and the start-up checks: their images would have to be pulled;
  # nor may Testcontainers ask a container for the address when this machine is one itself.
  (cd "$root" && FLEXAAA_TEST_DB=testcontainers TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true \
    TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1 nsenter --net="$netns" \
    mvn -B -o -ntp verify -pl server -am -DskipUi=true -DskipUiTests=true -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test="$repository_tests" -Dfailsafe.failIfNoSpecifiedTests=false) >"$log" 2>&1 || { tail -n 60 "$log" | cut -c1-300 >&2; die "the repository tests failed on Testcontainers; $log"; }
  grep -oE 'Test database: .*|Tests run: .*' "$log" | cut -c1-200 >&2 || true
  # Two witnesses: what the tests say, and the engine's own record.
  grep -q 'Test database: Testcontainers' "$log" || die "no test ran on Testcontainers; $log"
  started=$(docker events --since "$began" --until "$(date +%s)" --filter type=container --filter event=start --filter image=postgres:18 --format '{{.ID}}' | wc -l)
  [ "$started" -gt 0 ] || die "the engine saw no postgres:18 start; $log"
  say "The engine started $started PostgreSQL container(s); $(($(date +%s) - began)) s."
}

compose() {
  sh "$here/bases.sh" "$dir" all
  DIR=$dir sh "$here/compose.sh"
}

stop() {
  # Without Ryuk what a killed test left behind is ours to remove.
  left=$(docker ps -aq 2>/dev/null || true)
  # shellcheck disable=SC2086
  [ -z "$left" ] || docker rm -fv $left >/dev/null 2>&1 || true
  # The images of the last run's programs, which have lost their names to this one's.
  docker image prune -f >/dev/null 2>&1 || true
  sh "$here/engine.sh" stop "$dir"
}

what=${1:-all}
DOCKER_HOST=$(sh "$here/engine.sh" start "$dir")
export DOCKER_HOST
trap stop EXIT
trap 'exit 130' INT TERM
case "$what" in
  repositories) repositories ;;
  compose) compose ;;
  all) repositories; compose ;;
  *) die "usage: run.sh repositories|compose|all" ;;
esac
