"""The attack suite, started by attacks.sh in its sandbox, as root: attacks.py SUBJECT FOLDER [GROUP...].

Every attack prints a line: ROW group.number | attack | transport and version | held or TAKEN | what was sent and answered, and what
lookups say now. Exit code: 0 as it should be for this subject (ours: nothing taken; rpcbind: nine of ten of what it is not known to
withstand), 1 not so, 2 a legitimate action failed.
"""

import sys

import addresses
import floods
import races
import registrations
import sources
import squatting
import takeover
from suite import Suite
from world import World

GROUPS = [
    registrations.legitimate,
    registrations.take_free,
    registrations.tamper,
    registrations.the_portmapper_itself,
    registrations.lies,
    registrations.passed_on,
    addresses.not_ones_own,
    addresses.local_paths,
    sources.low_ports,
    sources.spoofed_sources,
    sources.shared_ports,
    sources.namespaces,
    races.send_and_close,
    races.connect_and_go,
    takeover.port_takeover,
    floods.another_portmapper,
    floods.unreadable,
    squatting.dead_programs,
    floods.full_table,
]


def main(subject, folder, *chosen):
    world = World(folder)
    suite = Suite(world.root)
    for group in GROUPS:
        if not chosen or group.__name__ in chosen:
            group(suite, world)
    return suite.verdict(subject)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
