# Calls that were queued before the daemon started to mark datagrams with their senders, as systemd queues them while it restarts: nobody can
# tell whose they are, so look-ups are answered and changes are not, and a client that sends its SET again is told TRUE.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3
[ "$SUBJECT" = portmapper ] || skip "rpcbind does not mark datagrams"

PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$here/early_calls.py" "$PORTMAPPER" serve --listen 127.0.0.1 --socket /run/rpcbind.sock \
    >"$WORK/early.log" 2>&1 &
subject_pid=$!
early_is_over() { grep -qE '^(the look-up|FAILED|Traceback)' "$WORK/early.log"; }
wait_for 60 early_is_over
expect_match "what the early client says" '^the look-up was answered, and the SET when it was sent again' "$(cat "$WORK/early.log")"
expect_match "how loopback UDP is proven" 'loopback UDP: the mark' "$(cat "$WORK/early.log")"
stop_subject
