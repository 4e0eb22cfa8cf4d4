# How fast a hundred registrants are acknowledged at once, and how long it takes to come back with what they registered.   COUNT: default 10000
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3
count=${1:-10000} rounds=3

start_subject
coproc REGISTRANTS { PYTHONPATH=$here/attacks exec /usr/bin/python3 "$here/registrants.py" "$count" 100 $rounds 2>"$WORK/registrants.log"; }
for _ in $(seq $rounds); do
    read -r -t 120 said <&"${REGISTRANTS[0]}" || fail "the registrants ended"
    echo "$said" | tee -a "$TRANSCRIPT"
done
if [ "$SUBJECT" = portmapper ]; then # rpcbind keeps nothing
    kill -KILL $subject_pid
    wait $subject_pid 2>/dev/null || true
    start_subject
    said=$(grep -o "[0-9]* of [0-9]* bindings came back.*" "$WORK/subject.log")
    echo "$said" | tee -a "$TRANSCRIPT"
    expect "what came back" "$count of $count" "${said%% bindings*}"
    step "$(stat -c '%n has %s bytes' /run/portmapper/bindings)"
fi
exec {REGISTRANTS[1]}>&-
stop_subject
