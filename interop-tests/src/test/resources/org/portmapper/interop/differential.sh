# Plays the scenarios of the differential suite against the subject and writes what it answered to every step into $TRANSCRIPT.
# The host has two networks, since what a portmapper answers depends on the address that was asked. Environment, besides prelude.sh's:
#   SUITE   PLAIN, REMOTE_CALLS or ENFORCING
#   JAVA    the java program; CLASSES  the class path of the probe
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"

needs "$JAVA"

network() { # NAME NUMBER ADDRESS...: the cable's other end has no address; the hardware's is given, since IPv6 makes one of it
    ip link add "$1" address "02:00:00:00:00:$2" type veth peer name "$1-end" address "02:00:00:00:01:$2"
    local address
    for address in "${@:3}"; do ip address add "$address" dev "$1"; done
    ip link set "$1" up
    ip link set "$1-end" up
}
network first 01 10.9.0.1/24 10.9.0.9/24 fd00:9::1/64
network second 02 10.8.0.1/24 fd00:8::1/64

# What rpcbind believes and ours does not would hide all other differences. A policy that only watches lets pass what rpcbind does.
[ "$SUITE" = ENFORCING ] || policy policy.toml <<<'mode = "audit"'
if [ "$SUITE" = ENFORCING ]; then
    install -d -o nobody /run/nobody
    new_user alice 1001
    open_sockets root {udp,tcp,udp6,tcp6}/4001 local//run/root.sock
    open_sockets nobody {udp,tcp,udp6,tcp6}/4002 local//run/nobody/service.sock
    open_sockets alice {udp,tcp,udp6,tcp6}/4003
fi
case $SUITE in
PLAIN | ENFORCING) start_subject ;;
REMOTE_CALLS) start_subject --remote-calls ;;
*) fail "SUITE: $SUITE (expected: PLAIN, REMOTE_CALLS or ENFORCING)" ;;
esac
"$JAVA" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$CLASSES" \
    org.portmapper.interop.differential.Probe "$SUITE" "$TRANSCRIPT"
step "the probe has played $(wc -l <"$TRANSCRIPT") steps"
stop_subject
