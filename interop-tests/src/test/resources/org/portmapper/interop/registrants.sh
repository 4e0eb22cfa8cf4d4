# How fast a hundred registrants are acknowledged at once, and how long it takes to come back with what they registered.   COUNT: default 10000
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3
count=${1:-10000}

start_subject
for _ in 1 2 3; do
    said=$(PYTHONPATH=$here/attacks /usr/bin/python3 "$here/registrants.py" "$count" 100 2>"$WORK/registrants.log") || fail "the registrants ended"
    echo "$said" | tee -a "$TRANSCRIPT"
done
if [ "$SUBJECT" = portmapper ]; then
    # Registered by a process that has ended: they do not come back, but all of them are looked for.
    stop_subject
    stat -c '%n %s bytes' /run/portmapper/bindings
    start_subject
    grep -E 'came back' "$WORK/subject.log"
fi
stop_subject
