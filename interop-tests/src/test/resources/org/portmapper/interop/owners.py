"""owners.py BINDINGS OWNERS: as many users, each with a socket of his own, register so many bindings in all over local connections.

For each line "dump" of standard input two clients ask for the whole list: one that begins first and reads no more than its beginning until the other one has read all. Each
has to get every binding once. The users end at any other line.
"""
import os
import socket
import sys
import time

from wire import DUMP, Call, Client, Reader, result, set_call, universal

FIRST_PROGRAM, FIRST_UID = 0x20000000, 20_000
DUMP_CALL = Call(4, DUMP, b"", "DUMP")


class Owner:
    """A user: his socket, and his connection to the portmapper. The kernel looks at who makes them, so one process can make all."""

    def __init__(self, number):
        self.program, self.uid = FIRST_PROGRAM + number, FIRST_UID + number
        os.seteuid(self.uid)
        self.listening = socket.create_server(("", 0))
        self.client = Client("local", seconds=60)
        os.seteuid(0)
        self.address = universal("0.0.0.0", self.listening.getsockname()[1])

    def row(self, version):
        return self.program, version, "tcp", self.address, str(self.uid)


def register(owners, each):
    for version in range(1, each + 1):
        calls = [owner.client.send(set_call(4, owner.program, version, "tcp", owner.address)) for owner in owners]
        for owner, xid in zip(owners, calls):
            if not Reader(owner.client.receive(xid)).word():
                sys.exit("refused: %s" % (owner.row(version),))


def rows(message):
    reader, found = Reader(result(message)), []
    while reader.word():
        found.append((reader.word(), reader.word(), reader.text(), reader.text(), reader.text()))
    return [row for row in found if row[0] >= FIRST_PROGRAM]


def compare(who, message, expected):
    found = rows(message)
    if len(found) != len(set(found)) or set(found) != expected:
        sys.exit("%s: %d rows, %d of them different, of %d" % (who, len(found), len(set(found)), len(expected)))


def dump(carrier, expected):
    slow, fast = Client(carrier, seconds=60), Client(carrier, seconds=60)
    slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.send(DUMP_CALL)
    begun = slow.read(4)
    begin = time.monotonic()
    fast.send(DUMP_CALL)
    message = fast.read_record()
    took = time.monotonic() - begin
    compare("who reads at once over " + carrier, message, expected)
    compare("who reads later over " + carrier, slow.read_record(begun), expected)
    return "%s %.0f ms" % (carrier, 1e3 * took)


def main():
    bindings, number = (int(argument) for argument in sys.argv[1:])
    owners = [Owner(i) for i in range(number)]
    expected = {owner.row(version) for owner in owners for version in range(1, bindings // number + 1)}
    begin = time.monotonic()
    register(owners, bindings // number)
    took = time.monotonic() - begin
    print("%d bindings of %d owners registered in %.1f s, %.0f in a second" % (len(expected), number, took, len(expected) / took), flush=True)
    while sys.stdin.readline() == "dump\n":
        print("all of them listed: " + ", ".join(dump(carrier, expected) for carrier in ("tcp", "local")), flush=True)


main()
