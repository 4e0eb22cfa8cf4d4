# Our daemon takes the place of stock rpcbind under NFS-Ganesha, rpc.statd, rpc.mountd and a Remote Tea service; rpcbind takes it back, and
# ours once more. Every look-up finds the same all the time, and no service notices.   take_over.sh live | files | import
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"
needs rpcbind rpcinfo ganesha.nfsd rpc.statd rpc.mountd exportfs showmount /var/lib/nfs /usr/bin/python3
way=${1:?live, files or import}
libraries=/usr/lib/x86_64-linux-gnu/ganesha
mount_of_ganesha=100105
kept=536871170 # any user's, of one who is there
lost=100009    # root's, who has ended, and his port is a stranger's
stolen=100004  # root's, but rpcbind lets anybody have it while it is free
framed=100007  # the same, at a port of root's, by a datagram of nobody knows whom
asked="100003/3 100003/4 $mount_of_ganesha/1 $mount_of_ganesha/3 100011/1 100011/2 100021/4 100024/1 100005/1 100005/2 100005/3
    $words/1 $words/2 $words/9 $kept/1"

start_rpcbind() { # [-w]
    install -d -o _rpc /run/rpcbind
    rpcbind -f "$@" >>"$WORK/rpcbind.log" 2>&1 &
    rpcbind_pid=$!
    wait_for 30 rpcinfo -p
    step "rpcbind $* answers"
}

stop_rpcbind() {
    kill -TERM $rpcbind_pid
    wait $rpcbind_pid || fail "rpcbind ended with $?"
}

start_serving() { # USER PROGRAM NETID PORT ...: what take_over.py serve has to be told
    local log
    log=$(mktemp "$WORK/serving.XXXXXX.log")
    # Not by as_user, which would put a shell between: this process is to be killed.
    setpriv --reuid "$1" --regid "$(id -g "$1")" --clear-groups -- \
        /usr/bin/python3 "$here/take_over.py" serve "$2" 1 "${@:3}" >"$log" 2>&1 &
    serving=$!
    wait_for 30 grep -q '^open TRUE' "$log"
}

start_services() {
    mkdir -p /var/lib/nfs/ganesha "$WORK/export" "$WORK/ganesha"
    cat >"$WORK/ganesha.conf" <<CONFIG
NFS_CORE_PARAM { Protocols = 3, 4; mount_path_pseudo = true; Plugins_Dir = $libraries; Rquota_Port = 0; MNT_Program = $mount_of_ganesha; }
NFSv4 { Graceless = true; }
EXPORT {
    Export_Id = 1; Path = $WORK/ganesha; Pseudo = $WORK/ganesha; Protocols = 3, 4; Transports = UDP, TCP;
    Access_Type = RW; Squash = No_Root_Squash; SecType = sys, none; FSAL { Name = VFS; }
}
CONFIG
    ganesha.nfsd -F -f "$WORK/ganesha.conf" -L "$WORK/ganesha.log" -p /var/lib/nfs/ganesha/pid &
    ganesha=$!
    wait_for 30 listed 100011 2 tcp6
    rpc.statd -F -d --no-notify 2>"$WORK/statd.log" &
    statd=$!
    wait_for 30 listed 100024 1 tcp6
    echo "$WORK/export *(ro,fsid=7,no_subtree_check)" >/etc/exports
    exportfs -r
    rpc.mountd -F 2>"$WORK/mountd.log" &
    mountd=$!
    wait_for 30 listed 100005 3 tcp6
    coproc TEA { as_user tea "${run_java[@]}" $programs.RemoteTeaServer 2>"$WORK/tea.log"; }
    tea=$TEA_PID
    wait_for 30 listed $words 2 tcp
    step "ganesha, statd, mountd and Remote Tea have registered with rpcbind"
}

start_attackers() {
    start_serving tea $kept tcp 20001
    start_serving root $lost tcp 20002
    kill -KILL $serving
    wait_for 30 test ! -e "/proc/$serving/fd"
    start_serving nobody $stolen tcp 20003
    open_sockets nobody tcp/20002
    open_sockets root tcp/20004
    start_serving nobody $framed tcp - udp 20004
    expect "what rpcbind believes" "$(registered $stolen 1 tcp 65534 && registered $framed 1 tcp unknown && registered $lost 1 tcp superuser)" \
        "$(registrations $stolen $framed $lost)"
}

record() { # FILE: what all look-ups find
    # shellcheck disable=SC2086 # several services
    /usr/bin/python3 "$here/take_over.py" lookups $asked >"$WORK/$1"
}

same() { # WHAT FILE: it is what was found before, with the owner that rpcbind does not know
    local difference
    difference=$(diff <(sed "s/^\(DUMP: $words .*\) unknown\$/\1 1000/" "$WORK/before") "$WORK/$2") || fail "$1: $difference"
    [ "$(grep -c . "$WORK/$2")" -gt 300 ] || fail "$1: too few look-ups"
    step "$1 finds the same, $(grep -c . "$WORK/$2") times"
}

start_ours() { # [--take-over]
    "$PORTMAPPER" serve "$@" >>"$WORK/subject.log" 2>&1 &
    subject_pid=$!
    wait_for 30 answers_and_serves $subject_pid
}

answers_and_serves() { grep -q "^portmapper: serving" "$WORK/subject.log" || ! kill -0 "$1"; }

start_watch() {
    /usr/bin/python3 "$here/take_over.py" watch 5 >"$WORK/watch.log" 2>&1 &
    watch=$!
    wait_for 30 grep -q watching "$WORK/watch.log"
}

stop_watch() { # WHAT
    kill -TERM $watch
    wait $watch || fail "the watch ended with $?"
    sed -n "s/^\(udp\|tcp\|local\):/$1, look-ups over \1:/p" "$WORK/watch.log" | tee -a "$TRANSCRIPT"
}

services_live() {
    local pid
    for pid in $ganesha $statd $mountd $tea; do
        kill -0 "$pid" || fail "a service has ended: $pid"
    done
    expect "showmount -e" "$WORK/export *" "$(showmount --no-headers -e 127.0.0.1)"
    expect "Remote Tea's client" "$teas" "$(as_user tea "${run_java[@]}" $programs.RemoteTeaClient 127.0.0.1 udp | sed 's/ listed .*//')"
    expect "a call of NFS" "program 100003 version 3 ready and waiting" "$(rpcinfo -T udp 127.0.0.1 100003 3)"
}

services_withdraw() { # each as who it is
    kill -TERM "$(cat /var/lib/nfs/ganesha/pid)" $statd $mountd
    # shellcheck disable=SC1083,SC2093 # closes that descriptor
    exec {TEA[1]}>&-
    local program
    for program in 100003 $mount_of_ganesha 100005 100011 100021 100024 $words; do
        wait_for 30 not_listed "$program"
    done
    wait $ganesha $statd $tea || fail "a service ended with $?"
    step "all services have withdrawn what they registered with rpcbind"
}

dropped() { # PROGRAM REASON
    expect_match "what the audit trail says of $1" "event=IMPORT decision=dropped program=$1 .*$2" "$(cat "$WORK/subject.log")"
    expect "the registrations of $1" "" "$(registrations "$1")"
}

teas="reppamtrop dnibcpr 3"
new_user tea 1000
start_rpcbind
start_services
start_attackers
record before
case $way in
live)
    start_watch
    start_ours --take-over
    stop_watch "from rpcbind to ours"
    wait $rpcbind_pid || fail "rpcbind ended with $?"
    ;;
files)
    stop_rpcbind
    [ -s /run/rpcbind/rpcbind.xdr ] || fail "rpcbind has left nothing"
    start_ours --take-over
    ;;
import)
    "$PORTMAPPER" import
    stop_rpcbind
    rm -f /run/rpcbind/*.xdr
    start_ours
    wait_for 30 test ! -e /run/portmapper/import/rpcbind.xdr
    ;;
esac
record ours
same "portmapper" ours
services_live
dropped $lost "reason=\"uid 65534"
dropped $stolen "reason=\"uid 65534"
dropped $framed "anybody can have registered it over IP"
wait_for 30 test ! -e /run/rpcbind/rpcbind.xdr

stop_subject
expect "the owner of what is left to rpcbind" _rpc "$(stat -c %U /run/rpcbind/rpcbind.xdr)"
start_rpcbind -w
record back
same "rpcbind -w" back
services_live

: >"$WORK/subject.log"
start_ours --take-over
record again
same "portmapper again" again
services_live
services_withdraw
stop_subject
