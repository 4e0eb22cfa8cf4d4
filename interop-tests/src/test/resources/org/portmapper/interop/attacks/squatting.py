"""A service was killed; another user takes its program before it is back."""

import actors
import wire
from suite import Target
from wire import set_call, unset_call
from world import ALL_WAYS, MOUNT, NEWEST_WAYS, NFS, STATUS, netid_for, way


def dead_programs(suite, world):
    """Programs with an own section in the policy, or in the range that is root's: they stay reserved while their owner is down."""
    with suite.group("squatting"):
        world.nfs.unregister()
        service = actors.Actor("root", lambda: None)
        died = Target(NFS, service, [(3, "tcp", service.listen("tcp")), (3, "udp", service.listen("udp"))])
        suite.control("nfs of root registers", died.register() + died.unlike_registered())
        service.kill()
        for carrier, version in ALL_WAYS:
            squat(suite, world, "nfs of root, killed", died, carrier, version)
        for program, versions in ((STATUS, [1]), (MOUNT, [1, 2, 3])):
            daemon = world.daemons[program]
            daemon.kill()
            for carrier, version in NEWEST_WAYS:
                squat(suite, world, "%s, killed" % daemon.command[0], Target(program, versions=versions), carrier, version)
            daemon.start()
            suite.control("%s is back" % daemon.command[0], world.real(program, world.root).unlike_registered())
        suite.restore(world.nfs)


def squat(suite, world, title, dead, carrier, version):
    """Judged by whether any lookup sends clients to the attacker's sockets."""
    netid = netid_for(carrier, version)
    address = world.mine[netid]
    calls = [unset_call(version, dead.program, each) for each in dead.versions]
    calls += [set_call(version, dead.program, each, netid, address) for each in dead.versions + [5]]
    said = [world.attacker.attempt(carrier, call) for call in calls]
    port = wire.port_of(address)
    mine = [question for question, told in dead.told([5]).items() if points_at(told, address, port)]
    suite.row(title, way(carrier, version), bool(mine), "; ".join(said + ["%s says %s" % (mine[:3], address)] * bool(mine)))
    if mine:
        suite.clear(dead.program, dead.versions + [5])


def points_at(told, address, port):
    """told is a port, an address, or a list of rows."""
    if address in told:
        return True
    return port is not None and (told == str(port) or wire.port_of(told) == port)
