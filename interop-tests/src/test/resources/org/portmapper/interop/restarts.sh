# Services of ordinary users, old ones that call pmap_set: they register over the local socket, and are removed by rpcinfo. One that was
# killed registers again at once on new ports, without pmap_unset: a program of which the first comer is the owner, and one that
# the host's policy gives to a group.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
first_come=536871170 vxi11=395183
services=0
service_pid=

start_service() { # "TRUE|FALSE TRUE|FALSE" USER PROGRAM: what pmap_set has to say
    local log=$WORK/service$((++services)).log
    as_user "$2" sh -c 'echo $$ >&3; exec "$@"' - "$WORK/pmap-service" "$3" >"$log" 2>&1 3>"$WORK/service.pid" &
    wait_for 30 grep -q '^ready' "$log"
    service_pid=$(cat "$WORK/service.pid")
    expect "what pmap_set says to $2 about $3" "ready $1" "$(grep '^ready' "$log")"
}

kill_service() {
    kill -KILL "$service_pid"
    wait_for 30 test ! -e "/proc/$service_pid/fd"
}

clients_reach() { # USER PROGRAM
    local netid
    expect "the registrations of $2" "$(registered "$2" 1 "tcp udp" "$(id -u "$1")")" "$(registrations "$2")"
    for netid in tcp udp; do
        expect "rpcinfo -T $netid" "program $2 version 1 ready and waiting" "$(rpcinfo -T $netid 127.0.0.1 "$2" 1)"
        expect "rpcinfo -T $netid on hostb" "program $2 version 1 ready and waiting" "$(on_host_b rpcinfo -T $netid $address_a "$2" 1)"
    done
    step "clients reach $2 of $1"
}

start_capture
second_host
new_user alice 1001
new_user mallory 1002
new_user lab 1003
drop_in 20-vxi11.toml 'Core, abort and interrupt channel by the members of group "lab"'
start_subject
words_programs

for service in "alice $first_come" "lab $vxi11"; do
    read -r user program <<<"$service"
    start_service "TRUE TRUE" "$user" "$program"
    clients_reach "$user" "$program"
    kill_service
    if [ "$SUBJECT" = rpcbind ]; then
        # It keeps what is gone, and takes nothing in its place.
        start_service "FALSE FALSE" "$user" "$program"
        kill_service
    else
        start_service "TRUE TRUE" "$user" "$program"
        clients_reach "$user" "$program"

        kill_service
        start_service "FALSE FALSE" mallory $vxi11
        kill_service
        start_service "TRUE TRUE" "$user" "$program"
        clients_reach "$user" "$program"
    fi
    expect "rpcinfo -d as a stranger" "rpcinfo: Could not delete registration for prog $program version 1" \
        "$(as_user mallory rpcinfo -d "$program" 1 2>&1 || true)"
    expect "the registrations of $program" "$(registered "$program" 1 "tcp udp" "$(id -u "$user")")" "$(registrations "$program")"
    as_user "$user" rpcinfo -d "$program" 1
    expect "what rpcinfo -d as the owner leaves" "" "$(registrations "$program")"
    start_service "TRUE TRUE" "$user" "$program"
    rpcinfo -d "$program" 1
    expect "what rpcinfo -d as root leaves" "" "$(registrations "$program")"
    kill_service
    step "$program of $user is done"
done
end_capture
