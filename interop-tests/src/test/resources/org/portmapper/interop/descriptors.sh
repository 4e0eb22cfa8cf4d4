# File descriptors run out: everybody who is connected is served on, and so is UDP; accepting rests without spinning, and goes on when there are
# descriptors again. The time of the processor that the subject takes meanwhile is printed.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs gcc /usr/bin/python3 prlimit rpcinfo
export PYTHONDONTWRITEBYTECODE=1
seconds=4

gcc -O2 -o "$WORK/load" "$here/hostile/load.c"
# rpcbind gives up root at its start, and its limit could not be changed then.
[ "$SUBJECT" = portmapper ] || subject_through=(prlimit --nofile=40)
start_subject
coproc CLIENTS { /usr/bin/python3 "$here/hostile/clients.py" 2>"$WORK/clients.log"; }
ask() { # WHAT: each client that was connected from the start makes a call
    echo ask >&"${CLIENTS[1]}"
    read -r -t 30 said <&"${CLIENTS[0]}"
    if [ "$SUBJECT" = rpcbind ]; then
        step "$1: $said"
    else
        expect "$1" "local tcp udp answered" "$said"
    fi
}
ask before

open_files() { find /proc/$subject_pid/fd | wc -l; }
spent() { awk '{ print $14 + $15 }' /proc/$subject_pid/stat; }
[ "$SUBJECT" = rpcbind ] || prlimit --pid $subject_pid --nofile=$(($(open_files) + 20)):
"$WORK/load" idle 127.0.0.1 500 0.0.0.0 1 >"$WORK/load.log" 2>&1 &
load=$!
out_of_descriptors() { [ "$(open_files)" -ge "$(awk '/open files/ { print $4 }' /proc/$subject_pid/limits)" ]; }
if [ "$SUBJECT" = portmapper ]; then
    wait_for 30 out_of_descriptors
else
    wait_for 30 grep -q '^ready' "$WORK/load.log"
fi
step "the subject has $(open_files) descriptors open"
ask "without a descriptor"
before=$(spent)
for _ in $(seq $seconds); do
    ask "without a descriptor"
    sleep 1
done
echo "$SUBJECT without a descriptor: $((100 * ($(spent) - before) / ($(getconf CLK_TCK) * seconds))) % of a processor in $seconds s" | tee -a "$TRANSCRIPT"

kill -TERM $load
wait $load || true
if [ "$SUBJECT" = rpcbind ]; then exit 0; fi # it may have stopped to listen
wait_for 30 rpcinfo -T tcp 127.0.0.1 100000 4
wait_for 30 rpcinfo
ask after
expect "lines in the log for it" 1 "$(grep -c 'accepting connections rests' "$WORK/subject.log")"
stop_subject
