# rpcinfo in all its modes, from this host and from a second one. What it prints goes to the transcript, which the JUnit suite
# compares between both subjects. Every port is fixed, so nothing but the counters of our own polling is left out of it.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=words_service.sh
. "$here/words_service.sh"
needs rpc.statd

tell() { # COMMAND...: its output and exit code into the transcript; nobody over IP is "unknown" to rpcbind, and nobody to ours (D30)
    local status=0 output
    output=$("$@" 2>&1 | sed "s/ unknown\$/ $(id -u nobody)/") || status=$?
    printf '$ %s\n%s\n= %s\n' "$*" "$output" $status | tee -a "$TRANSCRIPT"
}

statistics() { # rpcinfo -m [HOST], without the numbers of DUMPs over the local socket, with which the script polls
    rpcinfo -m "$@" | awk '
        $1 == "NULL" { dump = 0; for (i = 1; i <= NF; i++) if ($i == "DUMP") dump = i; print; next }
        dump { $dump = "*"; dump = 0 }
        { print }'
}

host_b_statistics() { on_host_b rpcinfo -m "$1" | grep -c statistics; }

start_capture
second_host
ip address add 10.77.0.9/24 dev cable
ip address add fd77::9/64 dev cable nodad
start_subject
words_programs

# Registrations of root, of user statd and of nobody over the local socket, and over IP from a reserved port and from another.
start_words superuser "" 4001
rpc.statd -F --no-notify -p 4002 2>"$WORK/statd.log" &
wait_for 30 listed 100024 1 tcp6
as_nobody rpcinfo >"$WORK/as_nobody.log"
expect "what nobody sees" "$(rpcinfo)" "$(cat "$WORK/as_nobody.log")"
open_sockets root udp/4097 tcp/4097 udp6/4099 tcp6/4099
open_sockets nobody udp/4098 tcp/4098 udp6/4100 tcp6/4100
for via in udp tcp; do
    tell "$WORK/register" $via 127.0.0.1 set 0x20000201 1 $via 0.0.0.0.16.1
    tell as_nobody "$WORK/register" $via 127.0.0.1 set 0x20000202 1 $via 0.0.0.0.16.2
    tell "$WORK/register" ${via}6 ::1 set 0x20000203 1 ${via}6 ::.16.3
    tell as_nobody "$WORK/register" ${via}6 ::1 set 0x20000204 1 ${via}6 ::.16.4
    tell on_host_b "$WORK/register" $via $address_a set 0x20000205 1 $via 0.0.0.0.16.5
done

everywhere() { # COMMAND ARGUMENTS WITH HOST...: as seen here over IPv4 and IPv6, and from the second host at every address
    local host
    for host in 127.0.0.1 ::1 $address_a; do tell "${@/HOST/$host}"; done
    for host in $address_a 10.77.0.9 $address6_a fd77::9; do tell on_host_b "${@/HOST/$host}"; done
}

for mode in "" -p -s; do
    # shellcheck disable=SC2086 # no mode is no argument
    tell rpcinfo $mode
    # shellcheck disable=SC2086
    everywhere rpcinfo $mode HOST
done
for program in 100000 100024 $words; do
    for version in 1 2; do everywhere rpcinfo -l HOST $program $version; done
done

# -u and -t are of IPv4, -T is of any netid.
for program in 100000 100024 $words 12345; do
    for mode in -u -t "-T udp" "-T tcp"; do
        for host in 127.0.0.1 $address_a; do
            tell rpcinfo $mode $host $program
            tell rpcinfo $mode $host $program 1
            tell rpcinfo $mode $host $program 7
        done
        for host in $address_a 10.77.0.9; do tell on_host_b rpcinfo $mode $host $program; done
    done
    for netid in udp6 tcp6; do
        for host in ::1 $address6_a; do tell rpcinfo -T $netid $host $program; done
        for host in $address6_a fd77::9; do tell on_host_b rpcinfo -T $netid $host $program; done
    done
    tell rpcinfo -T local localhost $program
done
tell rpcinfo -n 4001 -u 127.0.0.1 $words 1
tell rpcinfo -n 4001 -t 127.0.0.1 $words

for netid in udp tcp; do
    tell rpcinfo -a 127.0.0.1.0.111 -T $netid 100000
    tell rpcinfo -a ::1.0.111 -T ${netid}6 100000 4
    tell rpcinfo -a 127.0.0.1.15.161 -T $netid $words 2
    tell on_host_b rpcinfo -a 10.77.0.9.0.111 -T $netid 100000
    tell on_host_b rpcinfo -a fd77::9.0.111 -T ${netid}6 100000
done
tell rpcinfo -a /run/rpcbind.sock -T local 100000
tell rpcinfo -a "$WORK/nobody/words.sock" -T local $words

tell statistics
tell statistics 127.0.0.1
tell statistics ::1
tell host_b_statistics $address_a
tell host_b_statistics $address6_a

# Who may withdraw what.
tell as_nobody rpcinfo -d $words 1
tell as_nobody rpcinfo -d 100024 1
tell as_nobody rpcinfo -d 100000 4
tell as_nobody rpcinfo -d -T udp 536871425 1
tell as_nobody rpcinfo -d 12345 1
tell rpcinfo -d -T tcp6 $words 1
tell rpcinfo -d $words 2
tell rpcinfo -d 100024 1
tell rpcinfo -d 12345 1
tell rpcinfo
tell rpcinfo -p
end_capture
