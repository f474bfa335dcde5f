#!/usr/bin/env bash
# SIGKILL at random moments of issuing: nothing acknowledged is lost, no number twice, no gap, no
# leftover; the next start needs no hands.  SOVANG_LONG=1 kills 300 times; crash_kill does it by the thousands.
. "$(dirname "$0")/../cli/lib.sh"
need sqlite3
kills=${SOVANG_KILLS:-10}
[ -z "${SOVANG_LONG:-}" ] || kills=300
"$sovang" init --data data >/dev/null
: >acknowledged
# One whole run first: its length is the span in which the kills fall.
"$sovang" init --data measure >/dev/null
t0=$(date +%s%N)
"$sovang" issue all "$root/templates/demo/phong-trao-71.xml" --data measure >/dev/null 2>&1
span=$((($(date +%s%N) - t0) / 1000000))
for n in $(seq "$kills"); do
	# A campaign of its own each time, so that every run has something to issue.
	sed "s/ma=\"hy-2022-du-an-trong-diem\"/ma=\"pt-$n\"/; s/ so=\"71\"//" \
		"$root/templates/demo/phong-trao-71.xml" >campaign.xml
	"$sovang" issue all campaign.xml --data data >run.out 2>/dev/null &
	pid=$!
	ms=$((RANDOM % span))
	sleep "$((ms / 1000)).$(printf '%03d' $((ms % 1000)))"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
	# Only whole lines were acknowledged.
	grep -E $'\t[0-9a-f]{64}$' run.out >>acknowledged || true
done
# One more run, whole, after the last kill.
expect 0 "$sovang" issue all campaign.xml --data data
expect 0 "$sovang" archive fsck --data data
"$sovang" archive list --data data >list
while IFS=$'\t' read -r code title sha; do
	grep -qF "$sha" list || fail "lost after acknowledgement: $code"
done <acknowledged
q() { sqlite3 data/sovang.db "$1"; }
[ "$(q 'SELECT count(*) FROM (SELECT 1 FROM document GROUP BY org, series, year, number HAVING count(*) > 1)')" = 0 ] ||
	fail "a number was given twice"
[ "$(q 'SELECT count(*) FROM (SELECT series, year, count(*) n, max(number) m FROM document GROUP BY series, year HAVING n <> m)')" = 0 ] ||
	fail "a gap in the numbers"
[ "$(q 'SELECT count(*) FROM document d LEFT JOIN counter c USING (org, series, year) WHERE d.number > c.last')" = 0 ] ||
	fail "a counter lags behind"
[ "$("$sovang" search --data data --status con-hieu-luc | wc -l)" = "$(wc -l <list)" ] || fail "index and register differ"
[ "$(q "SELECT count(*) FROM event WHERE kind = 'issue'")" = "$(wc -l <list)" ] || fail "log and register differ"
[ "$(tar -tf data/volumes/*.tar | wc -l)" = $((3 * $(wc -l <list))) ] || fail "leftovers in the volume"
echo "crash: $kills kills, $(wc -l <acknowledged) acknowledged, $(wc -l <list) filed, nothing lost"
