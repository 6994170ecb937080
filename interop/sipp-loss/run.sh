#!/usr/bin/env bash
# The same calls with 1 % of all datagrams lost, in a network namespace of our own: retransmission saves them.
NAMESPACE=strowger-loss-$$
if [ "${1:-}" != inside ]; then
  ip netns add "$NAMESPACE" || exit 1
  trap 'ip netns del "$NAMESPACE"' EXIT
  ip netns exec "$NAMESPACE" ip link set lo up
  ip netns exec "$NAMESPACE" nft -f - << 'RULES' || exit 1
table inet loss {
  chain arriving {
    type filter hook input priority 0;
    iif lo meta l4proto udp numgen random mod 100 == 0 drop
  }
}
RULES
  ip netns exec "$NAMESPACE" "$0" inside
  exit
fi
. "$(dirname "$0")/../lib.sh"
. "$HERE/../sipp.sh"

cat > "$WORK/strowger.yaml" <<'YAML'
listen: [udp://127.0.0.1:15060]
authentication: off
routes:
  - forward: sip:127.0.0.1:15070
YAML
serve server --config "$WORK/strowger.yaml"
# sipp gives a call up where SIP goes on: the callee when an INVITE comes again because its answers were lost, the caller when a BYE is
# answered 100 first, which RFC 4320 §4.1 asks of us after 3.5 s. Let it pass over these; a call that does not end still fails.
SIPP_OPTIONS=(-default_behaviors all,-abortunexp)
calls udp u1 15070 service
resent=$(column "$WORK/udp-uac.csv" 'Retransmissions(C)')
if [ "${resent:-0}" -gt 0 ]; then
  ok "datagrams really were lost: the caller retransmitted $resent messages"
else
  failed "nothing was lost, so nothing was proven"
fi
finish
