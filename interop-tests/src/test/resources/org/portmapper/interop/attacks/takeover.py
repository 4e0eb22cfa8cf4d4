"""A service is gone and another user has its port: no lookup may send clients there."""

import os
import signal
import time

import actors
import lookups
import wire
from races import TRIES
from suite import Target
from turns import free_ports, registrar_of, reusing, serve, socket_of
from wire import set_call
from world import ATTACKER, FREE, OWNER

BATCH = 20  # services that die with one process
DYING = 0x20000500  # and above: their programs


def port_in(address):
    return wire.port_of(address) or 0


LOOKUPS = {
    "GETPORT": lambda program, netid: lookups.port(program, 1, netid),
    "GETADDR": lambda program, netid: port_in(lookups.address(netid, program, 1)),
    "GETADDR of another version": lambda program, netid: port_in(lookups.address(netid, program, lookups.ODD_VERSION, by=3)),
    "GETVERSADDR": lambda program, netid: port_in(lookups.address(netid, program, 1, wire.GETVERSADDR)),
    "GETADDRLIST": lambda program, netid: port_in((lookups.address_list(netid, program, 1) or [("", "")])[0][1]),
}
ONLY_IPV4 = ("GETPORT", "DUMP(2)")  # version 2 knows no other transport
LISTS = {
    "DUMP": lambda program, netid: port_in(next((row[3] for row in lookups.dump() if row[0] == program), "")),
    "DUMP(2)": lambda program, netid: next((row[3] for row in lookups.mapping_dump() if row[0] == program), 0),
}


def port_takeover(suite, world):
    with suite.group("port takeover", world.nfs, world.lab):
        for netid in wire.INET:
            for what, ways, tries in (("lookups", LOOKUPS, TRIES // 4), ("lists", LISTS, TRIES // 20)):
                taken_over(suite, "killed by SIGKILL, %s" % what, netid, tries, killed, BATCH, ways)
                taken_over(suite, "closed, %s" % what, netid, tries, closed, 1, ways)
        for netid in wire.INET:
            left_behind(suite, netid)
        for netid in ("tcp", "tcp6"):
            stops_listening(suite, world, netid)
        for netid in ("udp", "udp6"):
            for where in (wire.ANY[netid], wire.LOOPBACK[netid]):
                joined_later(suite, world, netid, where)


def taken_over(suite, title, netid, tries, start, batch, ways):
    """start(netid, ports) opens services and returns what ends them and what waits for their end; batch: how many end at once."""
    registrar, began = registrar_of(OWNER), time.monotonic()
    kinds = [(name, ask) for name, ask in ways.items() if netid in wire.PROTOCOLS or name not in ONLY_IPV4]
    for turn in range(tries // batch):
        ports = dict(zip(range(DYING, DYING + batch), free_ports(netid, batch)))
        end, bury = start(netid, ports.values())
        for program, port in ports.items():
            answer = wire.outcome(registrar.call, set_call(4, program, 1, netid, wire.universal(wire.ANY[netid], port)))
            told = lookups.address(netid, program, 1)
            if port_in(told) != port:
                raise AssertionError("%s: SET %d port %d: %s, and lookups say %r" % (title, program, port, answer, told))
        attackers = [socket_of(ATTACKER, netid) for _ in ports]
        end()
        taken = []
        for index, (program, port) in enumerate(ports.items()):
            seize(attackers[index], netid, port)
            name, ask = kinds[(turn + index) % len(kinds)]
            if ask(program, netid) == port:
                taken.append("%s of %d says port %d, which is uid %d's" % (name, program, port, ATTACKER))
        bury()
        for attacker in attackers:
            attacker.close()
        suite.clear_all(ports)
        if taken:
            break
    registrar.close()
    spent = "%d tries in %.1f s" % ((turn + 1) * batch, time.monotonic() - began)
    suite.row(title, netid, bool(taken), "; ".join([spent] + taken[:3]))


def seize(attacker, netid, port):
    """As soon as it is free; the script's own limit ends it where that never comes."""
    while True:
        try:
            serve(attacker, netid, port)
            return
        except OSError:
            os.sched_yield()


def closed(netid, ports):
    services = [serve(socket_of(OWNER, netid), netid, port) for port in ports]

    def close():
        for service in services:
            service.close()

    return close, lambda: None


def killed(netid, ports):
    ready, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            actors.become(OWNER)
            actors.dies_with_its_parent()
            actors.held.update({port: serve(reusing(netid), netid, port) for port in ports})
            os.write(there, b"!")
            signal.pause()
        finally:
            os._exit(1)
    os.close(there)
    if os.read(ready, 1) != b"!":
        raise AssertionError("the service that is to be killed did not start")
    os.close(ready)
    return lambda: os.kill(pid, signal.SIGKILL), lambda: os.waitpid(pid, 0)


def left_behind(suite, netid):
    """The other way round: a stranger's entry stays and points at whoever gets its old port."""
    port, registrar = free_ports(netid, 1)[0], registrar_of(ATTACKER)
    attacker = serve(socket_of(ATTACKER, netid), netid, port)
    registrar.call(set_call(4, FREE + 5, 1, netid, wire.universal(wire.ANY[netid], port)))
    attacker.close()
    victim = serve(socket_of(OWNER, netid), netid, port)
    told = lookups.address(netid, FREE + 5, 1)
    suite.row(
        "my entry points at another's new service", netid, port_in(told) == port, "GETADDR says %r, uid %d's" % (told, OWNER)
    )
    victim.close()
    registrar.close()
    suite.clear(FREE + 5, [1])


def stops_listening(suite, world, netid):
    """shutdown(2) ends listening and leaves the socket open: the kernel gives no notice."""
    service = world.owner.listen(netid, reuse=True)
    port = wire.port_of(service)
    dead = Target(FREE + 6, world.owner, [(1, netid, service)])
    suite.control("%s registers a service that will stop listening" % world.owner, dead.register() + dead.unlike_registered())
    world.owner.do(actors.stop_listening, (netid, port))
    world.attacker.listen(netid, port=port, reuse=True)
    told = lookups.address(netid, FREE + 6, 1)
    suite.row("it stopped listening, I listen at its port", netid, port_in(told) == port, "GETADDR says %r" % told)
    suite.clear(FREE + 6, [1])


def joined_later(suite, world, netid, where):
    """A service lets others share its UDP port; who joins last, or more exactly, gets its calls."""
    service = world.owner.listen(netid, reuse=True)
    port = wire.port_of(service)
    shared = Target(FREE + 7, world.owner, [(1, netid, service)])
    suite.control("%s registers a service that shares its port" % world.owner, shared.register() + shared.unlike_registered())
    world.attacker.listen(netid, where, port, reuse=True)
    told = lookups.address(netid, FREE + 7, 1)
    suite.row("it shares its port, I joined at %s" % where, netid, port_in(told) == port, "GETADDR says %r" % told)
    suite.clear(FREE + 7, [1])
