#!/usr/bin/env bash
# A phone in a browser (JsSIP, WSS) and baresip (TLS) call each other through us, and two browsers each other, and hear each other; in a
# network namespace of our own, where nobody else can be reached.
cd "$(dirname "$0")" || exit 1
NAMESPACE=strowger-browser-$$
if [ "${1:-}" != inside ]; then
  npm ci --ignore-scripts --no-audit --no-fund --silent || exit 1
  ip netns add "$NAMESPACE" || exit 1
  trap 'ip netns del "$NAMESPACE"' EXIT
  # ICE takes no loopback addresses
  ip -n "$NAMESPACE" link set lo up &&
    ip -n "$NAMESPACE" link add phones0 type veth peer name phones1 &&
    ip -n "$NAMESPACE" address add 198.51.100.1/24 dev phones0 &&
    ip -n "$NAMESPACE" link set phones0 up &&
    ip -n "$NAMESPACE" link set phones1 up || exit 1
  ip netns exec "$NAMESPACE" "$PWD/run.sh" inside
  exit
fi
. "$PWD/../lib.sh"
. "$HERE/../baresip/phone.sh"
TALK_SECONDS=3
OURS=18080
FOREIGN=18081
ADDRESS=198.51.100.1
# what WebRTC demands of whoever talks to it
PHONE_LINES=$'module ice.so\nmodule dtls_srtp.so\nrtcp_mux yes'
ACCOUNT_PARAMETERS=';medianat=ice;mediaenc=dtls_srtp'

certificate "$ADDRESS"
cat > "$WORK/strowger.yaml" << YAML
domains: [$ADDRESS]
listen: [tls://$ADDRESS:15061, wss://$ADDRESS:15443]
tls: {certificates: {chain: chain.pem, key: key.pem}}
websocket: {origins: ["http://127.0.0.1:$OURS"]}
users: {alice: {password: wonder}, bob: {password: builder}, carol: {password: singer}}
YAML
serve server --config "$WORK/strowger.yaml"

key=$(openssl x509 -in "$WORK/chain.pem" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)
mkfifo "$WORK/commands"
exec {browsers}<> "$WORK/commands"
node browsers.js "$WORK" "wss://$ADDRESS:15443" "$ADDRESS" "$key" $OURS $FOREIGN <&"$browsers" > "$WORK/browsers.log" 2>&1 &
STARTED+=($!)
wait_for 20 "$WORK/browsers.log" ready || { failed "no browser can be started: $(cat "$WORK/browsers.log")"; exit 1; }
in_browser() { echo "$*" >&"$browsers"; }

# says WHO PATTERN CLAIM: within ten seconds
says() {
  if wait_for 10 "$WORK/$1.events" "$2"; then ok "$3"
  else failed "not so: $3; the last of $1 was: $(tail -1 "$WORK/$1.events" | cut -c1-200)"; fi
}

forget() {
  local name
  for name in "$@"; do : > "$WORK/$name.events"; done
}

# hears NAME: the page's own statistics; sound that is not silence came, 50 packets a second less the start
hears() {
  local least=$((TALK_SECONDS * 40)) said
  in_browser media "$1"
  wait_for 10 "$WORK/$1.events" '^sent '
  said=$(grep '^sent ' "$WORK/$1.events" | tail -1)
  if awk -v least=$least '{ exit !($2 > least && $4 > least && $6 > 0) }' <<< "${said:-sent 0 heard 0 energy 0}"; then ok "$1: $said"
  else failed "$1: ${said:-nothing was sent or heard}, expected more than $least packets each way and some energy"; fi
}

# rings CALLEE CALLER: in the callee's browser; then it is answered
rings() {
  says "$1" "^rings for sip:$2@" "$1's browser rings"
  in_browser answer "$1"
  says "$1" '^confirmed' "$1's browser has answered, and got the ACK"
}

phone bob builder 15445 880 15300 tls
in_browser open alice wonder $OURS
in_browser open carol singer $OURS
says alice '^registered' "alice's browser is registered by WSS"
says carol '^registered' "carol's browser is registered by WSS"
if wait_for 10 "$WORK/bob.log" '200 OK .*bindings?\]'; then ok "bob's baresip is registered by TLS"; else failed "bob is not registered"; fi
wait_for 5 "$WORK/bob.events" CONNECTED

forget alice bob
in_browser dial alice "sip:bob@$ADDRESS"
says alice '^progress 180' "alice calls bob: it rings"
says alice '^accepted' "alice calls bob: bob has answered"
says alice '^confirmed' "alice calls bob: the ACK has left"
says bob CALL_ESTABLISHED "alice calls bob: the ACK has come"
sleep $TALK_SECONDS
hears alice
in_browser picture alice
in_browser hang alice
says alice '^ended by local' "alice has hung up"
says bob CALL_CLOSED "bob has heard of it"
sleep 0.5
heard bob

forget alice bob
dial bob "sip:alice@$ADDRESS:15061;transport=tls"
rings alice bob
says bob CALL_RINGING "bob calls alice: it rings"
says bob CALL_ESTABLISHED "bob calls alice: alice has answered"
sleep $TALK_SECONDS
hears alice
hang_up bob
says bob CALL_CLOSED "bob has hung up"
says alice '^ended by remote' "alice has heard of it"
sleep 0.5
heard bob

# from CALLER CALLEE WHO_HANGS_UP: between browsers
between() {
  local caller=$1 callee=$2 tired=$3 other=$1
  [ "$tired" = "$caller" ] && other=$callee
  forget "$caller" "$callee"
  in_browser dial "$caller" "sip:$callee@$ADDRESS"
  says "$caller" '^progress 180' "$caller calls $callee: it rings"
  rings "$callee" "$caller"
  says "$caller" '^confirmed' "$caller calls $callee: $callee has answered"
  sleep $TALK_SECONDS
  hears "$caller"
  hears "$callee"
  in_browser hang "$tired"
  says "$tired" '^ended by local' "$tired has hung up"
  says "$other" '^ended by remote' "$other has heard of it"
}
between alice carol carol
between carol alice carol

# is_gone WHO PATTERN: a call to carol has just begun; its end comes at once
is_gone() {
  local began=$EPOCHREALTIME
  says "$1" "$2" "$1 calls carol, whose browser is closed, and is told so"
  local millis=$(((${EPOCHREALTIME/[.,]/} - ${began/[.,]/}) / 1000))
  if [ $millis -lt 2000 ]; then ok "after $millis ms"; else failed "only after $millis ms"; fi
}
in_browser close carol
says carol '^closed' "carol's browser is closed"
forget alice bob
in_browser dial alice "sip:carol@$ADDRESS"
is_gone alice '^failed 4[38]0 '
dial bob "sip:carol@$ADDRESS:15061;transport=tls"
is_gone bob 'CALL_CLOSED.*4[38]0 '

in_browser open carol rabbit $OURS
says carol '^registration failed 40[13]' "a wrong password is refused"
in_browser open eve wonder $FOREIGN
says eve '^disconnected' "a page of another origin gets no WebSocket"
if grep -q '^connected' "$WORK/eve.events"; then failed "but it got one"; fi
in_browser picture eve
in_browser close alice
says alice '^closed' "that is all"
[ -z "${PICTURES:-}" ] || cp "$WORK"/*.png "$PICTURES"
finish
