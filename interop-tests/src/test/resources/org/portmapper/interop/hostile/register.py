"""register.py COUNT: root registers COUNT programs of version 1 at tcp over the local socket, as fast as it is answered."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "attacks"))
import wire  # noqa: E402

FIRST = 0x20000000
AT_ONCE = 100  # calls under way: fewer than any portmapper's socket holds


def main(count):
    client = wire.Client("local", seconds=60)
    waiting = []
    registered = 0
    for i in range(count):
        waiting.append(client.send(wire.set_call(4, FIRST + i, 1, "tcp", wire.universal("0.0.0.0", 1024 + i % 60000))))
        if len(waiting) == AT_ONCE or i == count - 1:
            registered += sum(wire.Reader(client.receive(xid)).word() for xid in waiting)
            waiting = []
    print("registered", registered)
    return 0 if registered == count else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
