# Without the option nobody gets an answer to a broadcast, nor to a call through the portmapper of a known host.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs rpc.rstatd

second_host
start_capture
start_subject
rpc.rstatd
wait_for 30 listed 100001 5 udp

# It ends by itself, after 12 seconds and four calls without an answer.
expect "rpcinfo -b 100001 3 on hostb" "" "$(on_host_b rpcinfo -b 100001 3 2>&1 || true)"
from_b="ip.src == $address_b && udp.dstport == 111 && portmap.procedure_v3 == 5"
[ "$(trace "$from_b" | wc -l)" -ge 1 ] || fail "rpcinfo -b sent no CALLIT"
expect "what hosta sent to hostb" "" "$(trace "ip.src == $address_a && udp")"

# The call to the same service by a lookup, for comparison.
expect "rpcinfo -T udp hosta 100001 3 on hostb" "program 100001 version 3 ready and waiting" "$(on_host_b rpcinfo -T udp hosta 100001 3)"
end_capture
