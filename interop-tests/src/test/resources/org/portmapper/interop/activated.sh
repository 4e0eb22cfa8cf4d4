# shellcheck shell=bash
# Sourced after the prelude: starts the subject behind sockets that are open before it, as systemd passes them.
needs perl

start_activated() { # [--abstract] COMMAND...: with local, TCP and UDP sockets as descriptors from 3 on
    local names=/run/rpcbind.sock
    if [ "$1" = --abstract ]; then # as systemd/portmapper.socket has it; rpcbind of Debian 12 cannot serve it
        names+=" @/run/rpcbind.sock"
        shift
    fi
    perl -MSocket=:all -MPOSIX=dup2 -e '
        $^F = 99; # keeps descriptors open across exec
        sub inet { my ($family, $type, $address) = @_;
            socket(my $s, $family, $type, 0) or die "socket: $!";
            setsockopt($s, 41, 26, 1) or die "IPV6_V6ONLY: $!" if $family == AF_INET6;
            bind($s, $address) or die "bind: $!";
            listen($s, 64) or die "listen: $!" if $type == SOCK_STREAM;
            return $s }
        sub unix { my ($name) = @_;
            socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
            # By hand: the abstract name is exactly as long as its letters.
            bind($s, pack("S a*", AF_UNIX, $name =~ s/^@/\0/r . ($name =~ /^@/ ? "" : "\0"))) or die "bind $name: $!";
            $name =~ /^@/ or chmod(0666, $name) or die "chmod: $!";
            listen($s, 64) or die "listen: $!";
            return $s }
        my $ipv4 = sockaddr_in(111, INADDR_ANY);
        my $ipv6 = pack_sockaddr_in6(111, IN6ADDR_ANY);
        my @sockets = (map({ unix($_) } split(" ", shift)), inet(AF_INET, SOCK_STREAM, $ipv4), inet(AF_INET, SOCK_DGRAM, $ipv4),
            inet(AF_INET6, SOCK_STREAM, $ipv6), inet(AF_INET6, SOCK_DGRAM, $ipv6));
        my @above = map { fcntl($_, 0, 20) or die "fcntl: $!" } @sockets; # F_DUPFD: out of the way of 3 and above
        dup2($above[$_], 3 + $_) for 0 .. $#above;
        POSIX::close($_) for @above;
        @ENV{qw(LISTEN_PID LISTEN_FDS)} = ($$, scalar @above);
        exec @ARGV or die "exec: $!"' "$names" "$@" >>"$WORK/subject.log" 2>&1 &
    subject_pid=$!
    wait_for 30 answers_or_ended $subject_pid
    kill -0 $subject_pid 2>/dev/null || fail "$SUBJECT ended before it answered"
    step "$SUBJECT answers on sockets that were open before"
}
