# rpc.rstatd with rup, and rpc.rusersd with rusers and rpc.rwalld, which give up root for nobody before they register.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs rpc.rstatd rpc.rusersd rpc.rwalld rup rusers
nobody=$(id -u nobody)

# Both make their sockets as root: they are theirs because they have them open.
drop_in 30-rusersd-rwalld.toml "Both as user \"nobody\""
start_capture
start_subject
second_host

rpc.rstatd
wait_for 30 listed 100001 5 udp
expect "the registrations of rpc.rstatd" "$(registered 100001 "1 2 3 5" udp superuser)" "$(registrations 100001)"
expect_match "rup 127.0.0.1" '^localhost .* up .*load' "$(rup 127.0.0.1)"
expect_match "rup hosta on hostb" '^hosta .* up .*load' "$(on_host_b rup hosta)"

rpc.rusersd
wait_for 30 listed 100002 3 udp
expect "the registrations of rpc.rusersd" "$(registered 100002 "2 3" udp "$nobody")" "$(registrations 100002)"
# Nobody is logged in, so the answer is an empty list.
expect "rusers -a 127.0.0.1" "localhost" "$(rusers -a 127.0.0.1 | awk '{ print $1 }')"

rpc.rwalld
wait_for 30 listed 100008 1 udp
expect "the registrations of rpc.rwalld" "$(registered 100008 1 udp "$nobody")" "$(registrations 100008)"
expect "rpcinfo -T udp" "program 100008 version 1 ready and waiting" "$(rpcinfo -T udp 127.0.0.1 100008 1)"
end_capture
