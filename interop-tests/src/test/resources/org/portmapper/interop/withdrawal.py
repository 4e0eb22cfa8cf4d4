"""withdrawal.py TRIES SECONDS: how long a service that was killed stays registered, and whether whoever takes its port is taken for it.

In every try a service of one user registers over the local socket and is killed; another user binds its port in the first moment in
which that can be done, and looks the service up. Prints "GONE of TRIES", then "TAKEN RETURNED": how often the other had the port, and how often
a look-up that came after that still said so; then median, 99th percentile and maximum of the milliseconds from the kill to the first
look-up that found nothing.
"""
import os
import signal
import socket
import statistics
import struct
import sys
import time

PORTMAPPER, PORTMAPPER_PORT = 100000, 111
SERVICE_UID, OTHER_UID = 1001, 1002
FIRST_PROGRAM = 0x20000400
KINDS = (("udp", socket.SOCK_DGRAM, socket.IPPROTO_UDP), ("tcp", socket.SOCK_STREAM, socket.IPPROTO_TCP))


def call(version, procedure, arguments):
    return struct.pack(">10I", 7, 0, 2, PORTMAPPER, version, procedure, 0, 0, 0, 0) + arguments


def string(text):
    return struct.pack(">I", len(text)) + text.encode() + bytes(-len(text) % 4)


def register(program, netid, port):
    """SET of version 3; the last word of a reply is the result."""
    with socket.socket(socket.AF_UNIX) as portmapper:
        portmapper.settimeout(10)
        portmapper.connect("/run/rpcbind.sock")
        address = string(netid) + string("0.0.0.0.%d.%d" % divmod(port, 256)) + string("")
        message = call(3, 1, struct.pack(">2I", program, 1) + address)
        portmapper.sendall(struct.pack(">I", 0x80000000 | len(message)) + message)
        return portmapper.recv(64)[-1] == 1


def connected():
    portmapper = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    portmapper.settimeout(10)
    portmapper.connect(("127.0.0.1", PORTMAPPER_PORT))
    return portmapper


def port_of(portmapper, program, protocol):
    """GETPORT of version 2: 0 where nothing is registered."""
    portmapper.send(call(2, 3, struct.pack(">4I", program, 1, protocol, 0)))
    return struct.unpack(">I", portmapper.recv(64)[-4:])[0]


def as_user(uid, action):
    """Starts a process of that user; what the action yields can be read from the pipe."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        action(lambda value: os.write(writer, struct.pack(">i", value)))
        os._exit(0)
    os.close(writer)
    return pid, reader


def heard(reader):
    value = os.read(reader, 4)
    if len(value) < 4:
        sys.exit("withdrawal.py: a process ended before it said something")
    return struct.unpack(">i", value)[0]


def bound(kind, port):
    service = socket.socket(socket.AF_INET, kind)
    service.bind(("", port))
    if kind == socket.SOCK_STREAM:
        service.listen()
    return service


def serve(program, netid, kind, say):
    service = bound(kind, 0)
    port = service.getsockname()[1]
    say(port if register(program, netid, port) else -1)
    signal.pause()


def take(program, kind, protocol, port, say):
    portmapper = connected()
    say(0)
    while True:
        try:
            with bound(kind, port):
                say(port_of(portmapper, program, protocol))
                return
        except OSError:
            pass  # the service still has it


def withdrawn(portmapper, program, protocol, start, limit):
    """Milliseconds from the start until nothing is found, or None."""
    while time.monotonic() - start < limit:
        if port_of(portmapper, program, protocol) == 0:
            return 1000 * (time.monotonic() - start)
    return None


def attempt(portmapper, number, limit):
    netid, kind, protocol = KINDS[number % len(KINDS)]
    program = FIRST_PROGRAM + number
    service, port_reader = as_user(SERVICE_UID, lambda say: serve(program, netid, kind, say))
    port = heard(port_reader)
    if port < 0 or port_of(portmapper, program, protocol) != port:
        sys.exit("withdrawal.py: the service could not register")
    other, found_reader = as_user(OTHER_UID, lambda say: take(program, kind, protocol, port, say))
    heard(found_reader)
    start = time.monotonic()
    os.kill(service, signal.SIGKILL)
    millis = withdrawn(portmapper, program, protocol, start, limit)
    found = heard(found_reader)
    for pid, reader in (service, port_reader), (other, found_reader):
        os.waitpid(pid, 0)
        os.close(reader)
    return millis, found != 0


def main(tries, limit):
    portmapper = connected()
    outcomes = [attempt(portmapper, number, limit) for number in range(tries)]
    millis = sorted(time for time, _ in outcomes if time is not None)
    returned = sum(found for _, found in outcomes)
    print("%d of %d" % (len(millis), tries))
    print("%d %d" % (tries, returned))
    if millis:
        print("median %.1f ms, p99 %.1f ms, maximum %.1f ms" % (statistics.median(millis), millis[(99 * len(millis) - 1) // 100], millis[-1]))


main(int(sys.argv[1]), float(sys.argv[2]))
