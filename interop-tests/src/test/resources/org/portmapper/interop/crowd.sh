# Two thousand idle connections and one client that sends DUMPs and never reads the replies: everybody else is still answered.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=java_programs.sh
. "$here/java_programs.sh"
idle_tcp=2000 idle_local=50

everybody_is_answered() {
    local netid host
    while read -r netid host; do
        expect_match "rpcinfo -T $netid $host 100000 4" 'ready and waiting' "$(rpcinfo -T "$netid" "$host" 100000 4)"
    done <<<"udp 127.0.0.1
tcp 127.0.0.1
udp6 ::1
tcp6 ::1"
    expect_match "rpcinfo over the local socket" '100000 .* local ' "$(rpcinfo)"
    for netid in udp tcp; do
        expect_match "rpcinfo -T $netid on hostb" 'ready and waiting' "$(on_host_b rpcinfo -T $netid $address_a 100000 4)"
    done
}

ulimit -n 16384 # rpcbind ends idle connections when it nears its limit
second_host
start_subject
everybody_is_answered

coproc CROWD { "${run_java[@]}" $programs.Crowd $idle_tcp $idle_local 2>"$WORK/crowd.log"; }
read -r -t 60 said <&"${CROWD[0]}"
expect "the crowd" ready "$said"
step "$idle_tcp TCP and $idle_local local connections are open, and one client sends and never reads"

for _ in 1 2 3; do everybody_is_answered; done
step "everybody else is answered while it has $(ss -Htn dport = :111 | awk '$2 > most { most = $2 } END { print most + 0 }') unread bytes"

echo >&"${CROWD[1]}"
read -r -t 60 said <&"${CROWD[0]}"
expect "the idle connections" "$((idle_tcp + idle_local)) answer" "$said"
step "all idle connections still serve"
stop_subject
