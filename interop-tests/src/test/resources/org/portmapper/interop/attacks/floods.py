"""What one user's own entries and sockets do to the others: a full table, unreadable lists, another portmapper."""

import re
import socket
import subprocess

import lookups
import wire
from sources import every_port_free_to_all
from suite import Target
from wire import set_call, unset_call
from world import FREE, LAB, NFS, NIGHT, NLM, way

CROWD = 0x30000000  # and above: free programs for the one who fills the table
MANY = 12000  # registrations that one user tries; more than any user needs, and than any quota should grant
VERSIONS = 600


def unreadable(suite, world):
    """Entries of the attacker's own program, which break the lists or forge lines in what administrators read."""
    forged = "\n    100021    4    tcp       0.0.0.0.8.1            nlockmgr   superuser\n"
    escapes = "0.0.0.0.8.1\x1b[2K\x1b[1A"
    with suite.group("unreadable lists", world.nfs, world.lab):
        readable(suite, world, "before")
        for carrier, version in (("local", 4), ("tcp", 3), ("udp", 4), ("tcp6", 4), ("udp6", 3)):
            for title, netid, address in (
                ("a forged line by the address", "tcp", "0.0.0.0.8.1" + forged),
                ("a forged line by the netid", forged, "x"),
                ("terminal escapes in the address", "udp", escapes),
                ("terminal escapes in the netid", "tcp\x1b[31m", "x"),
                ("an address of 300 bytes", "tcp", "x" * 300),
                ("a netid of 64 bytes", "y" * 64, "x"),
                ("bytes that are not ASCII", "tcp", "\xff\xfe\x80.8.1"),
            ):
                call = raw_set(version, FREE + 8, netid, address)
                judged_by_lists(suite, world, title, way(carrier, version), lambda: [world.attacker.attempt(carrier, call)])
        for carrier in ("local", "tcp", "udp"):
            judged_by_lists(
                suite,
                world,
                "%d odd netids for nfs 3" % VERSIONS,
                way(carrier, 4),
                lambda: [
                    world.attacker.do(
                        register_many,
                        carrier,
                        [raw_set(4, NFS, "n%d" % index, world.mine["tcp"], 3) for index in range(VERSIONS)],
                    )
                ],
            )
        readable(suite, world, "after")


def raw_set(version, program, netid, address, program_version=1):
    """A SET whose strings are bytes of any kind."""
    arguments = wire.words(program, program_version) + b"".join(
        map(wire.opaque, (netid.encode("latin-1"), address.encode("latin-1"), ""))
    )
    return wire.Call(version, wire.SET, arguments, "SET %d v%d %.40r %.40r" % (program, program_version, netid, address))


def judged_by_lists(suite, world, title, via, act):
    said = act()
    wrong = list_faults(world)
    suite.row(title, via, bool(wrong), "; ".join(said + wrong))
    suite.clear(FREE + 8, [1])
    if any("100003" in fault for fault in wrong):
        suite.restore(world.nfs)


def readable(suite, world, when):
    suite.control("the lists are readable %s" % when, list_faults(world))


def list_faults(world):
    """What is wrong with DUMP, GETADDRLIST and what rpcinfo prints, seen by one who looks for nfs and for the attacker's tricks."""
    faults = []
    rows = lookups.dump("tcp")
    for program, version, netid, address, _ in rows:
        if re.search(r"[^ -~]", netid + address) or len(netid) > 32 or len(address) > 256:
            faults.append("DUMP has %d v%d %.60r %.60r" % (program, version, netid, address))
    faults += missing("DUMP", {row[0] for row in rows}) + missing("DUMP(2)", {row[0] for row in lookups.mapping_dump("tcp")})
    for carrier in ("tcp", "tcp6"):
        faults += list_of_nfs_faults(carrier)
    for option in ([], ["-s"], ["-p"]):
        faults += printed_faults(option)
    return faults


def list_of_nfs_faults(carrier):
    try:
        netids = {netid for netid, _ in lookups.address_list(carrier, NFS, 3)}
    except (wire.NotAnswered, OSError) as refusal:
        return ["GETADDRLIST of 100003 over %s: %s" % (carrier, refusal)]
    if carrier in netids <= set(wire.INET):
        return []
    return ["GETADDRLIST of 100003 over %s has %.80s" % (carrier, sorted(netids))]


def missing(what, programs):
    return ["%s lacks %d" % (what, program) for program in (NFS, LAB) if program not in programs]


def printed_faults(option):
    ran = subprocess.run(["rpcinfo", *option], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=30)
    said, name = ran.stdout.decode("latin-1"), " ".join(["rpcinfo", *option])
    faults = ["%s ended with %d" % (name, ran.returncode)] if ran.returncode else []
    faults += ["%s prints control characters" % name] if re.search(r"[^ -~\n\t]", said) else []
    faults += ["%s lists nlockmgr: %.80r" % (name, line) for line in said.splitlines() if re.match(r"\s*%d\s" % NLM, line)]
    programs = {int(found) for found in re.findall(r"^\s*(\d+)\s", said, re.M)}
    return faults + missing(name, programs)


# ---- the table is full


def full_table(suite, world):
    """One user registers until it is refused; the others must not notice. Last, for it leaves the table full."""
    address = world.mine["tcp"]
    with suite.group("full table", world.nfs, world.lab):
        for title, carrier, calls in (
            ("%d programs" % MANY, "local", [set_call(4, CROWD + index, 1, "tcp", address) for index in range(MANY)]),
            ("%d versions" % VERSIONS, "tcp", [set_call(4, FREE + 9, index, "tcp", address) for index in range(VERSIONS)]),
            (
                "%d more programs" % VERSIONS,
                "udp",
                [set_call(2, CROWD + MANY + index, 1, "tcp", address) for index in range(VERSIONS)],
            ),
        ):
            said = world.attacker.do(register_many, carrier, calls)
            wrong = locked_out(world)
            suite.row(
                title, way(carrier, calls[0].version), bool(wrong), "; ".join([said] + wrong), "rpcbind has no limit to run into"
            )
        removals = [unset_call(4, program, 1) for program in range(CROWD, CROWD + MANY + VERSIONS)]
        removals += [unset_call(4, FREE + 9, index) for index in range(VERSIONS)]
        said = world.root.do(register_many, "local", removals)
        left = [row for row in lookups.dump("tcp") if row[0] >= CROWD or row[0] == FREE + 9]
        suite.control("root removes what filled the table", ["%d left: %s" % (len(left), said)] if left else [])


def locked_out(world):
    """What another user and root can no longer do."""
    wrong = []
    for actor, program, service in ((world.other, NIGHT + 3, world.its_other), (world.root, NLM, world.of_root)):
        new = Target(program, actor, [(1, "tcp", service["tcp"]), (1, "udp6", service["udp6"])])
        wrong += new.register() + new.unlike_registered() + new.unregister()
    wrong += world.nfs.unlike_registered() + world.lab.unlike_registered()
    wrong += missing("DUMP", {row[0] for row in lookups.dump("tcp")}) + missing(
        "DUMP(2)", {row[0] for row in lookups.mapping_dump("tcp6")}
    )
    return wrong


def register_many(carrier, calls):
    """Runs in the actor: so many calls under way at a time that they cost no round trip each, and none is lost."""
    ahead = 16 if carrier.startswith("udp") else 64
    made = wire.Client(carrier, seconds=wire.LOOKUP_SECONDS)
    answers = {}
    for first in range(0, len(calls), ahead):
        for xid in [made.send(call) for call in calls[first : first + ahead]]:
            answer = wire.outcome(made.receive, xid)
            answers[answer] = answers.get(answer, 0) + 1
    made.close()
    return "%s ... %s: %s" % (calls[0].text, calls[-1].text, answers)


# ---- another portmapper


def another_portmapper(suite, world):
    """Sockets that clients reach before, or instead of, the portmapper's own."""
    with suite.group("another portmapper", world.nfs), every_port_free_to_all():
        said = attempt(world.attacker, listen_as_the_portmapper)
        suite.row("the abstract name @%s, which libtirpc asks first" % wire.LOCAL_PATH, "local", said == "mine", said)
        for netid in wire.INET:
            for option in (0, socket.SO_REUSEADDR, socket.SO_REUSEPORT):
                said = attempt(world.attacker, listen_on_111, netid, option)
                title = "port 111 of %s alone, option %d" % (wire.LOOPBACK[netid], option)
                suite.row(title, netid, said == "mine", said, "its sockets let nobody in beside them")


def attempt(actor, function, *arguments):
    try:
        return actor.do(function, *arguments)
    except OSError as refusal:
        return str(refusal)


def listen_as_the_portmapper():
    with wire.new_socket("local") as made:
        made.bind("\0" + wire.LOCAL_PATH)
        return "mine"


def listen_on_111(netid, option):
    with wire.new_socket(netid) as made:
        if option:
            made.setsockopt(socket.SOL_SOCKET, option, 1)
        made.bind((wire.LOOPBACK[netid], 111))
        if netid.startswith("tcp"):
            made.listen(1)
        return "mine"
