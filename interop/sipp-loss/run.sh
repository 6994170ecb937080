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
calls udp u1 15070 service
resent=$(column "$WORK/udp-uac.csv" 'Retransmissions(C)')
if [ "${resent:-0}" -gt 0 ]; then
  ok "datagrams really were lost: the caller retransmitted $resent messages"
else
  failed "nothing was lost, so nothing was proven"
fi
finish
