# A service of our own, made with rpcgen and libtirpc: it registers on all five netids, and clients find and call it on each.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"

calls_on_every_netid() {
    local host netid results="reppamtrop dnibcpr 3"
    while read -r host netid; do
        expect "the results over $netid at $host" "$results" "$("$WORK/words-client" "$host" "$netid")"
    done <<<"127.0.0.1 udp
127.0.0.1 tcp
::1 udp6
::1 tcp6
localhost local"
    while read -r host netid; do
        expect "the results over $netid at $host on hostb" "$results" "$(on_host_b "$WORK/words-client" "$host" "$netid")"
    done <<<"$address_a udp
$address_a tcp
$address6_a udp6
$address6_a tcp6"
}

start_capture
second_host
start_subject
words_programs

start_words superuser
calls_on_every_netid

# Killed, it could not withdraw. Whether its registrations are still there or not, the next one of the same owner takes their place.
stop_words KILL
start_words superuser
calls_on_every_netid
step "a restarted service serves again"

stop_words TERM
rpcinfo -d $words 1
rpcinfo -d $words 2
expect "what rpcinfo -d leaves" "" "$(registrations $words)"
start_words "$(id -u nobody)" as_nobody
calls_on_every_netid
end_capture
