"""Registrations of a free program whose address is not the caller's: no socket, another's, another host's, another's path."""

import os

import actors
import lookups
import wire
from suite import Target
from wire import set_call, universal
from world import ATTACKER, FREE, LAB, NIGHT, OTHER, OWNER, way

# RFC 5737 and RFC 3849: never an address of this host.
FOREIGN = {"tcp": "192.0.2.1", "udp": "192.0.2.1", "tcp6": "2001:db8::1", "udp6": "2001:db8::1"}


def not_ones_own(suite, world):
    with suite.group("addresses", world.nfs, world.lab):
        for netid in wire.INET:
            for title, address, more in inet_addresses(world, netid):
                every_way(suite, world, title, netid, address, more)
        for title, netid, address in (
            ("port 0", "tcp", "0.0.0.0.0.0"),
            ("octets above 255", "udp", "0.0.0.0.300.300"),
            ("no address", "tcp", "nodots"),
            ("an IPv6 address on tcp", "tcp", "::1.3.232"),
            ("an empty address", "udp", ""),
        ):
            every_way(suite, world, title, netid, address, [3])


def inet_addresses(world, netid):
    """(title, universal address, whether port-only version 2 can say it) of what no ordinary user may register."""
    any_host, six = wire.ANY[netid], netid.endswith("6")
    loopback = wire.LOOPBACK[netid]
    near = "fd77::2" if six else "127.0.0.2"  # a second address of this host
    owner, attacker = world.owner, world.attacker
    unused = wire.port_of(attacker.listen(netid))
    attacker.do(actors.release, (netid, unused))
    split = wire.port_of(owner.listen(netid, loopback))
    attacker.listen(netid, near, split)
    yield "no socket", universal(any_host, unused), [2, 3, 4]
    yield "root's port", world.of_root[netid], [2, 3, 4]
    yield "the portmapper's port", universal(any_host, 111), [2, 4]
    yield "nfs, by another program", next(e[2] for e in world.nfs.entries if e[1] == netid), [2, 4]
    yield "another user's port", world.its_owner[netid], [2, 3, 4]
    yield "another's port on %s, mine on %s" % (loopback, near), universal(loopback, split), [3, 4]
    yield "another's port by 'any', mine on %s" % near, universal(any_host, split), [2, 4]
    yield "another host", universal(FOREIGN[netid], 2049), [4]
    yield "another host, my wildcard socket", universal(FOREIGN[netid], wire.port_of(world.mine[netid])), [3, 4]
    yield "another host, my IP_FREEBIND socket", attacker.listen(netid, FOREIGN[netid], free=True), [3, 4]
    if netid.startswith("tcp"):
        silent = attacker.listen(netid, backlog=0)
        yield "bound, not listening", silent, [2, 4]
    if netid.startswith("udp"):
        shared = owner.listen(netid, reuse=True)
        attacker.listen(netid, port=wire.port_of(shared), reuse=True)
        yield "a port shared by SO_REUSEADDR", shared, [2, 4]


def every_way(suite, world, title, netid, address, versions):
    """Over each carrier once, the RPC versions by turns; version 2 can say tcp and udp only."""
    target = Target(FREE + 1, versions=[1])
    usable = [version for version in versions if version > 2 or netid in wire.PROTOCOLS]
    for turn, carrier in enumerate(wire.CARRIERS):
        version = usable[turn % len(usable)]
        call = set_call(version, FREE + 1, 1, netid, address)
        suite.attack("%s: %s" % (netid, title), way(carrier, version), target, lambda: world.attacker.attempt(carrier, call))


# ---- AF_UNIX


def local_paths(suite, world):
    """The netid "local": a path or an abstract name that another listens at, or nobody."""
    victim = Target(LAB + 1, world.owner, [(1, "local", world.its_owner["local"])])
    refused = victim.register()
    with suite.group("local addresses", victim):
        suite.control("%s registers its AF_UNIX service" % world.owner, refused)
        for title, path in unix_paths(world):
            for carrier, version in (("local", 4), ("tcp", 3), ("udp", 4), ("tcp6", 4), ("udp6", 3)):
                call = set_call(version, FREE + 2, 1, "local", path)
                suite.attack(
                    title, way(carrier, version), Target(FREE + 2, versions=[1]), lambda: world.attacker.attempt(carrier, call)
                )
        dead_path(suite, world)
        mine = Target(FREE + 2, world.attacker, [(1, "local", world.mine["local"])])
        suite.control("the attacker's own path is served", mine.register() + mine.unlike_registered() + mine.unregister())


def unix_paths(world):
    theirs = world.its_owner["local"]
    folder = world.folder(ATTACKER)
    link, file = os.path.join(folder, "link"), os.path.join(folder, "file")
    world.owner.listen("local", "\0of-another")
    world.attacker.do(os.symlink, theirs, link)
    world.attacker.do(write_file, file)
    yield "another's path", theirs
    yield "another's path, spelled otherwise", "%s/../uid-%d/service.sock" % (world.folder(OTHER), OWNER)
    yield "a link of mine to another's path", link
    yield "another's abstract name", "@of-another"
    yield "the portmapper's path", wire.LOCAL_PATH
    yield "a file of mine", file
    yield "nobody's path", os.path.join(folder, "nothing")


def write_file(path):
    with open(path, "w", encoding="ascii"):
        pass


def dead_path(suite, world):
    """A service died; its path is in a folder that others may write."""
    shared = os.path.join(world.work, "shared")
    os.mkdir(shared)
    os.chmod(shared, 0o777)
    path = dies_at(suite, NIGHT + 1, os.path.join(shared, "taken-over"))
    world.attacker.do(os.unlink, path)
    world.attacker.listen("local", path)
    told = lookups.address("local", NIGHT + 1, 1)
    suite.row("a dead service's path, where I listen now", way("local", 4), told != "", "GETADDR says %r" % told)
    suite.clear(NIGHT + 1, [1])
    path = dies_at(suite, NIGHT + 2, os.path.join(shared, "left-behind"))
    suite.clear(NIGHT + 2, [1])
    suite.attack(
        "a dead service's path, where nobody listens",
        way("local", 4),
        Target(NIGHT + 2, versions=[1]),
        lambda: world.attacker.attempt("local", set_call(4, NIGHT + 2, 1, "local", path)),
    )


def dies_at(suite, program, path):
    """A service registers its path and is killed; the path stays."""
    service = actors.user(OWNER)
    died = Target(program, service, [(1, "local", service.listen("local", path))])
    suite.control("a service registers a path", died.register() + died.unlike_registered())
    service.kill()
    return path
