# The sockets are open before the subject starts, as systemd passes them: it serves these, and leaves their path in place.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=activated.sh
. "$here/activated.sh"
needs rpcinfo

install -d -o _rpc /run/rpcbind 2>/dev/null || true # rpcbind's folder, where rpcbind is installed
case $SUBJECT in
rpcbind) start_activated rpcbind -f ;;
*) start_activated "$PORTMAPPER" serve ;;
esac

expect "rpcinfo -s" "100000 2,3,4 local,udp,tcp,udp6,tcp6 portmapper superuser" \
    "$(rpcinfo -s | awk '$1 == 100000 { print $1, $2, $3, $4, $5 }')"
for netid in tcp udp; do
    expect "rpcinfo -T $netid" "program 100000 version 4 ready and waiting" "$(rpcinfo -T $netid 127.0.0.1 100000 4)"
    expect "rpcinfo -T ${netid}6" "program 100000 version 4 ready and waiting" "$(rpcinfo -T ${netid}6 ::1 100000 4)"
done
expect "sockets of port 111" 4 "$(ss -lntuH | grep -c ':111 ')"

kill -TERM $subject_pid
wait $subject_pid || fail "$SUBJECT ended with $? after SIGTERM"
[ -S /run/rpcbind.sock ] || fail "$SUBJECT removed a socket that it had not made"
