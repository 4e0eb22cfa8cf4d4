# The sockets are open before the subject starts, as systemd passes them: it serves these, and leaves their path in place.
# shellcheck source=prelude.sh
. "$(dirname "$0")/prelude.sh"
needs perl rpcinfo

install -d -o _rpc /run/rpcbind 2>/dev/null || true # rpcbind's folder, where rpcbind is installed
start_activated() { # COMMAND...: with a local, two TCP and two UDP sockets as descriptors 3 to 7
    perl -MSocket=:all -MPOSIX=dup2 -e '
        $^F = 99; # keeps descriptors open across exec
        sub inet { my ($family, $type, $address) = @_;
            socket(my $s, $family, $type, 0) or die "socket: $!";
            setsockopt($s, 41, 26, 1) or die "IPV6_V6ONLY: $!" if $family == AF_INET6;
            bind($s, $address) or die "bind: $!";
            listen($s, 64) or die "listen: $!" if $type == SOCK_STREAM;
            return $s }
        socket(my $local, AF_UNIX, SOCK_STREAM, 0) or die;
        bind($local, sockaddr_un("/run/rpcbind.sock")) or die "bind: $!";
        chmod(0666, "/run/rpcbind.sock"); listen($local, 64) or die;
        my $ipv4 = sockaddr_in(111, INADDR_ANY);
        my $ipv6 = pack_sockaddr_in6(111, IN6ADDR_ANY);
        my @sockets = ($local, inet(AF_INET, SOCK_STREAM, $ipv4), inet(AF_INET, SOCK_DGRAM, $ipv4),
            inet(AF_INET6, SOCK_STREAM, $ipv6), inet(AF_INET6, SOCK_DGRAM, $ipv6));
        my @above = map { fcntl($_, 0, 20) or die "fcntl: $!" } @sockets; # F_DUPFD: out of the way of 3 to 7
        dup2($above[$_], 3 + $_) for 0 .. 4;
        POSIX::close($_) for @above;
        @ENV{qw(LISTEN_PID LISTEN_FDS)} = ($$, 5);
        exec @ARGV or die "exec: $!"' "$@" >>"$WORK/subject.log" 2>&1 &
    subject_pid=$!
    wait_for 30 answers_or_ended $subject_pid
    kill -0 $subject_pid 2>/dev/null || fail "$SUBJECT ended before it answered"
}

case $SUBJECT in
rpcbind) start_activated rpcbind -f ;;
*) start_activated "$PORTMAPPER" serve ;;
esac

expect "rpcinfo -s" "100000 2,3,4 local,udp,tcp,udp6,tcp6 portmapper superuser" \
    "$(rpcinfo -s | awk '$1 == 100000 { print $1, $2, $3, $4, $5 }')"
for netid in tcp udp; do
    expect "rpcinfo -T $netid" "program 100000 version 4 ready and waiting" "$(rpcinfo -T $netid 127.0.0.1 100000 4)"
    expect "rpcinfo -T ${netid}6" "program 100000 version 4 ready and waiting" "$(rpcinfo -T ${netid}6 ::1 100000 4)"
done
expect "sockets of port 111" 4 "$(ss -lntuH | grep -c ':111 ')"

kill -TERM $subject_pid
wait $subject_pid || fail "$SUBJECT ended with $? after SIGTERM"
[ -S /run/rpcbind.sock ] || fail "$SUBJECT removed a socket that it had not made"
