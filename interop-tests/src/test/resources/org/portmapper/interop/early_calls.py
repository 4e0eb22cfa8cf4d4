"""early_calls.py COMMAND...: calls that are in the socket's queue before the portmapper marks datagrams: a look-up among them is answered, a SET is
not, until its client sends it again. Opens UDP port 111, sends, and becomes COMMAND with the socket, as a service manager passes it."""

import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "attacks"))
import wire  # noqa: E402

QUEUED = 40  # more than the portmapper takes at once
PROGRAM = 0x20000001
FIRST_DESCRIPTOR = 3


def main(command):
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 111))
    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    bound.bind(("127.0.0.1", 700))  # from here root is root
    client = wire.Client("udp", bound=bound, seconds=30)
    service = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    service.bind(("0.0.0.0", 4001))
    change = wire.set_call(2, PROGRAM, 1, "udp", wire.universal("0.0.0.0", 4001))
    null = wire.Call(2, 0, b"", "NULL")
    unanswered = {client.send(change) for _ in range(QUEUED)}
    behind = client.send(null)
    if os.fork():
        os.dup2(listening.fileno(), FIRST_DESCRIPTOR)
        os.set_inheritable(FIRST_DESCRIPTOR, True)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
        os.execvp(command[0], command)
    listening.close()
    # Replies leave in the order of the calls.
    first = client.socket.recv(65536)
    if int.from_bytes(first[:4], "big") in unanswered:
        sys.exit("FAILED: an early SET was answered: " + wire.outcome(wire.result, first))
    if first[:4] != wire.words(behind):
        sys.exit("FAILED: the look-up was not answered, but " + first.hex())
    again = wire.outcome(client.call, change)
    if again != "TRUE":
        sys.exit("FAILED: the SET that was sent again: " + again)
    print("the look-up was answered, and the SET when it was sent again", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
