# Load by sipp; source it behind lib.sh.
RATE=${KEEP_RATE:-200}
SECONDS_OF_LOAD=${LOAD_SECONDS:-20}
CALLS=$((RATE * SECONDS_OF_LOAD))

# more options for both sides
SIPP_OPTIONS=()

# calls NAME SIPP_TRANSPORT CALLEE_PORT SERVICE: a callee, then a caller at full rate; all calls must succeed
calls() {
  local name=$1 transport=$2 port=$3 service=$4
  start "$name-uas" sipp -sn uas -i 127.0.0.1 -p "$port" -t "$transport" -nostdin -trace_stat -stf "$WORK/$name-uas.csv" -fd 1 "${SIPP_OPTIONS[@]}"
  local callee=$LAST_PID
  sleep 1
  (cd "$WORK" && sipp -sn uac 127.0.0.1:15060 -s "$service" -i 127.0.0.1 -p $((port + 20)) -t "$transport" -r "$RATE" -m "$CALLS" \
    -nostdin -trace_stat -stf "$WORK/$name-uac.csv" -fd 1 -trace_err -error_file "$WORK/$name-uac.err" -timeout $((SECONDS_OF_LOAD + 90))s \
    -timeout_error "${SIPP_OPTIONS[@]}" > "$WORK/$name-uac.log" 2>&1)
  local status=$?
  kill "$callee" 2> /dev/null
  local good; good=$(column "$WORK/$name-uac.csv" 'SuccessfulCall(C)')
  local bad; bad=$(column "$WORK/$name-uac.csv" 'FailedCall(C)')
  if [ "$status" = 0 ] && [ "$good" = "$CALLS" ] && [ "$bad" = 0 ]; then
    ok "$name: $good of $CALLS calls at $RATE a second"
  else
    failed "$name: $good of $CALLS calls succeeded, $bad failed (sipp ended with $status)"
  fi
}

no_retransmissions() {
  local side count
  for side in uac uas; do
    count=$(column "$WORK/$1-$side.csv" 'Retransmissions(C)')
    if [ "${count:-0}" = 0 ]; then ok "$1: nothing retransmitted by the $side"; else failed "$1: the $side retransmitted $count messages"; fi
  done
}
