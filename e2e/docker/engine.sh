#!/bin/sh
# A Docker engine of the tests' own, in a network namespace of its own so that its firewall rules stay there.
#   engine.sh start DIR   installs docker.io if missing, starts dockerd, prints DOCKER_HOST
#   engine.sh stop DIR
# Commands that talk to containers run with: nsenter --net=/run/netns/flexaaa-docker COMMAND
set -eu
action=${1:?start or stop}
dir=${2:?directory}
netns=flexaaa-docker

running() { [ -f "$dir/dockerd.pid" ] && kill -0 "$(cat "$dir/dockerd.pid")" 2>/dev/null; }

case "$action" in
  start)
    if ! command -v dockerd >/dev/null || ! command -v docker-compose >/dev/null || ! command -v debootstrap >/dev/null; then
      export DEBIAN_FRONTEND=noninteractive
      (
        flock 9
        [ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; }
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends docker.io docker-compose debootstrap iptables </dev/null >/dev/null
      ) 9>/tmp/flexaaa-apt.lock
    fi
    mkdir -p "$dir"
    if ! running; then
      [ -e "/run/netns/$netns" ] || ip netns add "$netns"
      ip -n "$netns" link set lo up
      # nsenter, not ip netns exec: that one hides the cgroups, which dockerd needs.
      nsenter --net="/run/netns/$netns" setsid dockerd --host "unix://$dir/docker.sock" --data-root "$dir/data" \
        --exec-root "$dir/exec" --pidfile "$dir/dockerd.pid" >"$dir/dockerd.log" 2>&1 &
    fi
    i=0
    until DOCKER_HOST="unix://$dir/docker.sock" docker version >/dev/null 2>&1; do
      i=$((i + 1))
      [ "$i" -lt 60 ] || { tail -n 20 "$dir/dockerd.log" >&2; echo "engine.sh: dockerd did not start" >&2; exit 1; }
      sleep 0.5
    done
    echo "unix://$dir/docker.sock"
    ;;
  stop)
    if running; then
      pid=$(cat "$dir/dockerd.pid")
      kill "$pid"
      i=0
      while kill -0 "$pid" 2>/dev/null && [ "$i" -lt 60 ]; do i=$((i + 1)); sleep 0.5; done
    fi
    [ ! -e "/run/netns/$netns" ] || ip netns del "$netns"
    ;;
  *) echo "usage: engine.sh start|stop DIR" >&2; exit 2 ;;
esac
