#!/usr/bin/env bash
# What Strowger costs under load, beside Kamailio and a bare relay, alternating. Everything stays on loopback.
#
#   bench/load/run.sh [--quick] [PHASE...]
#
#   --quick    one repetition of a few phases behind half of the warm-up, in some five minutes: ranks, not figures
#   PHASE      saturated paced pinned rates usrloc options register max loops ports memory start tcp jain; all without one
#
#   REPS=5                 repetitions
#   STROWGER=PATH          another launcher than this checkout's
#   KAMAILIO=PATH          another Kamailio than that on the PATH
#   KAMAILIO_NEWER=PATH    a second one, measured beside it where calls are saturated, paced or pinned
#   BENCH_LOCK=FILE        locked around each repetition, where several people measure on one machine
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$here" || exit 1
# shellcheck source=SCRIPTDIR/../machine.sh
. "$here/../machine.sh"

quick=
if [[ ${1:-} == --quick ]]; then
    quick=yes
    shift
fi
phases=("$@")
if ((${#phases[@]} == 0)); then
    phases=(saturated paced pinned rates usrloc options register max loops ports memory start tcp jain)
    [[ -z $quick ]] || phases=(saturated paced options register start)
fi
for phase in "${phases[@]}"; do
    [[ " saturated paced pinned rates usrloc options register max loops ports memory start tcp jain " == *" $phase "* ]] ||
        { echo "no phase \"$phase\"; see the head of $0" >&2; exit 2; }
done

missing() {
    local tool
    for tool in gcc kamailio python3; do
        command -v $tool >/dev/null || [[ $tool == kamailio && -n ${KAMAILIO:-} ]] || echo $tool
    done
}
absent=$(missing)
if [[ -n $absent ]]; then
    echo "missing; on Debian: apt-get install ${absent//$'\n'/ }" >&2
    exit 1
fi

mkdir -p build/data results
gcc -O2 -w -o build/relay relay.c && gcc -O2 -w -o build/sipload sipload.c || exit 1
export STROWGER=${STROWGER:-$root/strowger} KAMAILIO=${KAMAILIO:-kamailio}
jdk=$("$root/.mvn/jdk25") || exit 1
export JAVA=$jdk/bin/java JAIN="$root/bench/target/micro/lib/*"
# built now, and not while something is measured
"$STROWGER" --version </dev/null >/dev/null || exit 1

name=$(date +%Y%m%d-%H%M%S)-$(commit_of "$root")
machine=$(describe_machine "$root" "$jdk")
out=$here/results/load-$name.jsonl

# measure LABEL TARGETS OPTION...: one scenario, all targets in turn
measure() {
    local label=$1 targets=$2
    shift 2
    python3 measure.py run --reps "${REPS:-$repetitions}" --heat "$heat" --label "$label" --targets "$targets" --out "$out" "$@"
}

# calls LABEL TARGETS RATE OPTION...: 0 is saturated, with 64 calls open
calls() {
    local label=$1 targets=$2 rate=$3
    shift 3
    if ((rate == 0)); then
        measure "$label" "$targets" --scenario call --rate 0 --window 64 --calls $((30000 / scale)) "$@"
    else
        measure "$label" "$targets" --scenario call --rate "$rate" --calls $((rate * 8 / scale)) "$@"
    fi
}

repetitions=5 scale=1 heat=1
[[ -z $quick ]] || repetitions=1 scale=3 heat=0.5
peers=relay,kamailio,strowger
newer=${KAMAILIO_NEWER:+,kamailio-newer}

saturated() { calls "" "$peers$newer" 0; }
paced() { calls "" "$peers$newer" 2000; }
# the server alone on one processor, the generator on the other: wake-ups always cross, and runs repeat best
pinned() {
    (($(nproc) > 1)) || { echo "one processor: nothing to pin" >&2; return; }
    local rate
    for rate in 0 2000; do calls pinned "relay,kamailio-1,strowger${newer:+$newer-1}" $rate --pin 1:0; done
}
rates() {
    local rate
    for rate in 10 100 500 1000 4000 10000; do calls "" $peers $rate; done
}
usrloc() {
    local users
    for users in 1000 $((100000 / scale)); do
        measure "$users registered" kamailio-usrloc,strowger-usrloc --scenario call-usrloc --users $users --rate 2000 \
            --calls $((14000 / scale))
    done
}
options() {
    measure "" $peers --scenario options --rate 5000 --calls $((40000 / scale))
    measure "" $peers --scenario options --rate 0 --window 64 --calls $((300000 / scale))
}
register() {
    local pair=kamailio-usrloc,strowger-usrloc
    [[ -n $quick ]] || measure new $pair --scenario register --rate 5000 --calls 100000 --users 100000 --heat-users 1000000
    measure refreshed $pair --scenario register --rate 5000 --calls $((40000 / scale)) --users $((20000 / scale))
    measure digest kamailio-auth,strowger-auth --scenario register-auth --rate 4000 --calls $((40000 / scale)) \
        --users $((20000 / scale))
}
max() {
    python3 measure.py ramp --heat "$heat" --reps "${REPS:-$repetitions}" --from $((10000 * scale)) --step $((1000 * scale)) --to 40000 \
        --targets $peers --out "$out"
}
loops() {
    calls "" relay,kamailio,strowger,strowger-2-loops,strowger-4-loops 0 --ports 16
    calls "" strowger,strowger-2-loops,strowger-4-loops 2000 --ports 16
}
ports() {
    local count
    for count in 1 64; do calls "$count source ports" kamailio,strowger,strowger-2-loops 0 --ports $count; done
}
memory() {
    local count
    for count in $((100000 / scale)) $((1000000 / scale)); do
        python3 measure.py mem --regs $count --out "$out" --targets kamailio-usrloc-lazy,strowger-usrloc
    done
    python3 measure.py mem --holds $((50000 / scale)) --rate 2500 --settle 40 --out "$out" --targets kamailio-lazy,strowger
}
start() { python3 measure.py start --reps "${REPS:-$repetitions}" --out "$out" --targets kamailio-lazy,strowger; }
# sixteen callers' connections, which stand before the first call
tcp() {
    local rate
    for rate in 1000 2000; do calls TCP kamailio-tcp,strowger-tcp $rate --transport tcp --ports 16; done
}
jain() {
    [[ -d $root/bench/target/micro/lib ]] || { echo "jain: run bench/micro once, which fetches JAIN-SIP" >&2; return; }
    measure "" jain-sip,strowger --scenario call --rate 0 --window 16 --calls $((10000 / scale))
}

for phase in "${phases[@]}"; do
    echo "== $phase"
    "$phase"
done

{
    echo "# Load, $name"
    echo
    echo "$machine" | sed 's/^/    /'
    [[ -z $quick ]] || echo "    --quick: one short repetition, half of the warm-up: a server on a virtual machine of Java is barely compiled, and costs more than it will"
    echo "    kamailio $($KAMAILIO -v 2>/dev/null | head -n 1)"
    [[ ! -s $out ]] || python3 summary.py "$out"
} >"results/load-$name.md"
cat "results/load-$name.md"
echo
echo "results: $out and load-$name.md beside it"
