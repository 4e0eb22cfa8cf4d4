"""One process that plays attacker and victim by turns (seteuid), so that nothing lies between their steps.

The kernel notes for a socket the user who made it, whichever process that was: to the daemon this is what two processes would be,
with the best luck that they could have.
"""

import contextlib
import os
import socket

import wire


@contextlib.contextmanager
def acting_as(uid):
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)


def socket_of(uid, netid):
    with acting_as(uid):
        return reusing(netid)


def reusing(netid):
    made = wire.new_socket(netid)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return made


def registrar_of(uid):
    """A connection over which that user is known."""
    with acting_as(uid):
        return wire.Client("local", seconds=wire.LOOKUP_SECONDS)


def free_ports(netid, count):
    """Ports that nobody has: without SO_REUSEADDR, for with it the kernel may choose one that a socket with it still has."""
    made = [wire.new_socket(netid) for _ in range(count)]
    for each in made:
        each.bind((wire.ANY[netid], 0))
    ports = [each.getsockname()[1] for each in made]
    for each in made:
        each.close()
    return ports


def serve(made, netid, port):
    made.bind((wire.ANY[netid], port))
    if netid.startswith("tcp"):
        made.listen(1)
    return made
