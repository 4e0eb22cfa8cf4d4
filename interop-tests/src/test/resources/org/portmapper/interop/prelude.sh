# shellcheck shell=bash
# Sourced by every test script in its first line. Outside the sandbox it starts the same script again inside one, so that a script
# never touches the host, however it is started:   SUBJECT=rpcbind bash nfs_ganesha.sh
#
# Inside, the script has: its own network with nothing but lo, its own pids (all end with the script), its own host name, an empty
# /run, copies of what the programs write in /etc and /var, all else but /tmp read-only, and the folder $WORK for its files.
# Exit codes: 0 passed, 77 a need is missing, 137 took too long, anything else failed. Environment:
#   SUBJECT      rpcbind or portmapper; where a script sources peers.sh also jportmap or oncrpc4j
#   PORTMAPPER   the start script of our daemon          (default: the one that 'mvn package' lays out in this repository)
#   CLASSES      class path of the Java programs, split by ':'   (java_programs.sh knows a default)
#   TRANSCRIPT   a file for what must be equal for both subjects (default: none)
#   LIMIT        seconds that the script may take        (default: 180)
set -Eeuo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
repository=$(cd "$here/../../../../../../.." && pwd)
SUBJECT=${SUBJECT:?rpcbind or portmapper}
PORTMAPPER=${PORTMAPPER:-$repository/portmapper/target/dist/bin/portmapper}
TRANSCRIPT=${TRANSCRIPT:-/dev/null}
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin

skip() { # REASON
    echo "SKIP: $*"
    exit 77
}

if [ -z "${IN_SANDBOX:-}" ]; then
    [ "$(uname)" = Linux ] || skip "needs Linux namespaces"
    [ "$(id -u)" -eq 0 ] || skip "needs root: it makes network, mount and pid namespaces"
    unshare -n -m -p -u --fork true 2>/dev/null || skip "this machine does not let root make namespaces (unshare -n -m -p -u)"
    [ "$SUBJECT" != portmapper ] || [ -x "$PORTMAPPER" ] || skip "$PORTMAPPER is not there: build it with 'mvn package'"
    script=$here/$(basename "$0")
    exec timeout --foreground -s KILL "${LIMIT:-180}" \
        env IN_SANDBOX=yes SUBJECT="$SUBJECT" PORTMAPPER="$PORTMAPPER" TRANSCRIPT="$TRANSCRIPT" \
        unshare -n -m -p -u --fork --kill-child --mount-proc --propagation private bash "$script" "$@"
fi

# ---- what the script says

step() { echo "--- [$SECONDS s] $*"; }

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

expect() { # WHAT EXPECTED ACTUAL: equal texts
    [ "$2" = "$3" ] && return
    printf 'FAILED: %s\n  expected: %s\n  but was:  %s\n' "$1" "$2" "$3" >&2
    exit 1
}

expect_match() { # WHAT EXTENDED-REGEX ACTUAL: some line matches
    grep -Eq -- "$2" <<<"$3" && return
    printf 'FAILED: %s\n  expected a line like: %s\n  but was:  %s\n' "$1" "$2" "$3" >&2
    exit 1
}

expect_no_match() { # WHAT EXTENDED-REGEX ACTUAL: no line matches
    grep -Eq -- "$2" <<<"$3" || return 0
    printf 'FAILED: %s\n  expected no line like: %s\n  but was:  %s\n' "$1" "$2" "$3" >&2
    exit 1
}

on_error() { # FILE LINE COMMAND STATUS
    echo "FAILED: $(basename "$1") line $2: '$3' ended with $4" >&2
}
trap 'on_error "${BASH_SOURCE[0]}" $LINENO "$BASH_COMMAND" $?' ERR

on_exit() {
    local status=$?
    trap - ERR EXIT
    [ $status -eq 0 ] || [ $status -eq 77 ] && exit $status
    local log
    for log in "$WORK"/*.log; do
        [ -s "$log" ] || continue
        echo "--- the end of $(basename "$log"):"
        tail -n 40 "$log"
    done
    exit $status
}
trap on_exit EXIT

needs() { # COMMAND OR FILE ...: ends the test with a reason where one is missing
    local need
    for need in "$@"; do
        [ -e "$need" ] || command -v "$need" >/dev/null 2>&1 || skip "needs $need (interop-tests/install-needs installs it)"
    done
}

wait_for() { # SECONDS COMMAND...: until the command succeeds; a test fails when the time is over, never before
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || fail "still not true: $*"
        sleep 0.02
    done
}

# ---- the sandbox

WORK=/mnt
export TMPDIR=$WORK
mount -t tmpfs -o mode=755 tmpfs $WORK
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/lock
[ "$(readlink -f /var/run)" = /run ] || mount --bind /run /var/run
for folder in /etc /var/lib/nfs /var/yp; do # what the programs under test write: they get copies
    [ -d $folder ] || continue
    mkdir -p $WORK/private$folder
    cp -a $folder/. $WORK/private$folder
    mount --bind $WORK/private$folder $folder
done
unset folder
# All else that the host has is read-only, so that no program can leave anything behind.
mount --bind /tmp /tmp
[ "$TRANSCRIPT" = /dev/null ] || mount --bind "$TRANSCRIPT" "$TRANSCRIPT"
mount -o remount,bind,ro /
hostname hosta
# A new address serves at once, not after the second in which IPv6 looks for another owner.
echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
ip link set lo up

# ---- the subject

subject_pid=
subject_through=() # a command that ends by executing its arguments, which are then the subject's
peer=()            # the command that is SUBJECT jportmap or oncrpc4j: peers.sh knows it

start_subject() { # [--on-host-b] [--remote-calls]
    local where=()
    if [ "${1:-}" = --on-host-b ]; then
        where=(on_host_b)
        shift
    fi
    local options=("$@")
    needs rpcinfo
    case $SUBJECT in
    rpcbind)
        needs rpcbind
        [ "${1:-}" != --remote-calls ] || options=(-r)
        "${where[@]}" install -d -o _rpc /run/rpcbind
        "${where[@]}" "${subject_through[@]}" rpcbind -f "${options[@]}" >>"$WORK/subject.log" 2>&1 &
        ;;
    portmapper)
        "${where[@]}" "${subject_through[@]}" "$PORTMAPPER" serve "${options[@]}" >>"$WORK/subject.log" 2>&1 &
        ;;
    jportmap | oncrpc4j)
        "${where[@]}" "${subject_through[@]}" "${peer[@]}" >>"$WORK/subject.log" 2>&1 &
        ;;
    *) fail "SUBJECT: $SUBJECT (expected: rpcbind or portmapper, jportmap or oncrpc4j)" ;;
    esac
    local pid=$!
    [ ${#where[@]} -gt 0 ] || subject_pid=$pid
    wait_for 30 answers_or_ended $pid "${where[@]}"
    kill -0 $pid 2>/dev/null || fail "$SUBJECT ended before it answered"
    step "$SUBJECT answers${where[*]:+ on host b}"
}

answers_or_ended() { # PID [on_host_b]: the Java peers have no local socket
    "${@:2}" rpcinfo -p || { [ ${#peer[@]} -gt 0 ] && rpcinfo -p 127.0.0.1; } || ! kill -0 "$1"
}

policy() { # FILE: standard input is our daemon's policy in /etc/portmapper; rpcbind has none
    install -D /dev/stdin "/etc/portmapper/$1"
    [ "$SUBJECT" = rpcbind ] || "$PORTMAPPER" policy check
}

drop_in() { # FILE HEADING: a policy that our daemon ships, with the lines below that heading in force
    [ "$SUBJECT" = portmapper ] || return 0
    awk -v heading="# ---- $2 ----" '
        /^# ----/ { below = $0 == heading }
        below && sub(/^#[^ #]/, substr($0, 2, 1)) { found = 1 }
        { print }
        END { exit !found }' "$(dirname "$PORTMAPPER")/../share/policy.d/$1" | policy "policy.d/$1"
}

stop_subject() { # by SIGTERM, which has to end it in peace
    kill -TERM $subject_pid
    local status=0
    wait $subject_pid || status=$?
    subject_pid=
    [ $status -eq 0 ] || fail "$SUBJECT ended with $status after SIGTERM"
}

listed() { # PROGRAM [VERSION [NETID]]: is it registered? Asked over the local socket, which costs no reserved port.
    rpcinfo | awk -v p="$1" -v v="${2:-}" -v n="${3:-}" \
        '$1 == p && (v == "" || $2 == v) && (n == "" || $3 == n) { found = 1 } END { exit !found }'
}

not_listed() { ! listed "$@"; }

registrations() { # PROGRAM...: "program version netid owner" of every one, sorted
    rpcinfo | awk -v wanted=" $* " 'index(wanted, " " $1 " ") { print $1, $2, $3, $NF }' | sort -n -k1,1 -k2,2 -k3,3
}

registered() { # PROGRAM VERSIONS NETIDS OWNER: what registrations prints if they are all there
    local version netid
    for version in $2; do
        for netid in $3; do echo "$1 $version $netid $4"; done
    done | sort -n -k1,1 -k2,2 -k3,3
}

inet="tcp tcp6 udp udp6"

as_user() { # USER COMMAND...: without any privilege, and in its own group alone
    setpriv --reuid "$1" --regid "$(id -g "$1")" --clear-groups -- "${@:2}"
}

as_nobody() { as_user nobody "$@"; }

new_user() { # NAME UID: in this sandbox's own /etc
    echo "$1:x:$2:$2:$1:/nonexistent:/bin/false" >>/etc/passwd
    echo "$1:x:$2:" >>/etc/group
}

open_sockets() { # USER NETID/PORT... local/PATH...: of a process that does nothing else
    needs /usr/bin/python3
    local log
    log=$(mktemp "$WORK/sockets.XXXXXX.log")
    as_user "$1" /usr/bin/python3 "$here/sockets.py" "${@:2}" >"$log" 2>&1 &
    wait_for 30 grep -q '^open' "$log"
}

# ---- the second host: its own network, /run and host name, behind a cable to us

host_b=
address_a=10.77.0.1 address_b=10.77.0.2 address6_a=fd77::1 address6_b=fd77::2

second_host() {
    unshare -n -m -u --propagation private bash -c '
        mount -t tmpfs tmpfs /run && mkdir -p /run/lock && hostname hostb
        echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
        ip link set lo up
        touch "$1/host_b_is_up"
        exec sleep infinity' - "$WORK" &
    host_b=$!
    wait_for 30 test -e "$WORK/host_b_is_up"
    ip link add cable type veth peer name cable netns $host_b
    ip address add $address_a/24 brd + dev cable
    ip address add $address6_a/64 dev cable nodad
    ip link set cable up
    on_host_b ip address add $address_b/24 brd + dev cable
    on_host_b ip address add $address6_b/64 dev cable nodad
    on_host_b ip link set cable up
    wait_for 30 cable_is_up
    printf '%s hosta\n%s hostb\n' $address_a $address_b >>/etc/hosts
}

cable_is_up() { # the link-local addresses included, without which IPv6 multicast has no source
    ip -o -6 address show dev cable scope link -tentative | grep -q fe80 &&
        on_host_b ip -o -6 address show dev cable scope link -tentative | grep -q fe80
}

on_host_b() { nsenter -t $host_b -n -m -u -- "$@"; }

# ---- the trace: every packet of the script's network, cables included

capture=$WORK/trace.pcapng
capture_pid=

start_capture() {
    needs tshark dumpcap
    dumpcap -q -i any -w $capture >"$WORK/dumpcap.log" 2>&1 &
    capture_pid=$!
    wait_for 30 captured "begun at $EPOCHREALTIME"
}

captured() { # TEXT: sends it in a datagram and says whether the trace has it, and so all that went before
    echo "$1" >/dev/udp/127.0.0.1/9 || true
    grep -aqF "$1" $capture
}

trace() { # tshark FILTER [OPTION...]: what it prints about the packets that pass the filter
    local filter=$1
    shift
    wait_for 30 captured "read at $EPOCHREALTIME"
    tshark -n -r $capture -Y "$filter" "$@" 2>>"$WORK/tshark.log"
}

end_capture() { # asserts that there were portmapper calls and that no RPC packet was malformed
    local packets calls malformed
    packets=$(trace 'rpc || portmap || tcp.port == 111 || udp.port == 111' \
        -T fields -E separator='|' -e frame.number -e rpc.program -e rpc.msgtyp -e _ws.malformed)
    calls=$(awk -F '|' '$2 ~ /100000/ && $3 ~ /0/ { n++ } END { print n + 0 }' <<<"$packets")
    [ "$calls" -gt 0 ] || fail "the trace has no call to the portmapper"
    malformed=$(awk -F '|' '$4 != "" { print "frame.number ==", $1 }' <<<"$packets")
    [ -z "$malformed" ] || fail "malformed packets: $(trace "${malformed//$'\n'/ || }" -x -O rpc,portmap)"
    kill -INT $capture_pid
    wait $capture_pid || fail "dumpcap ended with $?"
    step "no malformed packet in $calls portmapper calls"
}
