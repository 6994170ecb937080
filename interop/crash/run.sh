#!/usr/bin/env bash
# kill -9 while a hundred calls ring, then a restart: the bindings are there, and new calls work at once.
. "$(dirname "$0")/../lib.sh"
cat > "$WORK/strowger.yaml" <<'YAML'
listen: [udp://127.0.0.1:15060]
authentication: off
YAML
serve before --config "$WORK/strowger.yaml"

sipp -sf "$HERE/register.xml" 127.0.0.1:15060 -i 127.0.0.1 -p 15080 -m 1 -nostdin -timeout 10s > "$WORK/register.log" 2>&1 \
  && ok "a callee is registered" || failed "the callee could not register"
start ringing sipp -sf "$HERE/ring.xml" -i 127.0.0.1 -p 15070 -nostdin
RINGING=$LAST_PID
start calling sipp -sf "$HERE/call.xml" 127.0.0.1:15060 -s callee -i 127.0.0.1 -p 15090 -m 100 -r 200 -nostdin -trace_stat -stf "$WORK/calling.csv" -fd 1
CALLING=$LAST_PID
sleep 3
open=$(column "$WORK/calling.csv" 'CurrentCall')
[ "$open" = 100 ] && ok "a hundred calls ring" || failed "expected 100 ringing calls, found $open"

# the launcher has become the server: this is its process
kill -9 "$SERVER_PID"
wait "$SERVER_PID" 2> /dev/null
ok "killed the server"
kill "$CALLING" "$RINGING" 2> /dev/null
wait "$CALLING" "$RINGING" 2> /dev/null

serve after --config "$WORK/strowger.yaml"
start answering sipp -sn uas -i 127.0.0.1 -p 15070 -nostdin
sleep 1
if sipp -sn uac 127.0.0.1:15060 -s callee -i 127.0.0.1 -p 15091 -m 50 -r 50 -nostdin -timeout 20s -timeout_error -trace_stat \
  -stf "$WORK/new.csv" -fd 1 > "$WORK/new.log" 2>&1; then
  ok "50 new calls reach the binding that was stored before the crash"
else
  failed "new calls fail after the restart: $(column "$WORK/new.csv" 'FailedCall(C)') of 50"
fi
finish
