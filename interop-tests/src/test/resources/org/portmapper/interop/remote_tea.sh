# Remote Tea, a Java ONC RPC library: it registers by version 2 over UDP, from a port that is not reserved. Its server and its client
# meet each other and libtirpc's over UDP and TCP. An ordinary user can do that; from such a port, ours does not believe that it is root.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"

results="reppamtrop dnibcpr 3"

start_tea_server() { # [as_user USER]: it serves until its input ends, and withdraws then
    coproc TEA { "$@" "${run_java[@]}" $programs.RemoteTeaServer 2>"$WORK/tea.log"; }
    tea_pid=$TEA_PID
    wait_for 30 listed $words 2 tcp
    expect "what Remote Tea registers" "$(registered $words "1 2" "tcp udp" "")" "$(registrations $words | sed 's/[^ ]*$//')"
    step "Remote Tea's server of ${2:-root} has registered"
}

stop_tea_server() {
    # shellcheck disable=SC1083,SC2093 # closes that descriptor
    exec {TEA[1]}>&-
    wait "$tea_pid" || fail "Remote Tea's server ended with $?"
    expect "what Remote Tea's server leaves behind" "" "$(registrations $words)"
}

start_capture
second_host
start_subject
words_programs

serve_and_call() { # [as_user USER]
    start_tea_server "$@"
    local protocol
    for protocol in udp tcp; do
        expect "Remote Tea's client over $protocol" "$results listed 4" "$("$@" "${run_java[@]}" $programs.RemoteTeaClient 127.0.0.1 $protocol)"
        expect "libtirpc's client over $protocol" "$results" "$("$WORK/words-client" 127.0.0.1 $protocol)"
        expect "libtirpc's client over $protocol on hostb" "$results" "$(on_host_b "$WORK/words-client" $address_a $protocol)"
    done
    stop_tea_server
}

refused() { # ours does not believe that root calls from a port that anybody can have, and says what would help
    local said
    said=$("${run_java[@]}" $programs.RemoteTeaServer </dev/null 2>&1) && fail "Remote Tea's server of root has registered: $said"
    expect_match "what Remote Tea's server of root says" 'cannot register ONC/RPC port with local portmap' "$said"
    expect_match "what the audit trail says" \
        'decision=refused program=536871169 .*reason="over IP the superuser is believed from ports below 1024 only.*remedy="register over the local socket' \
        "$(cat "$WORK/subject.log")"
    expect "what is registered" "" "$(registrations $words)"
}

new_user tea 1000
serve_and_call as_user tea
case $SUBJECT in
rpcbind) serve_and_call ;;
*) refused ;;
esac

start_words superuser
for protocol in udp tcp; do
    # Ours lists nothing over UDP for another host, which may be anybody: D37 of docs/differences-from-rpcbind.md.
    case $SUBJECT-$protocol in
    portmapper-udp) listed="not listed: ONC/RPC portmap failure" ;;
    *) listed="listed 4" ;;
    esac
    expect "Remote Tea's client over $protocol at libtirpc's server" "$results $listed" \
        "$(on_host_b "${run_java[@]}" $programs.RemoteTeaClient $address_a $protocol)"
done
end_capture
