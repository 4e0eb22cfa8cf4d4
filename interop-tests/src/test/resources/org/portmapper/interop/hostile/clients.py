"""clients.py: a client on the local socket, one over TCP and one over UDP, connected once. For each line of standard input all of them make a call,
and a line says which were answered."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "attacks"))
import wire  # noqa: E402

NULL = wire.Call(4, 0, b"", "NULL")


def answered(client):
    try:
        return client.call(NULL) == b""
    except (wire.NotAnswered, OSError) as failure:
        print(client.carrier, failure, file=sys.stderr)
        return False


def main():
    clients = [wire.Client(carrier, seconds=5) for carrier in ("local", "tcp", "udp")]
    for _ in sys.stdin:
        print(*(client.carrier for client in clients if answered(client)), "answered", flush=True)


if __name__ == "__main__":
    main()
