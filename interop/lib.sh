# Shared by the interop checks; source it. Each check runs the server as a user would, through the launcher, on loopback only.
set -u
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
STROWGER=${STROWGER:-$ROOT/strowger}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/strowger-interop.XXXXXX")
STARTED=()
FAILURES=0

# start NAME COMMAND...: in the background, output in $WORK/NAME.log; ended when the check ends
start() {
  local name=$1; shift
  "$@" > "$WORK/$name.log" 2>&1 < /dev/null &
  STARTED+=($!)
  LAST_PID=$!
}

ended() {
  for pid in "${STARTED[@]}"; do kill "$pid" 2> /dev/null; done
  for pid in "${STARTED[@]}"; do wait "$pid" 2> /dev/null; done
  if [ "$FAILURES" = 0 ]; then rm -rf "$WORK"; else echo "  logs: $WORK"; fi
}
trap ended EXIT

ok() { echo "  ok    $*"; }
failed() { echo "  FAIL  $*"; FAILURES=$((FAILURES + 1)); }

# wait_for SECONDS FILE PATTERN
wait_for() {
  local tries=$(($1 * 20))
  while [ $tries -gt 0 ]; do
    grep -qE -- "$3" "$2" 2> /dev/null && return 0
    sleep 0.05
    tries=$((tries - 1))
  done
  return 1
}

# serve NAME ARGUMENTS...: starts the server and waits until it listens
serve() {
  local name=$1; shift
  start "$name" "$STROWGER" serve --data "$WORK/data" "$@"
  SERVER_PID=$LAST_PID
  if ! wait_for 60 "$WORK/$name.log" 'listening'; then
    failed "the server did not start"
    tail -20 "$WORK/$name.log"
    exit 1
  fi
}

# certificate ADDRESS: one for that address that nobody else signed, in $WORK/chain.pem and $WORK/key.pem
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -addext "subjectAltName=IP:$1" \
    -keyout "$WORK/key.pem" -out "$WORK/chain.pem" 2> "$WORK/openssl.log" ||
    { failed "openssl made no certificate: $(cat "$WORK/openssl.log")"; exit 1; }
}

finish() {
  if [ "$FAILURES" = 0 ]; then echo "PASS $(basename "$HERE")"; else echo "FAIL $(basename "$HERE")"; fi
  [ "$FAILURES" = 0 ]
  exit
}

# column FILE NAME: the last value of a column of sipp's statistics
column() {
  awk -F';' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i } END { print $at }' "$1"
}
