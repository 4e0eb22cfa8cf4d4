# A restart under socket activation loses no look-up and no registration: what comes meanwhile waits in the sockets, which stay open.
# Every look-up is sent once.   restart_activated.sh [TIMES]
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3 rpcinfo
[ "$SUBJECT" = portmapper ] || skip "it is ours whose restarts are looked at"
times=${1:-5}
first_come=536871170

serving() { [ "$(grep -c '^portmapper: serving' "$WORK/subject.log")" -ge "$1" ]; }

/usr/bin/python3 "$here/behind_sockets.py" "$PORTMAPPER" serve >>"$WORK/subject.log" 2>&1 &
subject_pid=$!
wait_for 30 serving 1
new_user alice 1001
as_user alice /usr/bin/python3 "$here/take_over.py" serve $first_come 1 tcp 20001 >"$WORK/service.log" 2>&1 &
wait_for 30 grep -q '^open TRUE' "$WORK/service.log"

/usr/bin/python3 "$here/take_over.py" watch 20 >"$WORK/watch.log" 2>&1 &
watch=$!
wait_for 30 grep -q watching "$WORK/watch.log"
for ((i = 1; i <= times; i++)); do
    kill -HUP $subject_pid
    wait_for 30 serving $((i + 1))
    expect "what is registered after restart $i" "$(registered $first_come 1 tcp 1001)" "$(registrations $first_come)"
done
kill -TERM $watch
wait $watch || fail "the watch ended with $?"
sed -n "s/^\(udp\|tcp\|local\):/$times restarts behind open sockets, \1:/p" "$WORK/watch.log" | tee -a "$TRANSCRIPT"
for netid in udp tcp local; do
    expect_match "the look-ups over $netid" "^$netid: [0-9]+ look-ups, 0 failed," "$(cat "$WORK/watch.log")"
done
stop_subject
