"""ONC RPC as a client of the portmapper speaks it (RFC 5531, RFC 1833): XDR, record marking, the five transports."""

import itertools
import os
import socket
import struct
from typing import NamedTuple

PORTMAPPER = 100000
# Whether the daemon has its BPF program on the loopback interface. Without it a datagram proves less: see docs/security.md.
MARKS = os.environ.get("MARKS") != "no"

SET, UNSET, GETADDR, DUMP, GETVERSADDR, GETADDRLIST = 1, 2, 3, 4, 9, 11
CALLIT = 5

LOCAL_PATH = "/run/rpcbind.sock"
CARRIERS = ("local", "tcp", "udp", "tcp6", "udp6")
INET = CARRIERS[1:]
LOOPBACK = {"tcp": "127.0.0.1", "udp": "127.0.0.1", "tcp6": "::1", "udp6": "::1"}
ANY = {"tcp": "0.0.0.0", "udp": "0.0.0.0", "tcp6": "::", "udp6": "::"}
PROTOCOLS = {"tcp": socket.IPPROTO_TCP, "udp": socket.IPPROTO_UDP}

# A daemon of ours answers in microseconds; this bounds the tries that it leaves unanswered.
ANSWER_SECONDS = 1.0
LOOKUP_SECONDS = 10.0

xids = itertools.count(0x1000)


class NotAnswered(Exception):
    """What came back instead of a result: a refusal, or nothing."""


# ---- XDR


def words(*numbers):
    return struct.pack(">%dI" % len(numbers), *numbers)


def opaque(text):
    data = text if isinstance(text, bytes) else text.encode()
    return words(len(data)) + data + bytes(-len(data) % 4)


class Reader:
    """Reads XDR values one after the other; never past the end."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def word(self):
        if self.at + 4 > len(self.data):
            raise NotAnswered("a reply that ends early")
        self.at += 4
        return struct.unpack_from(">I", self.data, self.at - 4)[0]

    def text(self):
        length = self.word()
        if length > len(self.data) - self.at:
            raise NotAnswered("a string of %d bytes in a reply that ends before it" % length)
        value = self.data[self.at : self.at + length]
        self.at += length + -length % 4
        return value.decode("latin-1")


# ---- addresses


def universal(host, port):
    return "%s.%d.%d" % (host, port >> 8, port & 255)


def port_of(address):
    """The port of a universal address, None where it has none (an AF_UNIX path)."""
    parts = address.rsplit(".", 2)
    return int(parts[1]) * 256 + int(parts[2]) if len(parts) == 3 and (parts[1] + parts[2]).isdigit() else None


def new_socket(netid):
    if netid == "local":
        return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    family = socket.AF_INET6 if netid.endswith("6") else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM if netid.startswith("udp") else socket.SOCK_STREAM)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    return made


# ---- calls


class Call(NamedTuple):
    """A call to the portmapper: version and procedure, encoded arguments, and how a report names it."""

    version: int
    procedure: int
    arguments: bytes
    text: str


def mapping_call(version, procedure, name, program, program_version, netid, address, owner=""):
    """A SET or UNSET: an RFC 1833 section 3 mapping for version 2, an rpcb for the others."""
    if version == 2:
        protocol = PROTOCOLS.get(netid.lower(), 0)
        arguments = words(program, program_version, protocol, (port_of(address) or 0) if address else 0)
    else:
        arguments = words(program, program_version) + opaque(netid) + opaque(address) + opaque(owner)
    owned = " owner %r" % owner if owner else ""
    shown = "%s %d v%d %r %r%s" % (name, program, program_version, netid, address[:80], owned)
    return Call(version, procedure, arguments, shown)


def set_call(version, program, program_version, netid, address, owner=""):
    return mapping_call(version, SET, "SET", program, program_version, netid, address, owner)


def unset_call(version, program, program_version, netid="", owner=""):
    return mapping_call(version, UNSET, "UNSET", program, program_version, netid, "", owner)


NONE = words(0, 0)


def auth_sys(uid, gid=0, machine="localhost"):
    body = words(0) + opaque(machine) + words(uid, gid, 1, gid)
    return words(1) + opaque(body)


def message(xid, call, credential=NONE):
    return words(xid, 0, 2, PORTMAPPER, call.version, call.procedure) + credential + NONE + call.arguments


def record(data):
    return words(0x80000000 | len(data)) + data


def result(data):
    """The results in a reply message, or NotAnswered with the reason it carries."""
    reply = Reader(data)
    reply.word()
    if reply.word() != 1:
        raise NotAnswered("not a reply")
    if reply.word() != 0:
        kind, status = reply.word(), reply.word()
        raise NotAnswered("denied: reject_stat %d, auth_stat %d" % (kind, status))
    reply.word()
    reply.text()
    status = reply.word()
    if status != 0:
        raise NotAnswered("accept_stat %d" % status)
    return data[reply.at :]


# ---- connections


class Client:
    """One socket to the portmapper over one carrier; datagrams are sent once, for no attack may depend on a second try."""

    def __init__(self, carrier, bound=None, seconds=ANSWER_SECONDS):
        self.carrier, self.stream = carrier, not carrier.startswith("udp")
        self.socket = bound or new_socket(carrier)
        self.socket.settimeout(seconds)
        self.socket.connect(LOCAL_PATH if carrier == "local" else (LOOPBACK[carrier], 111))

    def send(self, call, credential=NONE):
        xid = next(xids)
        data = message(xid, call, credential)
        self.socket.sendall(record(data) if self.stream else data)
        return xid

    def receive(self, xid):
        try:
            while True:
                data = self.read_record() if self.stream else self.socket.recv(65536)
                if data[:4] == words(xid):
                    return result(data)
        except TimeoutError:
            raise NotAnswered("no answer") from None

    def call_or_nothing(self, call):
        """On a stream: a NULL call behind it shows at once that the portmapper left this one unanswered."""
        xid, behind = self.send(call), self.send(Call(call.version, 0, b"", "NULL"))
        answer = self.read_record()
        if answer[:4] == words(behind):
            raise NotAnswered("no answer")
        self.receive(behind)
        if answer[:4] != words(xid):
            raise NotAnswered("an answer to something else")
        return result(answer)

    def read_record(self, first_header=b""):
        """The next record; of its first fragment the header may have been read already."""
        data, header = b"", first_header or self.read(4)
        while True:
            length = struct.unpack(">I", header)[0]
            data += self.read(length & 0x7FFFFFFF)
            if length & 0x80000000:
                return data
            header = self.read(4)

    def read(self, length):
        data = b""
        while len(data) < length:
            part = self.socket.recv(length - len(data))
            if not part:
                raise ConnectionError("closed by the portmapper")
            data += part
        return data

    def call(self, call, credential=NONE):
        return self.receive(self.send(call, credential))

    def close(self):
        self.socket.close()


def outcome(function, *arguments):
    """What an attacker learns: TRUE, FALSE, or why there is no result."""
    try:
        return "TRUE" if Reader(function(*arguments)).word() else "FALSE"
    except (NotAnswered, OSError) as failure:
        return str(failure)
