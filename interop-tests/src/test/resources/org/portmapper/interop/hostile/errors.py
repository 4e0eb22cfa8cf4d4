"""errors.py HOST COUNT: COUNT calls of a version that is not served, each with a look-up behind it that is waited for; how many of each kind were
answered, and in how many seconds."""

import os
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "attacks"))
from amplification import header  # noqa: E402
from wire import NONE  # noqa: E402


def main(host, count):
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.settimeout(1)
    client.connect((host, 111))
    errors = lookups = 0
    start = time.monotonic()
    for i in range(0, 2 * count, 2):
        client.send(header(i, version=77) + NONE + NONE)
        client.send(header(i + 1, version=3) + NONE + NONE)
        try:
            while int.from_bytes(client.recv(65536)[:4], "big") != i + 1:
                errors += 1
            lookups += 1
        except TimeoutError:
            continue
    print("answered: %d of %d errors, %d of %d look-ups in %.1f s" % (errors, count, lookups, count, time.monotonic() - start))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
