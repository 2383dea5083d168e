# Certificates, the two servers and the client of the EAP benchmark. Sourced after lib.sh.
bench_secret=bench-Radius-Secret-01
user=alice; password=wonderland-7
ours_auth=21812; ours_acct=21813; ours_http=28080
p256_auth=22812; rsa_auth=23812

# make_certificates NAME KEY...: a CA, a server and a client, keys in openssl's words
make_certificates() {
  local dir=$work/$1
  shift
  mkdir -p "$dir"
  (
    cd "$dir"
    openssl req -x509 -nodes -sha256 -newkey "$@" -keyout ca.key -out ca.pem -days 30 -subj "/O=bench/CN=bench $(basename "$dir")" -addext keyUsage=critical,keyCertSign,cRLSign
    for name in server $user; do
      [ $name = server ] && usage=serverAuth || usage=clientAuth
      openssl req -new -nodes -newkey "$@" -keyout $name.key -out $name.csr -subj "/O=bench/CN=$name"
      printf 'extendedKeyUsage=%s\nkeyUsage=critical,digitalSignature\nsubjectAltName=DNS:%s\n' $usage $name >$name.ext
      openssl x509 -req -sha256 -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile $name.ext -out $name.pem
    done
  ) >/dev/null 2>"$dir/openssl.log" || { cat "$dir/openssl.log" >&2; exit 1; }
}

# start_freeradius_eap KIND PORT: Debian's modules with EAP as a site would set it up; the pid in $freeradius_pid
start_freeradius_eap() {
  local dir=$work/fr-$1 certs=$work/$1 port=$2 i=0
  mkdir -p "$dir"
  cat >"$dir/radiusd.conf" <<EOF
prefix = /usr
libdir = /usr/lib/freeradius
raddbdir = $dir
logdir = $dir
run_dir = $dir
max_request_time = 30
cleanup_delay = 5
max_requests = 65536
hostname_lookups = no
log {
 destination = files
 file = $dir/radius.log
}
security {
 max_attributes = 200
 reject_delay = 0
 status_server = yes
}
thread pool {
 start_servers = 5
 max_servers = 32
 min_spare_servers = 3
 max_spare_servers = 10
 max_requests_per_server = 0
}
client bench {
 ipaddr = 127.0.0.1
 secret = $bench_secret
 require_message_authenticator = yes
}
modules {
 expr {
 }
 pap {
 }
 mschap {
 }
 files {
  usersfile = $dir/users
 }
 eap {
  default_eap_type = tls
  timer_expire = 60
  max_sessions = 65536
  tls-config common {
   private_key_file = $certs/server.key
   certificate_file = $certs/server.pem
   ca_file = $certs/ca.pem
   fragment_size = 1400
   tls_min_version = "1.2"
   tls_max_version = "1.3"
   cipher_list = "DEFAULT"
   ecdh_curve = ""
   cache {
    enable = no
   }
  }
  tls {
   tls = common
  }
  ttls {
   tls = common
   default_eap_type = mschapv2
   virtual_server = inner
  }
  peap {
   tls = common
   default_eap_type = mschapv2
   virtual_server = inner
  }
  mschapv2 {
  }
 }
}
instantiate {
 expr
}
server default {
 listen {
  type = auth
  ipaddr = 127.0.0.1
  port = $port
 }
 authorize {
  eap {
   ok = return
  }
  files
 }
 authenticate {
  Auth-Type MS-CHAP {
   mschap
  }
  eap
 }
}
server inner {
 authorize {
  files
  mschap
  eap {
   ok = return
  }
  pap
 }
 authenticate {
  Auth-Type PAP {
   pap
  }
  Auth-Type MS-CHAP {
   mschap
  }
  eap
 }
}
EOF
  printf '%s Cleartext-Password := "%s"\n' $user $password >"$dir/users"
  printf '$INCLUDE /usr/share/freeradius/dictionary\n' >"$dir/dictionary"
  freeradius -f -d "$dir" >"$dir/out" 2>&1 &
  freeradius_pid=$!
  pids+=("$freeradius_pid")
  until grep -q 'Ready to process requests' "$dir/radius.log" 2>/dev/null; do
    i=$((i + 1)); [ $i -lt 300 ] && kill -0 $freeradius_pid 2>/dev/null || { cat "$dir/out" >&2; tail -n 20 "$dir/radius.log" >&2 || true; say "FreeRADIUS did not start"; exit 1; }
    sleep 0.2
  done
}

rest() { # METHOD PATH BODY
  local token
  token=$(awk '$6=="XSRF-TOKEN"{print $7}' "$work/cookies" 2>/dev/null || true)
  curl -sS --fail-with-body -b "$work/cookies" -c "$work/cookies" -H "X-XSRF-TOKEN: $token" -H 'Content-Type: application/json' -X "$1" "http://127.0.0.1:$ours_http$2" \
    ${3:+--data "$3"} || { say ""; say "REST $1 $2 failed"; return 1; }
}

pem() { awk '{printf "%s\\n", $0}' "$1"; }

start_ours_eap() {
  mkdir -p "$work/ours"
  "$java" -Xmx768m -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -cp "$server_cp" io.flexaaa.server.FlexAaaServer \
    --data "$work/ours/data" --ready-file="$work/ours/ready" --flexaaa.http.port=$ours_http \
    --flexaaa.radius.auth-ports=$ours_auth --flexaaa.radius.acct-ports=$ours_acct >"$work/ours/log" 2>&1 &
  ours_pid=$!
  pids+=("$ours_pid")
  local i=0 admin kind
  until [ -f "$work/ours/ready" ]; do
    i=$((i + 1)); [ $i -lt 600 ] && kill -0 $ours_pid 2>/dev/null || { tail -n 30 "$work/ours/log" >&2; say "our server did not start"; exit 1; }
    sleep 0.2
  done
  admin=$(sed -n 's/.*admin.*password.*: *\([A-Za-z0-9_-]\{12,\}\).*/\1/p' "$work/ours/log" | head -n 1)
  curl -sS -o /dev/null -c "$work/cookies" "http://127.0.0.1:$ours_http/api/v1/session"
  rest POST /api/v1/session "{\"username\":\"admin\",\"password\":\"$admin\"}" >/dev/null
  rest PUT /api/v1/nas/bench "{\"address\":\"127.0.0.1/32\",\"type\":\"flexvpn\",\"enabled\":true,\"secret\":\"$bench_secret\"}" >/dev/null
  rest PUT /api/v1/users/$user "{\"enabled\":true,\"password\":{\"storage\":\"reversible\",\"value\":\"$password\"}}" >/dev/null
  for kind in p256 rsa; do
    rest PUT /api/v1/authorities/bench-$kind "{\"enabled\":true,\"certificatePem\":\"$(pem "$work/$kind/ca.pem")\",\"trustedFor\":[\"eap\"]}" >/dev/null
    rest POST /api/v1/certificates:import "{\"certificatePem\":\"$(pem "$work/$kind/server.pem")\",\"privateKeyPem\":\"$(pem "$work/$kind/server.key")\"}" >"$work/$kind/imported"
    sed -n 's/.*"id":\([0-9]*\).*/\1/p' "$work/$kind/imported" | head -n 1 >"$work/$kind/id"
    [ -s "$work/$kind/id" ] || { cat "$work/$kind/imported" >&2; say "the imported certificate has no id"; exit 1; }
  done
}

# show_certificate KIND: what our server shows from now on
show_certificate() {
  rest PUT "/api/v1/tls-identities/eap?wait=applied" "{\"certificateId\":$(cat "$work/$1/id")}" >/dev/null
  sleep 2
}

# logins_of METHOD KIND PORT COUNT: that many logins by each client; prints how many came with the right keys
logins_of() {
  local method=$1 certs=$work/$2 port=$3 count=$4 conf=$work/$1-$2.conf i client=() off12=0 off13=0
  [ "$tls" = 1.3 ] && off12=1 || off13=1
  {
    echo "fast_reauth=0"
    echo "network={"
    echo " key_mgmt=IEEE8021X"; echo " eapol_flags=0"
    echo " identity=\"$user\""; echo " password=\"$password\""; echo " ca_cert=\"$certs/ca.pem\""
    echo " phase1=\"tls_disable_tlsv1_0=1 tls_disable_tlsv1_1=1 tls_disable_tlsv1_2=$off12 tls_disable_tlsv1_3=$off13\""
    case $method in
      mschapv2) echo " eap=MSCHAPV2" ;;
      peap) echo " eap=PEAP"; echo " phase2=\"auth=MSCHAPV2\"" ;;
      ttls) echo " eap=TTLS"; echo " phase2=\"auth=PAP\"" ;;
      tls) echo " eap=TLS"; echo " client_cert=\"$certs/$user.pem\""; echo " private_key=\"$certs/$user.key\"" ;;
    esac
    echo "}"
  } >"$conf"
  for ((i = 0; i < clients; i++)); do
    # Each from a station of its own; the timeout is for all of its logins.
    eapol_test -c "$conf" -a 127.0.0.1 -p "$port" -s "$bench_secret" -M "02:00:00:00:00:$(printf %02x "$i")" -r $((count - 1)) -t 120 >"$work/client-$i.log" 2>&1 &
    client+=($!)
  done
  wait "${client[@]}" 2>/dev/null || true
  cat "$work"/client-*.log | awk '/^MPPE keys OK:/{ok+=$4; bad+=$6} END{print ok+0}'
}

# measure_eap LABEL METHOD KIND PORT PID
measure_eap() {
  local before after done
  before=$(ticks "$5")
  done=$(logins_of "$2" "$3" "$4" "$logins")
  after=$(ticks "$5")
  if [ "$done" -lt $((logins * clients * 9 / 10)) ]; then
    tail -n 15 "$work/client-0.log" >&2
    [ "$1" != ours ] || { rest GET "/api/v1/decisions?limit=2"; grep -E 'WARN|ERROR' "$work/ours/log" | tail -n 5; } >&2
    say "$1 $2 $3: only $done of $((logins * clients)) logins succeeded"
    exit 1
  fi
  awk -v l="$1" -v m="$2" -v k="$3" -v d=$((after - before)) -v n="$done" 'BEGIN{printf "%-11s %-9s %-5s logins=%d cpu_ms=%.3f\n", l, m, k, n, d*10/n}' | tee -a "$work/results"
}

eap_cpu() { awk -v l="$1" -v m="$2" -v k="$3" '$1==l && $2==m && $3==k{sub("cpu_ms=","",$5); print $5}' "$work/results" | median; }
