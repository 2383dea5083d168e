# Shared by the benchmarks: where things are, CPU of processes, idle check, medians, RATIO lines. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=0.1.0-SNAPSHOT
java=${JAVA_HOME:?started by ./flexaaa bench}/bin/java
e2e_cp="$root/e2e/target/flexaaa-e2e-$version.jar:$root/e2e/target/lib/*"
server_cp="$root/server/target/flexaaa-server-$version.jar:$root/server/target/lib/*"
work=$(mktemp -d /tmp/flexaaa-bench.XXXXXX)
pids=()

say() { printf '%s\n' "$*" >&2; }

# Ends what this run started, by pid, and runs the bench's own clean_up if it has one.
finish() {
  trap - EXIT INT TERM
  if declare -F clean_up >/dev/null; then clean_up || true; fi
  local pid
  for pid in "${pids[@]:-}"; do [ -z "$pid" ] || kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]:-}"; do [ -z "$pid" ] || wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
trap 'finish; exit 130' INT TERM

# CPU ticks (1/100 s) of the given pids and all their descendants.
ticks() {
  local all="" pid next
  next="$*"
  while [ -n "$next" ]; do
    all="$all $next"
    local kids=""
    for pid in $next; do kids="$kids $(cat /proc/"$pid"/task/*/children 2>/dev/null || true)"; done
    next=$(echo $kids)
  done
  local sum=0
  for pid in $all; do
    local t
    t=$(sed 's/.*) //' /proc/"$pid"/stat 2>/dev/null | awk '{print $12+$13}') || t=0
    sum=$((sum + ${t:-0}))
  done
  echo "$sum"
}

busy_ticks() { awk '/^cpu /{print $2+$3+$4+$7+$8}' /proc/stat; }

# A figure only means something on a quiet machine: says how busy the others are, in cores.
idle_check() {
  local a b
  a=$(busy_ticks); sleep 2; b=$(busy_ticks)
  local cores
  cores=$(awk -v d=$((b - a)) 'BEGIN{printf "%.2f", d/200}')
  say "other work on this machine: $cores cores"
  if awk -v c="$cores" 'BEGIN{exit !(c>0.4)}'; then say "WARNING: the machine is not idle; read the ratios with care"; fi
}

median() { sort -g | awk '{a[NR]=$1} END{if(NR==0){print "nan"}else if(NR%2){print a[(NR+1)/2]}else{print (a[NR/2]+a[NR/2+1])/2}}'; }

divide() { awk -v a="$1" -v b="$2" 'BEGIN{if(b==0){print "inf"}else printf "%.2f", a/b}'; }

# ratio NAME OURS THEIRS GOAL
ratio() { printf 'RATIO %s %s GOAL %s\n' "$1" "$(divide "$2" "$3")" "$4"; }

field() { sed -n "s/.*\\b$2=\\([0-9.]*\\).*/\\1/p" <<<"$1"; }
