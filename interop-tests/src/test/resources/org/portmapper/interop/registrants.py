"""registrants.py COUNT CONNECTIONS: registers that many bindings over as many connections at once, each waiting for its answer before it goes on.

Prints how many were acknowledged in a second, and the median, 99th percentile and maximum of the milliseconds that one waited.
"""
import selectors
import socket
import sys
import time

from wire import Client, Reader, result, set_call, universal, unset_call

FIRST_PROGRAM = 0x20001000


def main():
    count, connections = int(sys.argv[1]), int(sys.argv[2])
    listening = socket.create_server(("", 0))
    address = universal("0.0.0.0", listening.getsockname()[1])
    each = count // connections
    selector = selectors.DefaultSelector()
    clients = [Client("local", seconds=60) for _ in range(connections)]
    waits, todo = [], {}
    begin = time.monotonic()
    for number, client in enumerate(clients):
        todo[client] = iter([set_call(4, FIRST_PROGRAM + number, version, "tcp", address) for version in range(1, each + 1)])
        selector.register(client.socket, selectors.EVENT_READ, client)
        client.xid, client.sent = client.send(next(todo[client])), time.monotonic()
    while selector.get_map():
        for key, _ in selector.select():
            client = key.data
            if not Reader(client.receive(client.xid)).word():
                sys.exit("refused")
            now = time.monotonic()
            waits.append(now - client.sent)
            call = next(todo[client], None)
            if call is None:
                selector.unregister(client.socket)
            else:
                client.xid, client.sent = client.send(call), now
    seconds = time.monotonic() - begin
    waits.sort()
    print("%d registrations by %d registrants: %.0f acknowledged in a second; a registrant waited %.1f ms (median), %.1f (99 of 100), %.1f at most"
          % (len(waits), connections, len(waits) / seconds, waits[len(waits) // 2] * 1e3, waits[len(waits) * 99 // 100] * 1e3, waits[-1] * 1e3))
    for number, client in enumerate(clients):
        for version in range(1, each + 1):
            client.send(unset_call(4, FIRST_PROGRAM + number, version, "tcp"))
        for version in range(1, each + 1):
            client.read_record()


main()
