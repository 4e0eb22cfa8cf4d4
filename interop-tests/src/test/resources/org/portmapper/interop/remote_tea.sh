# Remote Tea, a Java ONC RPC library: it registers by version 2 over UDP, from a port that is not reserved. Its server and its client
# meet each other and libtirpc's over UDP and TCP.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"

results="reppamtrop dnibcpr 3"

start_tea_server() { # [as_nobody]: it serves until its input ends, and withdraws then
    coproc TEA { ${1:-} "${run_java[@]}" $programs.RemoteTeaServer 2>"$WORK/tea.log"; }
    tea_pid=$TEA_PID
    wait_for 30 listed $words 2 tcp
    expect "what Remote Tea registers" "$(registered $words "1 2" "tcp udp" "")" "$(registrations $words | sed 's/[^ ]*$//')"
    step "Remote Tea's server${1:+ of nobody} has registered"
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

for user in "" as_nobody; do
    start_tea_server $user
    for protocol in udp tcp; do
        expect "Remote Tea's client over $protocol" "$results listed 4" "$($user "${run_java[@]}" $programs.RemoteTeaClient 127.0.0.1 $protocol)"
        expect "libtirpc's client over $protocol" "$results" "$("$WORK/words-client" 127.0.0.1 $protocol)"
        expect "libtirpc's client over $protocol on hostb" "$results" "$(on_host_b "$WORK/words-client" $address_a $protocol)"
    done
    stop_tea_server
done

start_words superuser
for protocol in udp tcp; do
    expect "Remote Tea's client over $protocol at libtirpc's server" "$results listed 4" \
        "$(on_host_b "${run_java[@]}" $programs.RemoteTeaClient $address_a $protocol)"
done
end_capture
