# A disk without room: no change is accepted, what was there stays, look-ups go on; and with room all is well again, after a kill too.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs /usr/bin/python3

exit_code() { # COMMAND...
    local status=0
    "$@" >>"$WORK/said.log" 2>&1 || status=$?
    echo $status
}
register() { exit_code "$PORTMAPPER" register 0x20000900 "$1" tcp 0.0.0.0:7001; }
unregister() { exit_code "$PORTMAPPER" unregister 0x20000900 "$1" tcp; }
versions() { registrations $((0x20000900)) | cut -d ' ' -f 2 | xargs; }

mkdir /run/portmapper
mount -t tmpfs -o size=64k,mode=755 tmpfs /run/portmapper
start_subject
coproc SERVICE { exec /usr/bin/python3 "$here/sockets.py" tcp/7001; }
read -r -t 60 _ <&"${SERVICE[0]}"

expect "register with room" 0 "$(register 1)"
head -c 1M /dev/zero >/run/portmapper/filler 2>/dev/null || true
step "$(df -h --output=avail /run/portmapper | xargs)"
expect "register without room" 1 "$(register 2)"
expect "unregister without room" 1 "$(unregister 1)"
expect "what is registered" 1 "$(versions)"
expect_match "the log" 'cannot be saved, so no change is accepted.*No space left on device' "$(cat "$WORK/subject.log")"

rm /run/portmapper/filler
expect "register with room again" 0 "$(register 3)"
kill -KILL $subject_pid
wait $subject_pid || true
start_subject
expect "what came back" "1 3" "$(versions)"
stop_subject
