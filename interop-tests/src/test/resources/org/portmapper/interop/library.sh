# The suite of the library (package org.portmapper.interop.library) against SUBJECT, which is any of the four portmappers, as an ordinary user.
# Every case is a line of $TRANSCRIPT; where nobody reads that, a failed case fails the script.   library.sh 17|25 [PART OF NAMES]
#   JDK17_HOME   a JDK 17, for library.sh 17        (default: as .mvn/jdk25 finds it)
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"
# shellcheck source=peers.sh
. "$here/peers.sh"
# shellcheck source=library_programs.sh
. "$here/library_programs.sh"

stopped() {
    local state
    read -r state <"/proc/$subject_pid/stat" && [[ $state == *") T "* ]]
}

not_stopped() { ! stopped; }

obey() { # WISH
    case $1 in
    "please stop the portmapper") kill -STOP "$subject_pid" && wait_for 10 stopped ;;
    "please continue the portmapper") kill -CONT "$subject_pid" && wait_for 10 not_stopped ;;
    *) fail "the suite said: $1" ;;
    esac
    echo done >&"${SUITE[1]}"
}

ip link add network type veth peer name network-end
ip address add 10.9.0.1/24 dev network
ip link set network up
ip link set network-end up
run_as_java "${1:-25}"
start_subject
needs gcc /usr/include/tirpc/rpc/rpc.h
gcc -I/usr/include/tirpc -o "$WORK/caller" "$here/caller/caller.c" -ltirpc
as_user tester "$WORK/caller" 7000 "$WORK/tester/caller.sock" >"$WORK/caller.log" 2>&1 &
wait_for 30 grep -q '^ready' "$WORK/caller.log"
coproc SUITE { "${run_library[@]}" org.portmapper.interop.library.LibrarySuite "$SUBJECT" "${2:-}" 2>"$WORK/suite.log"; }
suite_pid=$SUITE_PID
failed=0
while read -r line <&"${SUITE[0]}"; do
    case $line in
    "ok "* | "FAILED "*)
        echo "$line" | tee -a "$TRANSCRIPT"
        [ "${line%% *}" = ok ] || failed=$((failed + 1))
        ;;
    "played "*) step "$line with Java ${1:-25}, $failed failed" ;;
    *) obey "$line" ;;
    esac
done
wait "$suite_pid" || fail "the suite ended with $?"
[ "$TRANSCRIPT" != /dev/null ] || [ "$failed" -eq 0 ] || fail "$failed cases"
