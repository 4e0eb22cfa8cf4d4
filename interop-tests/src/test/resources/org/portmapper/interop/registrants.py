"""registrants.py COUNT CONNECTIONS ROUNDS: registers that many bindings over as many connections, each waiting for its answer before it goes on.

Prints how many were acknowledged in a second, and the median, 99th percentile and maximum of the milliseconds that one waited. Between
two rounds all is withdrawn; after the last one it stays, and the process does, until its standard input ends.
"""
import selectors
import socket
import sys
import time

from wire import Client, Reader, result, set_call, universal, unset_call

FIRST_PROGRAM = 0x20001000


def register(address, clients, each):
    """Returns how long each call waited, in seconds."""
    selector = selectors.DefaultSelector()
    waits, todo = [], {}
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
    return sorted(waits)


def withdraw(clients, each):
    for number, client in enumerate(clients):
        for version in range(1, each + 1):
            client.send(unset_call(4, FIRST_PROGRAM + number, version, "tcp"))
        for version in range(1, each + 1):
            client.read_record()


def main():
    count, connections, rounds = (int(argument) for argument in sys.argv[1:])
    listening = socket.create_server(("", 0))
    address = universal("0.0.0.0", listening.getsockname()[1])
    clients = [Client("local", seconds=60) for _ in range(connections)]
    for number in range(rounds):
        if number > 0:
            withdraw(clients, count // connections)
        begin = time.monotonic()
        waits = register(address, clients, count // connections)
        rate = len(waits) / (time.monotonic() - begin)
        median, most, longest = (1e3 * waits[len(waits) * part // 100 if part < 100 else -1] for part in (50, 99, 100))
        print("%d registrations by %d registrants: %.0f acknowledged in a second; each waited %.1f ms (median), %.1f (99 of 100), %.1f at most"
              % (len(waits), connections, rate, median, most, longest), flush=True)
    sys.stdin.read()


main()
