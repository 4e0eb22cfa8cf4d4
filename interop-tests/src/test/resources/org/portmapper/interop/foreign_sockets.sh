# What the daemon spends on sockets of this host that nobody has registered: while 10,000 of them are open, and while another user opens and closes them as fast as
# it can; with 0, 10 and 10,000 bindings. Prints the processor time of all its threads, and how long a UDP look-up takes meanwhile; asserts only that every look-up
# is answered right.   SECONDS SOCKETS: of each measurement, default 2 and 10000
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs gcc /usr/bin/python3 setpriv
seconds=${1:-2} sockets=${2:-10000}
program=0x20000000 port=1024 # as register.py registers it
export PYTHONDONTWRITEBYTECODE=1
ulimit -n "$(ulimit -H -n)"
[ "$(ulimit -n)" -ge $((sockets + 100)) ] || skip "needs to open $((sockets + 100)) files (ulimit -H -n)"

gcc -O2 -o "$WORK/sockets" "$here/foreign/sockets.c"
gcc -O2 -o "$WORK/lookups" "$here/hostile/lookups.c"

spent() { # nanoseconds of all its threads
    cat /proc/$subject_pid/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f", sum }'
}

measure() { # WHAT [KIND]: for so many seconds, without and with sockets of a kind that come and go
    local before lookups destroyed=0 churn=
    before=$(spent)
    if [ $# -gt 1 ]; then
        as_nobody "$WORK/sockets" "$2" "$sockets" "$seconds" >"$WORK/churned" &
        churn=$!
    fi
    lookups=$("$WORK/lookups" 127.0.0.1 111 $program $port 200 "$seconds")
    if [ -n "$churn" ]; then
        wait $churn
        destroyed=$(tail -n 1 "$WORK/churned")
    fi
    awk -v who="$SUBJECT, $bindings bindings, $1" -v spent=$(($(spent) - before)) -v seconds="$seconds" -v destroyed="$destroyed" -v lookups="${lookups%, *}" 'BEGIN {
        each = destroyed > 0 ? sprintf("%d ended, %.2f us each", destroyed, spent / 1e3 / destroyed) : ""
        printf "%-58s %6.0f us of processor time in a second; %-34s %s\n", who, spent / 1e3 / seconds, each, lookups
    }' | tee -a "$TRANSCRIPT"
    [ "$bindings" -eq 0 ] || expect_match "look-ups" ' 0 wrong' "$lookups"
}

open_sockets root tcp/$port
for bindings in 0 10 10000; do
    start_subject
    [ $bindings -eq 0 ] || /usr/bin/python3 "$here/hostile/register.py" $bindings
    "$WORK/lookups" 127.0.0.1 111 $program $port 1000 2 >"$WORK/warm_up" # a daemon that has just started compiles
    measure "alone"
    as_nobody "$WORK/sockets" tcp "$sockets" 0 >"$WORK/kept" &
    kept=$!
    wait_for 60 grep -q open "$WORK/kept"
    measure "$sockets sockets of others open"
    kill $kept
    wait $kept 2>/dev/null || true
    for kind in udp tcp; do
        measure "$kind sockets of others come and go" $kind
    done
    kill -KILL $subject_pid
    wait $subject_pid 2>/dev/null || true
    [ "$SUBJECT" = rpcbind ] || rm -rf /run/portmapper
done
