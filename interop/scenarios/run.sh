#!/usr/bin/env bash
# Plays scenarios of SIP's finer points against a real server, on sockets: run.sh [--server kamailio] [NAME...]; README.md says more.
exec python3 -B "$(dirname "${BASH_SOURCE[0]}")/play.py" "$@"
