# The daemons of nfs-utils and quota: rpc.statd (as user statd) and sm-notify from a second host, rpc.mountd, rpc.rquotad.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs rpc.statd sm-notify rpc.mountd exportfs showmount rpc.rquotad perl /var/lib/nfs
perl -MQuota -e 1 2>/dev/null || skip "needs the Perl module Quota (interop-tests/install-needs installs it)"

start_capture
start_subject
second_host

# rpc.statd gives up root before it registers, so its owner is a uid.
statd_uid=$(id -u statd)
rpc.statd -F -d --no-notify 2>"$WORK/statd.log" &
statd=$!
wait_for 30 listed 100024 1 tcp6
expect "the registrations of rpc.statd" "$(registered 100024 1 "$inet" "$statd_uid")" "$(registrations 100024)"
second=$(rpc.statd -F --no-notify 2>&1) && fail "a second rpc.statd starts although one is registered: $second"
expect "what a second rpc.statd says" "Statd service already running!" "$second"

# sm-notify asks the peer's portmapper for its statd and tells it that the host with the peer's clients was restarted.
# shellcheck disable=SC2016 # expanded on the second host
on_host_b bash -c '
    mkdir -p /run/sm/sm /run/sm/sm.bak
    echo "0100007f 000186b5 00000003 00000010 00000000000000000000000000000000 hosta hostb" >/run/sm/sm/hosta
    chown -R statd /run/sm
    exec sm-notify -d -f -P /run/sm -v hostb' >"$WORK/sm-notify.log" 2>&1
expect_match "the log of sm-notify" 'Host hosta notified successfully' "$(cat "$WORK/sm-notify.log")"
expect_match "the log of rpc.statd" 'Received SM_NOTIFY from hostb' "$(cat "$WORK/statd.log")"
kill -TERM $statd
wait_for 30 not_listed 100024
step "rpc.statd and sm-notify: done"

mkdir "$WORK/export"
echo "$WORK/export *(ro,fsid=7,no_subtree_check)" >/etc/exports
exportfs -r
rpc.mountd -F 2>"$WORK/mountd.log" &
mountd=$!
wait_for 30 listed 100005 3 tcp6
expect "the registrations of rpc.mountd" "$(registered 100005 "1 2 3" "$inet" superuser)" "$(registrations 100005)"
expect "showmount -e 127.0.0.1" "$WORK/export *" "$(showmount --no-headers -e 127.0.0.1)"
expect "showmount -e ::1" "$WORK/export *" "$(showmount --no-headers -e ::1)"
expect "showmount -e hosta on hostb" "$WORK/export *" "$(on_host_b showmount --no-headers -e hosta)"
kill -TERM $mountd
wait_for 30 not_listed 100005
step "rpc.mountd and showmount: done"

quota_of() { # HOST: what rpc.rquotad there answers about a file system that has no quota
    # shellcheck disable=SC2016 # Perl's variables
    perl -MQuota -e 'Quota::rpcquery($ARGV[0], $ARGV[1], 0); print Quota::strerr()' "$1" "$WORK/export"
}
expect "a quota query while rpc.rquotad is down" "RPC: Program not registered" "$(quota_of 127.0.0.1)"
rpc.rquotad -F 2>"$WORK/rquotad.log" &
wait_for 30 listed 100011 2 tcp6
wait_for 30 listed 100011 2 udp6
expect "the registrations of rpc.rquotad" "$(registered 100011 "1 2" "$inet" superuser)" "$(registrations 100011)"
expect "a quota query" "Quotas not enabled, no quota for this user" "$(quota_of 127.0.0.1)"
step "rpc.rquotad: done"
end_capture
