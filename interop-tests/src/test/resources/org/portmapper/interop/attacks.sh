# What an unprivileged process can take that is not its own: attacks/attacks.py has the attacks.   attacks.sh [MODE [GROUP...]]
#   default        as root, with all capabilities
#   no-cap-bpf     as root, without what it takes to mark loopback datagrams
#   no-cap-ptrace  as root, without what it takes to look into the processes of others
#   activated      as user _rpc, without any capability, behind sockets that were open before
# GROUP: functions that attacks.py names; all by default.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
# shellcheck source=activated.sh
. "$here/activated.sh"
needs /usr/bin/python3 rpc.statd rpc.mountd rpcinfo setpriv
mode=${1:-default}
shift || true

# A host has more than one address at which any user may bind.
ip address add fd77::2/128 dev lo nodad
case $mode in no-cap-bpf | activated) export MARKS=no ;; esac
case $mode in
default) ;;
no-cap-bpf) subject_through=(setpriv --bounding-set "-bpf,-net_admin,-sys_admin") ;;
no-cap-ptrace) subject_through=(setpriv --bounding-set "-sys_ptrace,-dac_read_search") ;;
activated)
    getent passwd _rpc >/dev/null || skip "needs the user _rpc of the package rpcbind (interop-tests/install-needs installs it)"
    install -d -o _rpc /run/portmapper
    start_activated --abstract setpriv --reuid _rpc --regid nogroup --clear-groups --bounding-set -all "$PORTMAPPER" serve
    ;;
*) fail "mode: $mode (expected: default, no-cap-bpf, no-cap-ptrace or activated)" ;;
esac
[ "$mode" = activated ] || start_subject
words_programs
step "the attacks begin"

status=0
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$here/attacks/attacks.py" "$SUBJECT" "$WORK" "$@" | tee "$WORK/rows" || status=$?
grep -E '^(SUM|rpcbind let) ' "$WORK/rows" >"$TRANSCRIPT" || fail "the attacks did not come to their end"
if [ $status -ne 0 ] && [ "$SUBJECT" != rpcbind ]; then
    echo "--- what has to be looked at:"
    grep -E ' TAKEN | BROKEN: ' "$WORK/rows" || true
fi
[ $status -eq 0 ] || fail "attacks.py ended with $status"
kill -0 $subject_pid 2>/dev/null || fail "$SUBJECT ended"
