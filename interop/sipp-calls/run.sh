#!/usr/bin/env bash
# sipp's built-in scenarios through us: no failed call, no retransmission.
. "$(dirname "$0")/../lib.sh"
. "$HERE/../sipp.sh"

cat > "$WORK/strowger.yaml" <<'YAML'
# a switch in front of one gateway, no registrations, nobody challenged
listen: [udp://127.0.0.1:15060, tcp://127.0.0.1:15060]
authentication: off
routes:
  - when: {user: "tcp*"}
    forward: sip:127.0.0.1:15071;transport=tcp
  - forward: sip:127.0.0.1:15070
YAML
serve server --config "$WORK/strowger.yaml"
calls udp u1 15070 service
no_retransmissions udp
calls tcp t1 15071 tcp-service
no_retransmissions tcp
finish
