"""behind_sockets.py COMMAND...: has the portmapper's sockets open, as systemd has those of portmapper.socket, and runs the command behind them.
SIGHUP has it end by SIGTERM and run again at once, as "systemctl restart portmapper.service" does; SIGTERM ends both. Says "open", and
"restarted" once the command runs again."""
import os
import signal
import socket
import sys

PORT, LOCAL = 111, "/run/rpcbind.sock"


def inet(family, kind):
    one = socket.socket(family, kind)
    if family == socket.AF_INET6:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)  # PassPacketInfo=yes
    else:
        one.setsockopt(socket.IPPROTO_IP, 8, 1)  # IP_PKTINFO
    one.setsockopt(socket.SOL_SOCKET, 33, 4 << 20)  # SO_RCVBUFFORCE: ReceiveBuffer=4M
    one.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", PORT))
    if kind == socket.SOCK_STREAM:
        one.listen(4096)
    return one


def local(name):
    one = socket.socket(socket.AF_UNIX)
    one.bind(name)
    one.listen(4096)
    return one


def run(command, sockets):
    pid = os.fork()
    if pid == 0:
        above = [os.dup2(each.fileno(), 100 + i) for i, each in enumerate(sockets)]
        for i, fd in enumerate(above):
            os.dup2(fd, 3 + i)
        os.closerange(3 + len(above), 256)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execvpe(command[0], command, {**os.environ, "LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(above))})
    return pid


def end(pid):
    os.kill(pid, signal.SIGTERM)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status != 0:
        sys.exit(f"the portmapper ended with {status}")


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP, signal.SIGTERM])
listening = [local(LOCAL), local("\0" + LOCAL)]
os.chmod(LOCAL, 0o666)
listening += [inet(family, kind) for family in (socket.AF_INET, socket.AF_INET6) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)]
child = run(sys.argv[1:], listening)
print("open", flush=True)
while signal.sigwait([signal.SIGHUP, signal.SIGTERM]) == signal.SIGHUP:
    end(child)
    child = run(sys.argv[1:], listening)
    print("restarted", flush=True)
end(child)
