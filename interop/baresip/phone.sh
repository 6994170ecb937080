# A headless baresip each; source it behind lib.sh. Sound is a sine of its own pitch, heard sound goes nowhere, commands go by ctrl_tcp.
PHONES=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# where the server and the phones are; and more lines of a phone's configuration, more parameters of its account
ADDRESS=127.0.0.1
PHONE_LINES=
ACCOUNT_PARAMETERS=

# server_at TRANSPORT
server_at() {
  if [ "$1" = tls ]; then echo "$ADDRESS:15061"; else echo "$ADDRESS:15060"; fi
}

# phone NAME PASSWORD CONTROL_PORT PITCH FIRST_PORT TRANSPORT
phone() {
  local name=$1 password=$2 control=$3 pitch=$4 port=$5 transport=$6
  local home=$WORK/$name.$transport.$port
  mkdir -p "$home"
  cat > "$home/config" <<CONFIG
poll_method epoll
sip_listen $ADDRESS:$port
sip_cafile $WORK/chain.pem
net_interface $ADDRESS
call_local_timeout 120
call_max_calls 4
statmode_default off
audio_player aubridge,nil$name
audio_source ausine,$pitch
audio_alert aubridge,nil$name
audio_level no
ausrc_srate 48000
auplay_srate 48000
ausrc_channels 2
rtp_ports $((port + 10))-$((port + 60))
rtp_stats yes
module_path $(ls -d /usr/lib/baresip/modules /usr/lib/*/baresip/modules 2> /dev/null | head -1)
module g711.so
module aubridge.so
module ausine.so
module uuid.so
module_app account.so
module_app contact.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:$control
$PHONE_LINES
CONFIG
  echo "<sip:$name@$(server_at "$transport");transport=$transport>;auth_user=$name;auth_pass=$password;answermode=auto;regint=60;audio_codecs=pcmu,pcma$ACCOUNT_PARAMETERS" \
    > "$home/accounts"
  : > "$home/contacts"
  : > "$WORK/$name.events"
  start "$name" stdbuf -oL baresip -4 -f "$home"
  PHONE[$name]=$LAST_PID
  mkfifo "$home/commands"
  exec {pipe}<> "$home/commands"
  COMMANDS[$name]=$pipe
  python3 "$PHONES/control.py" "$control" "$WORK/$name.events" <&"$pipe" &
  STARTED+=($!)
  CONTROL[$name]=$!
}
declare -A PHONE COMMANDS CONTROL

dial() { echo "dial $2" >&"${COMMANDS[$1]}"; }
hang_up() { echo hangup >&"${COMMANDS[$1]}"; }

put_away() {
  kill "${PHONE[$1]}" "${CONTROL[$1]}" 2> /dev/null
  wait "${PHONE[$1]}" "${CONTROL[$1]}" 2> /dev/null
}

# heard NAME: the last call's RTP went both ways, 50 packets a second less the start
heard() {
  local counts least=$((TALK_SECONDS * 40))
  counts=$(grep -aE '^packets:' "$WORK/$1.log" | tail -1 | grep -oE '[0-9]+' | head -2 | tr '\n' ' ')
  set -- "$1" $counts
  if [ "${2:-0}" -gt $least ] && [ "${3:-0}" -gt $least ]; then ok "$1 sent $2 and heard $3 RTP packets"
  else failed "$1 sent ${2:-0} and heard ${3:-0} RTP packets, expected more than $least"; fi
}
