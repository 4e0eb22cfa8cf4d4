"""Calls whose sender is gone, or is somebody else, by the time that the daemon looks for it in the kernel's tables."""

import contextlib
import socket

import lookups
import wire
from actors import RESET
from sources import disguises, every_port_free_to_all
from suite import Target
from turns import acting_as, free_ports, socket_of
from wire import set_call, unset_call
from world import ATTACKER, LAB, LOW_PORTS, NFS, NLM, OWNER, netid_for, way

TRIES = 2000  # of each attack, over all transports and versions that it has rows for
LOOK_EVERY = 16  # what a try takes stays taken, so that not each has to be followed by all lookups
HOLD_SECONDS = 0.002  # how long a victim keeps the port if no answer comes: many times what the daemon needs to look


class Race:
    """An attack that is tried over and over; try_once(turn) sends the calls and says whether it could."""

    def __init__(self, suite, world, carrier, version, tries):
        self.suite, self.world, self.carrier, self.version, self.tries = suite, world, carrier, version, tries

    def run(self, title, target, calls, try_once, within_bound=False):
        """Ends as soon as lookups change, and is judged when all that was sent is done."""

        def act():
            spent = self.spend(target, try_once)
            return ["%d tries" % spent] + [call.text for call in calls] + self.world.barrier(self.carrier)

        self.suite.attack(title, way(self.carrier, self.version), target, act, within_bound=within_bound)

    def spend(self, target, try_once):
        spent, seen = 0, self.glance(target)
        for turn in range(3 * self.tries):
            spent += bool(try_once(turn))
            if spent == self.tries or (turn % LOOK_EVERY == 0 and self.glance(target) != seen):
                return spent
        raise AssertionError("only %d of %d tries were possible" % (spent, 3 * self.tries))

    def glance(self, target):
        """Lookups that every change of the target shows in."""
        versions, netid = (target.versions[0], lookups.ODD_VERSION), netid_for(self.carrier, 2)
        told = [lookups.address(self.carrier, target.program, version) for version in versions]
        return told + [lookups.port(target.program, version, netid) for version in versions]


# ---- UDP: send, close, and another has the port before anyone can look


def send_and_close(suite, world):
    with suite.group("send, close, port reused", world.nfs, world.lab), every_port_free_to_all():
        for carrier in ("udp", "udp6"):
            for version in (2, 4):
                race = Race(suite, world, carrier, version, TRIES // 4)
                for guise in disguises(world, carrier, version):
                    uid = 0 if guise.victim is world.root else OWNER
                    port = guise.port or free_ports(carrier, 1)[0]

                    def try_once(_):
                        for call in guise.calls:
                            send_close_reuse(carrier, port, uid, call)
                        return True

                    within_bound = uid == OWNER and "add its own address" in guise.title
                    race.run(guise.title, guise.target, guise.calls, try_once, within_bound)


def send_close_reuse(carrier, port, uid, call):
    here, there = (wire.LOOPBACK[carrier], port), (wire.LOOPBACK[carrier], 111)
    attacker, victim = socket_of(ATTACKER, carrier), socket_of(uid, carrier)
    attacker.bind(here)
    data = wire.message(next(wire.xids), call)
    with acting_as(ATTACKER):
        attacker.sendto(data, there)
    attacker.close()
    victim.bind(here)
    victim.settimeout(HOLD_SECONDS)
    with contextlib.suppress(TimeoutError):
        victim.recv(9000)  # the answer, if there is one, comes when the daemon has looked
    victim.close()


# ---- TCP: connect, call, and go before anyone can look


def connect_and_go(suite, world):
    with suite.group("connect, call, go", world.nfs, world.lab), every_port_free_to_all():
        for carrier, version in (("tcp", 2), ("tcp6", 4)):
            race = Race(suite, world, carrier, version, TRIES // 2)
            netid = netid_for(carrier, version)
            take = set_call(version, NLM, 4, netid, world.mine[netid])
            remove = unset_call(version, NFS, 3)
            add = set_call(version, LAB, 77, netid, world.mine[netid])
            for how in ("closed", "reset", "half closed"):
                goes(race, "take nlockmgr from a high port", how, Target(NLM, versions=[4]), take, [0])
                goes(race, "take nlockmgr from a low port", how, Target(NLM, versions=[4]), take, LOW_PORTS)
                goes(race, "remove nfs from a low port", how, world.nfs, remove, LOW_PORTS)
            listens(race, "root", Target(NLM, versions=[4]), take, 0, world.low_port)
            listens(race, "the owner", world.lab, add, OWNER, free_ports(carrier, 1)[0])


def goes(race, title, how, target, call, ports):
    race.run("%s, %s" % (title, how), target, [call], lambda turn: call_and_go(race.carrier, ports[turn % len(ports)], call, how))


def listens(race, who, target, call, uid, port):
    """No connection of that port is left: the kernel answers with whoever listens there."""
    race.run(
        "%d, reset, and %s listens at that port" % (target.program, who),
        target,
        [call],
        lambda _: call_and_go(race.carrier, port, call, "reset", uid),
    )


def call_and_go(carrier, port, call, how, listener_uid=None):
    connected = socket_of(ATTACKER, carrier)
    listener = None if listener_uid is None else socket_of(listener_uid, carrier)
    here = (wire.LOOPBACK[carrier], port)
    try:
        if port:
            connected.bind(here)
        with acting_as(ATTACKER):
            connected.connect((here[0], 111))
            connected.sendall(wire.record(wire.message(next(wire.xids), call)))
    except OSError:  # a daemon has this port, or it still belongs to the connection before
        connected.close()
        return False
    gone(how, connected)
    if listener:
        listener.bind(here)
        listener.listen(1)
    lookups.port(1, 1, "udp")  # so that no more connections wait than the daemon accepts
    if listener:
        listener.close()
    return True


def gone(how, connected):
    """The kernel's table says "uid 0" of a connection whose owner closed it."""
    if how == "half closed":
        connected.shutdown(socket.SHUT_WR)
        connected.settimeout(HOLD_SECONDS)
        with contextlib.suppress(TimeoutError, ConnectionError):
            connected.recv(9000)
    if how != "closed":
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connected.close()
