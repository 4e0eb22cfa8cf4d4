# Remote Tea's generated stubs over this library: a calculator with unions, lists, strings and opaque data, as an ordinary user. A server that
# registers as Remote Tea does and one that registers by the library serve clients of both kinds, over UDP and TCP.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"
# shellcheck source=library_programs.sh
. "$here/library_programs.sh"
calculator=536871184 # 0x20000110

start_calculator() { # old|new NETIDS OWNER
    coproc SERVER { "${run_library[@]}" $programs.CalculatorService "$1" 2>"$WORK/$1.log"; }
    server_pid=$SERVER_PID
    wait_for 30 listed $calculator 1 tcp
    [ "$1" = old ] || wait_for 30 listed $calculator 1 tcp6
    expect "what the $1 server registers" "$(registered $calculator 1 "$2" "$3")" "$(registrations $calculator)"
}

stop_calculator() {
    # shellcheck disable=SC1083,SC2093 # closes that descriptor
    exec {SERVER[1]}>&-
    wait "$server_pid" || fail "the server ended with $?"
    expect "what the server leaves behind" "" "$(registrations $calculator)"
}

results() { # what clients of both kinds print
    local netid client receipt=709f60af50bf40cf30df20ef10ff00
    for netid in udp tcp; do
        for client in old new; do
            cat <<LINES
$client $netid 'total' 6 $receipt
$client $netid 'naïve ∑' -6000000000 $receipt
$client $netid '' (cannot divide [7, 0]) $receipt
$client $netid 'nothing' 0 $receipt
$client $netid 'many' 45150 $receipt
$client $netid total: 1 + 2 + 3
LINES
        done
    done
}

run_as_java 25 remotetea-oncrpc
start_subject
uid=1000 unproven=1000
[ "$SUBJECT" != rpcbind ] || unproven=unknown # it does not look who calls over UDP
while read -r server owner netids; do
    start_calculator "$server" "$netids" "$owner"
    expect "the results of the $server server" "$(results)" \
        "$("${run_library[@]}" -Dstdout.encoding=UTF-8 $programs.CalculatorCalls 2>"$WORK/calls.log")"
    stop_calculator
    step "the $server server has served old and new clients over UDP and TCP"
done <<<"old $unproven tcp udp
new $uid $inet"
stop_subject
