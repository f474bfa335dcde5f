#!/usr/bin/env bash
# A disk that reports an error while the service runs: issuing stops, /healthz turns red, reading goes on.
# SOVANG SHIM ROOT are the arguments; the program is the one that an office runs.
set -euo pipefail
sovang=$1 shim=$2
export SOVANG_HOME=$3
work=$(mktemp -d)
trap 'kill "${pid:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
fail() { cat log >&2 || true; echo "FAILED: $*" >&2; exit 1; }
"$sovang" init --data data >/dev/null
"$sovang" demo --data data >/dev/null
port=$((20000 + $$ % 20000))
at="http://127.0.0.1:$port"
start() { # FAULT_AT
	rm -f state
	truncate -s 4096 state
	FAULT_KIND=sync FAULT_AT=$1 FAULT_STICKY=1 FAULT_STATE=$work/state LD_PRELOAD=$shim \
		"$sovang" serve --data "$2" --listen "127.0.0.1:$port" >log 2>&1 &
	pid=$!
	for _ in $(seq 100); do
		curl -fsS "$at/healthz" >/dev/null 2>&1 && return
		sleep 0.05
	done
	fail "the service does not answer"
}
health() { curl -s -o body -w '%{http_code}' "$at/healthz"; }
# What the start itself syncs; `calls` stands in the order of the kinds, sync is the fourth.
cp -r data count
start 0 count
syncs=$(od -An -tu8 -j 24 -N 8 state | tr -d ' ')
[ "$(health)" = 200 ] && grep -q '"status":"ok"' body || fail "healthy: $(cat body)"
kill "$pid" && wait "$pid" || true
start $((syncs + 1)) data
[ "$(health)" = 200 ] || fail "before the fault"
# Anything that is written comes upon the fault: here a sign-in that fails.
for _ in $(seq 50); do
	token=$(curl -s -c jar "$at/dang-nhap" | grep -oE 'name="[a-z_-]*" value="[^"]{16,}"' | head -n 1)
	name=$(sed 's/name="\([^"]*\)".*/\1/' <<<"$token") value=$(sed 's/.*value="\([^"]*\)"/\1/' <<<"$token")
	curl -s -b jar -o /dev/null -H "Origin: $at" --data-urlencode "${name:-x}=$value" \
		--data-urlencode "login=quantri" --data-urlencode "password=sai-mat-khau" "$at/dang-nhap" || true
	[ "$(health)" = 200 ] || break
	sleep 0.1
done
[ "$(health)" = 503 ] || fail "healthy after a sync that failed"
grep -q '"issuing":false' body || fail "$(cat body)"
kill -0 "$pid" || fail "the service died"
