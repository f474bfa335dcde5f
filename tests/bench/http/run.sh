#!/usr/bin/env bash
# run.sh SOVANG ROOT [DATA] [SECONDS] -- downloads beside nginx, and pages and searches a second.
#
# The same PDF is served by nginx (sendfile, no log) and by the program, in turn, five times each; the
# median counts.  DATA is a data folder to measure on (it gets an account and a token); without it the
# demonstration is made in a folder of its own.  Everything is measured with a session or a token: the gate, the
# trail and the paces are part of what an office pays.
set -euo pipefail
sovang=$1 root=$2 data=${3:-} seconds=${4:-4}
export SOVANG_HOME=$root
work=$(mktemp -d)
server= nginx=
trap 'kill $server $nginx 2>/dev/null || true; rm -rf "$work"' EXIT
for tool in wrk nginx curl python3 sqlite3; do
	command -v $tool >/dev/null || { echo "$tool is missing: see scripts/packages.txt" >&2; exit 3; }
done
if [ -z "$data" ]; then
	data=$work/data
	"$sovang" init --data "$data" >/dev/null
	"$sovang" demo --data "$data" >/dev/null
fi
port=18081 nport=18082
"$sovang" user add do-toc-do --data "$data" --name "Đo tốc độ" --roles nguoi-xem >/dev/null 2>&1 || true
token=$("$sovang" token add do-toc-do --data "$data" --name wrk --rights doc --days 1)
# The document whose PDF is nearest to 60 KB.
id=$(sqlite3 "$data/sovang.db" "SELECT uid FROM document ORDER BY abs(length - 61440) LIMIT 1")
mkdir -p "$work/www"
"$sovang" get --data "$data" "$id" -o "$work/www/tep.pdf"
size=$(stat -c %s "$work/www/tep.pdf")
cat >"$work/nginx.conf" <<EOF
daemon off; master_process on; worker_processes 2; error_log stderr crit; pid $work/nginx.pid;
events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types { application/pdf pdf; }
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d; scgi_temp_path $work/e;
  open_file_cache max=100;
  server { listen 127.0.0.1:$nport; root $work/www; } }
EOF
chmod 755 "$work" "$work/www" "$work/www/tep.pdf"
nginx -c "$work/nginx.conf" &
nginx=$!
"$sovang" serve --data "$data" --listen 127.0.0.1:$port >/dev/null 2>"$work/log" &
server=$!
for _ in $(seq 100); do curl -fsS "http://127.0.0.1:$port/healthz" >/dev/null 2>&1 && break; sleep 0.1; done
auth="Authorization: Bearer $token"
curl -fsS -H "$auth" "http://127.0.0.1:$port/van-ban/$id/tep.pdf" | cmp - "$work/www/tep.pdf"

# one ADDRESS: requests a second, then p99 in ms.
one() {
	wrk -t 2 -c 32 -d "$seconds" --latency -H "$auth" "$1" >"$work/wrk"
	grep -q 'Non-2xx' "$work/wrk" && { cat "$work/wrk" >&2; exit 1; }
	awk '/Requests\/sec/ { r = $2 } $1 == "99%" { l = $2; if (l ~ /us$/) l /= 1000; else if (l ~ /[0-9]s$/) l *= 1000; l += 0 }
		END { printf "%d %.2f\n", r, l }' "$work/wrk"
}
median() { sort -n | sed -n 3p; }
for _ in 1 2 3 4 5; do
	one "http://127.0.0.1:$nport/tep.pdf" >>"$work/nginx.txt"
	one "http://127.0.0.1:$port/van-ban/$id/tep.pdf" >>"$work/own.txt"
done
n=$(median <"$work/nginx.txt") o=$(median <"$work/own.txt")
echo "download of $size bytes: nginx ${n% *}/s, sovang ${o% *}/s = $((100 * ${o% *} / ${n% *})) %, p99 ${o#* } ms"
show() {
	local r
	r=$(one "http://127.0.0.1:$port$2")
	echo "$1: ${r% *}/s, p99 ${r#* } ms"
}
show "archive page" "/luu-tru"
show "archive page, two words" "/luu-tru?q=khen%20thuong"
show "search API" "/api/v1/documents?q=khen%20thuong"
show "search API, a name" "/api/v1/documents?q=dang%20quoc%20thang"
show "suggestions" "/api/v1/suggestions?q=dang"
show "document page" "/van-ban/$id"
show "health" "/healthz"
echo "memory at most $(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$server/status") MB; the trail has $(sqlite3 "$data/sovang.db" 'SELECT count(*), sum(times) FROM acc_trail' | tr '|' ' ') rows, deeds"
