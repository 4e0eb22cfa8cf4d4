"""Lies about where a call comes from: low source ports, spoofed and shared source ports, namespaces."""

import contextlib
import socket
import struct

from typing import NamedTuple

import actors
import wire
from suite import Target
from wire import set_call, unset_call
from world import ATTACKER, FREE, INET_WAYS, LAB, LOW_PORTS, NFS, NLM, netid_for, way

UNPRIVILEGED_START = "/proc/sys/net/ipv4/ip_unprivileged_port_start"
IP_PKTINFO = 8  # linux/in.h; Python names it from 3.12 on
SECOND = {"udp": "127.0.0.2", "udp6": "fd77::2"}  # a second address of this host, where any user may bind


@contextlib.contextmanager
def every_port_free_to_all():
    """As in a container: by default of several runtimes no port is reserved there."""
    with open(UNPRIVILEGED_START, encoding="ascii") as file:
        usual = file.read()
    write_setting("0")
    try:
        yield
    finally:
        write_setting(usual)


def write_setting(text):
    with open(UNPRIVILEGED_START, "w", encoding="ascii") as file:
        file.write(text)


def low_ports(suite, world):
    """A source port below 1024 says "root" to rpcbind."""
    free = Target(NLM, versions=[4])
    with suite.group("low ports", world.nfs), every_port_free_to_all():
        for carrier, version in INET_WAYS:
            via, netid = way(carrier, version), netid_for(carrier, version)

            def send(*calls):
                return [call.text + ": " + world.attacker.do(actors.attempt_from, carrier, call, LOW_PORTS) for call in calls]

            take = set_call(version, NLM, 4, netid, world.mine[netid])
            removals = [unset_call(version, NFS, each) for each in (3, 4)]
            suite.attack("take nlockmgr", via, free, lambda: send(take))
            suite.attack("remove nfs", via, world.nfs, lambda: send(*removals))
            suite.attack(
                "remove nfs, then take it",
                via,
                world.nfs,
                lambda: send(*removals, set_call(version, NFS, 3, netid, world.mine[netid])),
            )
            if not wire.MARKS and carrier.startswith("udp"):
                continue  # where every port is free to all, a datagram is not root's without a mark
            service = set_call(version, NLM, 4, netid, world.of_root[netid])
            said = [world.root.do(actors.attempt_from, carrier, service, LOW_PORTS)]
            said.append(world.root.do(actors.attempt_from, carrier, unset_call(version, NLM, 4), LOW_PORTS))
            suite.control("root registers and unregisters over %s" % via, [text for text in said if not text.startswith("TRUE")])


# ---- the source address or port of another


class Disguise(NamedTuple):
    """Whom a call seems to come from, by a port of that victim (0: any), and what is worth trying in that disguise."""

    victim: actors.Actor
    port: int
    title: str
    target: Target
    calls: list


def disguises(world, carrier, version):
    mine, netid = world.mine, netid_for(carrier, version)
    owns, roots = world.its_owner[netid], world.of_root[netid]
    tries = [
        (world.owner, "remove", world.lab, [unset_call(version, LAB, each) for each in (1, 2)]),
        (world.owner, "add my address to", world.lab, [set_call(version, LAB, 77, netid, mine[netid])]),
        (world.owner, "add its own address to", world.lab, [set_call(version, LAB, 77, netid, owns)]),
        (world.root, "remove", world.nfs, [unset_call(version, NFS, each) for each in (3, 4)]),
        (world.root, "take with my address", Target(NLM, versions=[4]), [set_call(version, NLM, 4, netid, mine[netid])]),
        (world.root, "take with its own address", Target(NLM, versions=[4]), [set_call(version, NLM, 4, netid, roots)]),
    ]
    for victim, what, target, calls in tries:
        port = world.low_port if victim is world.root else 0
        yield Disguise(victim, port, "as %s: %s %d" % (victim, what, target.program), target, calls)


def spoofed_sources(suite, world):
    """IP_PKTINFO sends from any address of the host, whoever holds the port there."""
    with suite.group("spoofed sources", world.nfs, world.lab), every_port_free_to_all():
        for carrier in ("udp", "udp6"):
            for version in (2, 4):
                for guise in disguises(world, carrier, version):
                    held = guise.victim.listen(carrier, wire.LOOPBACK[carrier], guise.port)
                    masquerade(suite, world, carrier, version, guise, wire.port_of(held), spoof)


def shared_ports(suite, world):
    """SO_REUSEADDR lets two users hold one UDP port, where the last to bind gets the answers, and call from one TCP port."""
    with suite.group("shared ports", world.nfs, world.lab), every_port_free_to_all():
        for version in (2, 4):
            for carrier in ("udp", "udp6"):
                for guise in disguises(world, carrier, version):
                    first = world.attacker.listen(carrier, wire.LOOPBACK[carrier], guise.port, reuse=True)
                    port = wire.port_of(first)
                    guise.victim.listen(carrier, wire.LOOPBACK[carrier], port, reuse=True)
                    masquerade(suite, world, carrier, version, guise, port, send_from)
                    world.attacker.do(actors.release, (carrier, port))
            for carrier in ("tcp", "tcp6"):
                for guise in disguises(world, carrier, version):
                    shared_tcp_port(suite, world, carrier, version, guise)


def masquerade(suite, world, carrier, version, guise, port, send):
    """The attacker sends by send(carrier, port, call); the answers go to the victim, which shows that the call was heard."""

    def act():
        said = []
        for call in guise.calls:
            world.attacker.do(send, carrier, port, call)
            heard = "answered" if guise.victim.do(actors.answered, (carrier, port)) else "not answered"
            said.append("%s from port %d of %s: %s there" % (call.text, port, guise.victim, heard))
        return said + world.barrier(carrier)

    within_bound = "add its own address" in guise.title
    suite.attack(guise.title, way(carrier, version), guise.target, act, within_bound=within_bound)
    guise.victim.do(actors.release, (carrier, port))


def shared_tcp_port(suite, world, carrier, version, guise):
    """The victim is connected from this very port to another service; the attacker connects from it to the portmapper."""
    elsewhere = wire.port_of(world.its_other[carrier])
    port = guise.victim.do(connect_elsewhere, carrier, guise.port, elsewhere)
    suite.attack(
        guise.title,
        way(carrier, version),
        guise.target,
        lambda: [
            "%s from port %d: %s" % (call.text, port, world.attacker.do(attempt_sharing, carrier, call, port))
            for call in guise.calls
        ],
    )
    guise.victim.do(actors.release, (carrier, port))


# These run in the actors.


def spoof(carrier, port, call):
    """Sends from a socket elsewhere, and says by IP_PKTINFO (ip(7), ipv6(7)) that it comes from the loopback address."""
    made = wire.new_socket(carrier)
    made.bind((SECOND[carrier], port))
    source = wire.LOOPBACK[carrier]
    if carrier == "udp":
        level, kind, info = socket.IPPROTO_IP, IP_PKTINFO, struct.pack("i4s4s", 0, socket.inet_aton(source), bytes(4))
    else:
        level, kind = socket.IPPROTO_IPV6, socket.IPV6_PKTINFO
        info = socket.inet_pton(socket.AF_INET6, source) + struct.pack("i", 0)
    made.sendmsg([wire.message(next(wire.xids), call)], [(level, kind, info)], 0, (source, 111))
    made.close()


def send_from(carrier, port, call):
    actors.held[carrier, port].sendto(wire.message(next(wire.xids), call), (wire.LOOPBACK[carrier], 111))


def connect_elsewhere(carrier, port, elsewhere):
    made = reusing(carrier, port)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, actors.RESET)
    made.connect((wire.LOOPBACK[carrier], elsewhere))
    port = made.getsockname()[1]
    actors.held[carrier, port] = made
    return port


def attempt_sharing(carrier, call, port):
    made = reusing(carrier, port)
    try:
        return wire.outcome(wire.Client(carrier, made).call, call)
    finally:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, actors.RESET)
        made.close()


def reusing(carrier, port):
    made = wire.new_socket(carrier)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((wire.LOOPBACK[carrier], port))
    return made


# ---- namespaces


def namespaces(suite, world):
    """Root, but of a user namespace that its user made, or of a network that is not ours."""
    with suite.group("namespaces", world.nfs, world.lab):
        mapped = actors.Actor("root of a user namespace (uid %d)" % ATTACKER, actors.root_of_a_user_namespace, ATTACKER)
        address = {netid: mapped.listen(netid) for netid in wire.INET}
        address["local"] = world.mine["local"]
        for carrier, version in [("local", 2), ("local", 3), ("local", 4)] + [w for w in INET_WAYS if w[1] != 3]:
            via, netid = way(carrier, version), netid_for(carrier, version)
            suite.attack(
                "root of a user namespace takes nlockmgr",
                via,
                Target(NLM, versions=[4]),
                lambda: mapped.attempt(carrier, set_call(version, NLM, 4, netid, address[netid])),
            )
            kept = "rpcbind knows 4001 by the local socket" if carrier == "local" else ""
            suite.attack(
                "root of a user namespace removes another's",
                via,
                world.lab,
                lambda: [mapped.attempt(carrier, unset_call(version, LAB, each)) for each in (1, 2)],
                kept,
            )
        alone = actors.Actor(
            "root of a user and network namespace (uid %d)" % ATTACKER,
            actors.root_of_a_user_namespace,
            ATTACKER,
            actors.CLONE_NEWNET,
        )
        elsewhere(suite, world, alone)
        elsewhere(suite, world, actors.Actor("root of another network", actors.root_of_another_network))


def elsewhere(suite, world, foreign):
    """Only the path of the local socket is shared; a port over there is not a port here."""
    there = {netid: foreign.listen(netid, port=2049) for netid in ("tcp", "udp")}
    for version in (2, 3, 4):
        via = way("local", version)
        suite.attack(
            "%s: takes nlockmgr" % foreign,
            via,
            Target(NLM, versions=[4]),
            lambda: foreign.attempt("local", set_call(version, NLM, 4, "tcp", there["tcp"])),
        )
        suite.attack(
            "%s: a free program at its own port" % foreign,
            via,
            Target(FREE + 3, versions=[1]),
            lambda: foreign.attempt("local", set_call(version, FREE + 3, 1, "udp", there["udp"])),
        )
        suite.attack(
            "%s: a free program at a port of ours" % foreign,
            via,
            Target(FREE + 3, versions=[1]),
            lambda: foreign.attempt("local", set_call(version, FREE + 3, 1, "udp", world.its_owner["udp"])),
        )
        kept = "rpcbind knows the owner" if "uid" in foreign.name else ""
        suite.attack(
            "%s: removes nfs" % foreign,
            via,
            world.nfs,
            lambda: [foreign.attempt("local", unset_call(version, NFS, each)) for each in (3, 4)],
            kept,
        )
