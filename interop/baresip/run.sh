#!/usr/bin/env bash
# Two baresip phones register with passwords, call through us both ways and hear each other; wrong passwords get nowhere.
. "$(dirname "$0")/../lib.sh"
. "$HERE/phone.sh"
TALK_SECONDS=3

certificate "$ADDRESS"
cat > "$WORK/strowger.yaml" << YAML
domains: [$ADDRESS]
listen: [udp://$ADDRESS:15060, tcp://$ADDRESS:15060, tls://$ADDRESS:15061]
tls: {certificates: {chain: chain.pem, key: key.pem}}
users: {alice: {password: wonder}, bob: {password: builder}}
YAML
serve server --config "$WORK/strowger.yaml"

# call CALLER CALLEE TRANSPORT: the caller dials, both talk, the caller hangs up
call() {
  local caller=$1 callee=$2 transport=$3
  : > "$WORK/$caller.events"; : > "$WORK/$callee.events"
  dial "$caller" "sip:$callee@$(server_at "$transport");transport=$transport"
  for phone in "$caller" "$callee"; do
    if wait_for 10 "$WORK/$phone.events" CALL_ESTABLISHED; then ok "$transport: $caller calls $callee: $phone is talking"
    else failed "$transport: $caller calls $callee: $phone is not talking"; fi
  done
  sleep $TALK_SECONDS
  hang_up "$caller"
  for phone in "$caller" "$callee"; do
    if wait_for 5 "$WORK/$phone.events" CALL_CLOSED; then ok "$transport: $phone has hung up"
    else failed "$transport: $phone has not hung up"; fi
  done
  sleep 0.5
  heard "$caller"
  heard "$callee"
}

for transport in ${TRANSPORT:-udp tcp tls}; do
  phone alice wonder 15444 440 15200 $transport
  phone bob builder 15445 880 15300 $transport
  for name in alice bob; do
    if wait_for 10 "$WORK/$name.log" '200 OK .*bindings?\]'; then ok "$transport: $name is registered"
    else failed "$transport: $name is not registered"; fi
    wait_for 5 "$WORK/$name.events" CONNECTED
  done
  call alice bob $transport
  call bob alice $transport
  put_away alice
  put_away bob
done

phone alice rabbit 15446 440 15400 udp
if wait_for 10 "$WORK/alice.log" '40[13] '; then ok "a wrong password is refused"; else failed "a wrong password is not refused"; fi
put_away alice
if "$STROWGER" register "sip:alice@$ADDRESS:15060" --password wonder --list > "$WORK/list.log" 2>&1 && ! grep -q 15400 "$WORK/list.log"; then
  ok "and leaves no binding"
else
  failed "the bindings are not as they were: $(cat "$WORK/list.log")"
fi
finish
