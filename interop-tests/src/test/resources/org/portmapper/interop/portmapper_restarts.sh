# The portmapper is killed by SIGKILL and started again under fifty registrations of the library, which have to come back by themselves: over
# the local socket, and over loopback TCP from where there is no local socket.   portmapper_restarts.sh [TIMES] [JAVA]
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"
# shellcheck source=library_programs.sh
. "$here/library_programs.sh"
times=${1:-20}

kill_and_restart() {
    kill -KILL "$subject_pid"
    wait "$subject_pid" 2>/dev/null || true # bash says there that it was killed
    echo done >&"${PROGRAM[1]}"
    start_subject >/dev/null
}

restarts() { # HOW COMMAND...: what the program says, which is run by the command
    local line how=$1 program_pid
    local -a back=()
    coproc PROGRAM { "${@:2}" "${run_library[@]}" org.portmapper.interop.library.FiftyRegistrations "$times" 2>>"$WORK/program.log"; }
    program_pid=$PROGRAM_PID
    while read -r line <&"${PROGRAM[0]}"; do
        case $line in
        "registered 50") step "50 registrations $how" ;;
        "please restart the portmapper") kill_and_restart ;;
        "back after "*) back+=("${line//[^0-9]/}") ;;
        *) fail "the program said: $line" ;;
        esac
    done
    wait "$program_pid" || fail "the program ended with $?"
    expect "how often all were back" "$times" "${#back[@]}"
    mapfile -t back < <(printf '%s\n' "${back[@]}" | sort -n)
    echo "$how: all 50 back $times times, after ${back[0]} to ${back[-1]} ms (median ${back[times / 2]})" | tee -a "$TRANSCRIPT"
}

run_as_java "${2:-25}"
start_subject
restarts "over the local socket"
restarts "over loopback TCP" unshare -m --propagation private bash -c 'mount -t tmpfs tmpfs /run && exec "$@"' -
