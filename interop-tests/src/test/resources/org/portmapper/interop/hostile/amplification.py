"""amplification.py HOST MOST: every procedure of every version, and what is no call, as datagrams to HOST; each as short as it can be.
Prints for each how many bytes were answered to how many, and fails where more than MOST times as many were; MOST is "any" for no such limit."""

import os
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "attacks"))
import wire  # noqa: E402
from register import FIRST  # noqa: E402
from wire import NONE, PORTMAPPER, opaque, words  # noqa: E402

QUIET = 1.0  # seconds without a reply after which none is on its way any more
PAUSE = 0.002  # between two datagrams, so that none is lost in a full buffer

RPCB = words(FIRST, 1) + opaque("") * 3
RPCB_TCP = words(FIRST, 1) + opaque("tcp") + opaque("") * 2
REMOTE = words(FIRST, 1, 0) + opaque("")


def rpcb(program, netid=""):
    return words(program, 4) + opaque(netid) + opaque("") * 2


VERSION_2 = {
    "NULL": (0, b""),
    "SET": (1, words(FIRST, 1, 6, 2049)),
    "UNSET": (2, words(FIRST, 1, 6, 0)),
    "GETPORT": (3, words(FIRST, 1, 6, 0)),
    "DUMP": (4, b""),
    "CALLIT": (5, REMOTE),
    "no such procedure": (6, b""),
}
VERSION_3 = {
    "NULL": (0, b""),
    "SET": (1, RPCB_TCP),
    "UNSET": (2, RPCB),
    "GETADDR": (3, RPCB),
    "GETADDR of the portmapper": (3, rpcb(PORTMAPPER)),
    "DUMP": (4, b""),
    "CALLIT": (5, REMOTE),
    "GETTIME": (6, b""),
    "UADDR2TADDR": (7, opaque("1.2.3.4.5.6")),
    "UADDR2TADDR of IPv6": (7, opaque("::1.0.111")),
    "TADDR2UADDR": (8, words(16, 16) + b"\2\0" + b"\xff" * 14),
    "TADDR2UADDR of IPv6": (8, words(28, 28) + b"\n\0" + b"\xff" * 26),
    "no such procedure": (99, b""),
}
VERSION_4 = VERSION_3 | {
    "GETVERSADDR": (9, RPCB),
    "INDIRECT": (10, REMOTE),
    "GETADDRLIST": (11, RPCB_TCP),
    "GETADDRLIST of the portmapper": (11, rpcb(PORTMAPPER, "tcp")),
    "GETSTAT": (12, b""),
}


def header(xid, kind=0, rpc=2, program=PORTMAPPER, version=4, procedure=0):
    return words(xid, kind, rpc, program, version, procedure)


def datagrams():
    """Name and bytes of each; the first word is a number of its own, by which its replies are known."""
    for version, procedures in ((2, VERSION_2), (3, VERSION_3), (4, VERSION_4)):
        for name, (procedure, arguments) in procedures.items():
            data = header(0, version=version, procedure=procedure) + NONE + NONE + arguments
            yield "version %d %s" % (version, name), data
            if arguments:
                yield "version %d %s without arguments" % (version, name), data[: -len(arguments)]
    yield "version 1", header(0, version=1) + NONE + NONE
    yield "version 5", header(0, version=5) + NONE + NONE
    yield "another program", header(0, program=100003) + NONE + NONE
    yield "RPC version 3", header(0, rpc=3) + NONE + NONE
    yield "a reply", header(0, kind=1) + NONE + NONE
    yield "neither call nor reply", header(0, kind=2) + NONE + NONE
    yield "AUTH_DH", header(0) + words(3, 0) + NONE
    yield "RPCSEC_GSS", header(0) + words(6, 0) + NONE
    yield "a credential of 401 bytes", header(0) + words(1, 401) + bytes(404) + NONE
    for length in range(4, 40, 4):
        yield "the first %d bytes of DUMP" % length, (header(0, procedure=4) + NONE + NONE)[:length]
    for length in range(12, 24, 4):
        yield "the first %d bytes of RPC version 3" % length, header(0, rpc=3)[:length]
    yield "a call of RPC version 0, and zeros", bytes(400)
    yield "noise", b"\xa5" * 400


def ask(client, sent):
    """Sends all, and gives the bytes of all replies to each."""
    answered = dict.fromkeys(sent, 0)
    for xid, (_, data) in sent.items():
        client.send(words(xid) + data[4:])
        time.sleep(PAUSE)
        client.settimeout(0)
        collect(client, answered)
    client.settimeout(QUIET)
    collect(client, answered)
    return answered


def collect(client, answered):
    try:
        while True:
            reply = client.recv(65536)
            answered[int.from_bytes(reply[:4], "big")] += len(reply)
    except (BlockingIOError, TimeoutError):
        return


def main(host, most):
    client = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    client.connect((host, 111))
    sent = dict(enumerate(datagrams(), 1000))
    answered = ask(client, sent)
    rows = sorted(((answered[xid] / len(data), len(data), answered[xid], name) for xid, (name, data) in sent.items()), reverse=True)
    for factor, call, reply, name in rows:
        print("%8.2f  %5d bytes to %4d  %s" % (factor, reply, call, name))
    print("largest: %.2f times the call, %s" % (rows[0][0], rows[0][3]))
    no_calls = [name for factor, _, _, name in rows if factor and name in ("a reply", "neither call nor reply", "noise")]
    if most == "any":
        return 0
    if no_calls:
        print("answered, though no call:", no_calls)
    return 0 if rows[0][0] <= float(most) and not no_calls else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
