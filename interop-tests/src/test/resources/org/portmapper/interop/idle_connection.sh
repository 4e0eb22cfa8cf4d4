# The kernel's NFS server keeps one local connection for as long as it runs, and says nothing on it from its start to its end. Whoever
# closes it in between never hears of the end.   IDLE: seconds (default: 75)
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
idle=${IDLE:-75}

start_subject
words_programs

coproc NFS { "$WORK/one-connection" 2>"$WORK/nfs.log"; }
read -r -t 30 said <&"${NFS[0]}"
expect "what registering says" "registered TRUE TRUE TRUE TRUE" "$said"
expect "the registrations" "$(registered 100003 "3 4" "tcp udp" superuser)" "$(registrations 100003)"
step "registered; now nothing is said for $idle s"

sleep "$idle"
expect "the registrations" "$(registered 100003 "3 4" "tcp udp" superuser)" "$(registrations 100003)"
echo >&"${NFS[1]}"
read -r -t 30 said <&"${NFS[0]}"
expect "what unregistering says" "removed TRUE TRUE" "$said"
# Its sockets are still open: what is gone has been removed.
expect "the registrations" "" "$(registrations 100003)"
stop_subject
