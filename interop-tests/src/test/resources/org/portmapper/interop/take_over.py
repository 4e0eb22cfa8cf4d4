"""What take_over.sh and restart_activated.sh ask of a portmapper, without any library between.

take_over.py lookups PROGRAM/VERSION...       what every kind of look-up finds, one a line
take_over.py serve PROGRAM VERSION NETID PORT [local | udp]
                                              opens that socket, registers it over the local socket or by a datagram; says "open TRUE"
take_over.py watch MILLISECONDS               looks up over udp, tcp and local, one look-up each so often and none of them twice, until
                                              SIGTERM; then says how many failed, for how long, and how long the slowest answer took
"""
import signal
import socket
import struct
import sys
import threading
import time

PORTMAPPER, PORT, LOCAL = 100000, 111, "/run/rpcbind.sock"
FAMILY = {"udp": socket.AF_INET, "tcp": socket.AF_INET, "udp6": socket.AF_INET6, "tcp6": socket.AF_INET6, "local": socket.AF_UNIX}
HOST = {"udp": "127.0.0.1", "tcp": "127.0.0.1", "udp6": "::1", "tcp6": "::1"}
PATIENCE = 60


def string(text):
    return struct.pack(">I", len(text)) + text.encode() + bytes(-len(text) % 4)


def rpcb(program, version, netid, address):
    return struct.pack(">2I", program, version) + string(netid) + string(address) + string("")


def is_datagram(netid):
    return netid.startswith("udp")


def ask(netid, version, procedure, arguments, patience=PATIENCE):
    """The results of one call, sent once."""
    message = struct.pack(">10I", 7, 0, 2, PORTMAPPER, version, procedure, 0, 0, 0, 0) + arguments
    with socket.socket(FAMILY[netid], socket.SOCK_DGRAM if is_datagram(netid) else socket.SOCK_STREAM) as asking:
        asking.settimeout(patience)
        asking.connect(LOCAL if netid == "local" else (HOST[netid], PORT))
        if is_datagram(netid):
            asking.send(message)
            return asking.recv(65536)[24:]
        asking.sendall(struct.pack(">I", 0x80000000 | len(message)) + message)
        return record(asking)[24:]


def record(stream):
    whole, last = b"", False
    while not last:
        header = struct.unpack(">I", exactly(stream, 4))[0]
        last = header & 0x80000000
        whole += exactly(stream, header & 0x7FFFFFFF)
    return whole


def exactly(stream, length):
    data = b""
    while len(data) < length:
        more = stream.recv(length - len(data))
        if not more:
            raise ConnectionError("the connection ended")
        data += more
    return data


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def number(self):
        self.at += 4
        return struct.unpack_from(">I", self.data, self.at - 4)[0]

    def text(self):
        length = self.number()
        self.at += length + -length % 4
        return self.data[self.at - length - -length % 4 :][:length].decode()


def lookups(services):
    lines = []
    for program, version in services:
        for netid in FAMILY:
            for protocol in (6, 17):
                port = Reader(ask(netid, 2, 3, struct.pack(">4I", program, version, protocol, 0))).number()
                lines.append(f"GETPORT over {netid}: {program} {version} {protocol} {port}")
            hint = LOCAL if netid == "local" else f"{HOST[netid]}.0.{PORT}"
            for spoken in (3, 4):
                address = Reader(ask(netid, spoken, 3, rpcb(program, version, netid, hint))).text()
                lines.append(f"GETADDR of version {spoken} over {netid}: {program} {version} {address}")
    listed = Reader(ask("local", 4, 4, b""))
    while listed.number():
        row = [listed.number(), listed.number(), listed.text(), listed.text(), listed.text()]
        if row[0] in {program for program, _ in services}:
            lines.append("DUMP: " + " ".join(map(str, row)))
    listed = Reader(ask("local", 2, 4, b""))
    while listed.number():
        row = [listed.number() for _ in range(4)]
        if row[0] in {program for program, _ in services}:
            lines.append("DUMP of version 2: " + " ".join(map(str, row)))
    print("\n".join(sorted(lines)))


def serve(program, version, netid, port, way="local"):
    service = socket.socket(FAMILY[netid], socket.SOCK_DGRAM if is_datagram(netid) else socket.SOCK_STREAM)
    service.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if port != "-":
        service.bind(("", int(port)))
        if not is_datagram(netid):
            service.listen()
    where = port if port != "-" else sys.argv[7]
    set_it = rpcb(int(program), int(version), netid, "0.0.0.0.%d.%d" % divmod(int(where), 256))
    print("open", "TRUE" if Reader(ask(way, 4, 1, set_it)).number() else "FALSE", flush=True)
    signal.pause()


def watch(pause):
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    seen = {"udp": [], "tcp": [], "local": []}
    threads = []

    def look_up(netid, sent):
        try:
            ask(netid, 2, 3, struct.pack(">4I", PORTMAPPER, 2, 6, 0))
            seen[netid].append((sent, time.monotonic() - sent))
        except OSError:
            seen[netid].append((sent, None))

    print("watching", flush=True)
    start = time.monotonic()
    for turn in range(10**9):
        if ended.wait(max(0, start + turn * pause / 1000 - time.monotonic())):
            break
        for netid in seen:
            thread = threading.Thread(target=look_up, args=(netid, time.monotonic()))
            thread.start()
            threads.append(thread)
    for thread in threads:
        thread.join()
    for netid, all_of_them in seen.items():
        report(netid, sorted(all_of_them))


def report(netid, tries):
    failed = [sent for sent, took in tries if took is None]
    after = [sent for sent, took in tries if took is not None and failed and sent > failed[-1]]
    out = f", for {(after[0] - failed[0]) * 1000:.0f} ms" if after else ""
    slowest = max(took for _, took in tries if took is not None)
    print(f"{netid}: {len(tries)} look-ups, {len(failed)} failed{out}, slowest answer {slowest * 1000:.0f} ms")


if sys.argv[1] == "lookups":
    lookups([tuple(map(int, each.split("/"))) for each in sys.argv[2:]])
elif sys.argv[1] == "serve":
    serve(*sys.argv[2:7])
else:
    watch(float(sys.argv[2]))
