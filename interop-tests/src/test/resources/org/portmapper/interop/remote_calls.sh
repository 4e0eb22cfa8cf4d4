# With remote calls on: a second host finds services by broadcast, with rpcinfo -b, rup and ypbind -broadcast.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
# shellcheck source=nis_domain.sh
. "$here/nis_domain.sh"
needs rpc.rstatd rup stdbuf

second_host
start_capture
start_subject --remote-calls
start_subject --on-host-b
nis_domain
ypserv -f 2>"$WORK/ypserv.log" &
rpc.rstatd
wait_for 30 listed 100004 2 tcp6
wait_for 30 listed 100001 5 udp

# rpcinfo and rup listen for many seconds: they may, while the script goes on. Each answer must name the registered port at an address
# with which hostb can connect. A link-local one is none: it says nothing of the interface, and ypcat over TCP fails with it. rpcbind
# gives up its membership of ff02::202 at once, so it answers over IPv4 only.
answers=$(rpcinfo | awk -v ipv4=$address_a -v ipv6=$address6_a -v subject="$SUBJECT" '
    $1 == 100004 && $2 == 2 && $3 == "udp" { sub("0.0.0.0", ipv4, $4); print $4 }
    $1 == 100004 && $2 == 2 && $3 == "udp6" && subject != "rpcbind" { sub("::", ipv6, $4); print $4 }')
answered() { awk '{ print $1 }' "$WORK/rpcinfo-b.log" | sort -u; }
enough_answers() { [ "$(answered | wc -l)" -ge "$(wc -l <<<"$answers")" ]; }
on_host_b stdbuf -oL rpcinfo -b 100004 2 >"$WORK/rpcinfo-b.log" &
wait_for 30 enough_answers
expect "the answers to rpcinfo -b 100004 2 on hostb" "$answers" "$(answered)"

on_host_b stdbuf -oL rup >"$WORK/rup.log" &
wait_for 30 grep -q . "$WORK/rup.log"
expect_match "rup on hostb" '^hosta .* up ' "$(cat "$WORK/rup.log")"

on_host_b domainname example.nis
on_host_b ypbind -foreground -broadcast 2>"$WORK/ypbind.log" &
wait_for 30 on_host_b ypwhich
expect_match "ypwhich on hostb" "^(hosta|$address_a|$address6_a)$" "$(on_host_b ypwhich)"
expect "ypcat on hostb" "$people" "$(on_host_b ypcat passwd.byname | sort)"
expect "all answers to rpcinfo -b, late ones too" "$answers" "$(answered)"
end_capture
