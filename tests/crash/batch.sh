#!/usr/bin/env bash
# SIGKILL of the server at random moments of a certificate job: after the last start the set is
# exact, no number twice, none missing.  SOVANG_LONG=1: five thousand certificates, twenty kills.
set -euo pipefail
count=260 kills=3
[ -z "${SOVANG_LONG:-}" ] || count=5000 kills=20
exec python3 "$2/tests/bench/batch/run" "$count" --kill "$kills" --program "$1"
