"""Plain calls of an ordinary user: take what is free, add to, override and remove what is another's, and lie about who asks."""

import actors
import lookups
import wire
from suite import Target
from wire import set_call, unset_call
from world import ALL_WAYS, FREE, INET_WAYS, NEWEST_WAYS, NLM, RUSERS, YPSERV, netid_for, way

FREE_ELSEWHERE = {
    "nlockmgr": NLM,
    "ypserv": YPSERV,
    "rusersd": RUSERS,
    "rpc.yppasswdd": 100009,
    "rquotad": 100011,
    "nfs_acl": 100227,
    "vxi11": 395183,
    "number 0": 0,
    "a reserved number": 0x60000000,
    "the last number": 0xFFFFFFFF,
}
NEVER_OVERWRITES = "a registered address is never replaced"


def legitimate(suite, world):
    """What ordinary users and root do, in every way: the controls of all that follows."""
    with suite.group("legitimate"):
        program = FREE
        for carrier, version in ALL_WAYS:
            netid = netid_for(carrier, version)
            for actor, address, wanted in ((world.other, world.its_other, program), (world.root, world.of_root, NLM)):
                if netid not in address or (actor is world.root and carrier != "local"):
                    continue  # root's calls over IP, from a reserved port, are controls of the group "low ports"
                service = Target(wanted, actor, [(1, netid, address[netid])], carrier, version)
                wrong = service.register() + service.unlike_registered() + service.unregister()
                wrong += [question for question, told in service.told().items() if told not in ("", "0")]
                suite.control("%s registers %d over %s" % (actor, wanted, way(carrier, version)), wrong)


def take_free(suite, world):
    attacker, mine = world.attacker, world.mine
    with suite.group("take free", world.nfs, world.lab):
        for carrier, version in ALL_WAYS:
            netid = netid_for(carrier, version)
            target = Target(NLM, versions=[4])
            suite.attack(
                "nlockmgr, free",
                way(carrier, version),
                target,
                lambda: attacker.attempt(carrier, set_call(version, NLM, 4, netid, mine[netid])),
            )
        for index, (name, program) in enumerate(FREE_ELSEWHERE.items()):
            carrier, version = ALL_WAYS[(7 * index) % len(ALL_WAYS)]
            netid = netid_for(carrier, version)
            suite.attack(
                "%s, free" % name,
                way(carrier, version),
                Target(program, versions=[1]),
                lambda: attacker.attempt(carrier, set_call(version, program, 1, netid, mine[netid])),
            )


def tamper(suite, world):
    with suite.group("nfs of root", world.nfs):
        attack_running(suite, world, world.nfs, ALL_WAYS)
    with suite.group("java service of another", world.lab):
        attack_running(suite, world, world.lab, ALL_WAYS)
    for name, victim in (("rpc.statd", world.status), ("rpc.mountd", world.mount), ("words of another", world.words)):
        with suite.group(name, victim):
            attack_running(suite, world, victim, NEWEST_WAYS)


def attack_running(suite, world, victim, ways):
    """Every way to add to a running service, to override it and to remove it."""
    attacker, mine, program = world.attacker, world.mine, victim.program
    for carrier, version in ways:
        via, netid = way(carrier, version), netid_for(carrier, version)
        kept = refuses_removal(world, victim, carrier)

        def send(*calls):
            return [attacker.attempt(carrier, call) for call in calls]

        suite.attack("add a version", via, victim, lambda: send(set_call(version, program, 77, netid, mine[netid])))
        lacking = victim.missing(("udp", "tcp") if version == 2 else wire.CARRIERS, netid)
        if lacking:
            suite.attack("add a transport", via, victim, lambda: send(set_call(version, program, *lacking, mine[lacking[1]])))
        taken, over, _ = next(entry for entry in victim.entries if version > 2 or entry[1] in wire.PROTOCOLS)
        override = set_call(version, program, taken, over, mine[over])
        suite.attack("override", via, victim, lambda: send(override), NEVER_OVERWRITES)
        removals = [unset_call(version, program, each) for each in victim.own_versions()]
        suite.attack("remove all versions", via, victim, lambda: send(*removals), kept)
        suite.attack("remove, then take", via, victim, lambda: send(*removals, override), kept)
        if version > 2:
            odd_netids(suite, victim, send, version, via, (taken, over), kept, mine)


def odd_netids(suite, victim, send, version, via, taken, kept, mine):
    program, (number, over) = victim.program, taken
    suite.attack("add an odd transport", via, victim, lambda: send(set_call(version, program, number, "ticots", mine["tcp"])))
    suite.attack("add no transport", via, victim, lambda: send(set_call(version, program, number, "", mine["tcp"])))
    suite.attack("add %s" % over.upper(), via, victim, lambda: send(set_call(version, program, 78, over.upper(), mine[over])))
    suite.attack("remove %s alone" % over, via, victim, lambda: send(unset_call(version, program, number, over)), kept)
    suite.attack("remove %s" % over.upper(), via, victim, lambda: send(unset_call(version, program, number, over.upper())), kept)


def refuses_removal(world, victim, carrier):
    """rpcbind lets a caller remove what has the same owner as it writes down for that caller."""
    caller = str(world.attacker.name).removeprefix("uid ") if carrier == "local" else "unknown"
    owner = world.rpcbind_owner(victim)
    return "" if caller == owner else "rpcbind knows %s as the owner" % owner


def the_portmapper_itself(suite, world):
    attacker, mine = world.attacker, world.mine
    own = Target(wire.PORTMAPPER, versions=[2, 3, 4, 7])
    own.entries = [row[1:4] for row in lookups.dump() if row[0] == wire.PORTMAPPER]
    # What root's removal takes with it, root puts back: the rows of the portmapper are those that it began with.
    own.owner = world.root
    with suite.group("the portmapper itself"):
        for carrier, version in ALL_WAYS:
            via, netid = way(carrier, version), netid_for(carrier, version)
            suite.attack(
                "add a version",
                via,
                own,
                lambda: attacker.attempt(carrier, set_call(version, wire.PORTMAPPER, 7, netid, mine[netid])),
            )
        for carrier, version in NEWEST_WAYS:
            via = way(carrier, version)
            for netid, taken in (("local", 2), ("ticots", 4)):
                suite.attack(
                    "add %s" % netid,
                    via,
                    own,
                    lambda: attacker.attempt(carrier, set_call(version, wire.PORTMAPPER, taken, netid, mine["local"])),
                )
            suite.attack(
                "override as TCP",
                via,
                own,
                lambda: attacker.attempt(carrier, set_call(version, wire.PORTMAPPER, 4, "TCP", mine["tcp"])),
                NEVER_OVERWRITES,
            )
            removals = [unset_call(version, wire.PORTMAPPER, each) for each in (2, 3, 4)]
            suite.attack("remove", via, own, lambda: [attacker.attempt(carrier, call) for call in removals], "it belongs to root")


def lies(suite, world):
    """AUTH_SYS and r_owner say what the caller likes."""
    attacker, mine, superuser = world.attacker, world.mine, wire.auth_sys(0)
    free = Target(NLM, versions=[4])
    with suite.group("lies", world.nfs, world.lab):
        for carrier, version in ALL_WAYS:
            via, netid = way(carrier, version), netid_for(carrier, version)
            suite.attack(
                "AUTH_SYS uid 0 takes nlockmgr",
                via,
                free,
                lambda: attacker.attempt(carrier, set_call(version, NLM, 4, netid, mine[netid]), superuser),
            )
            if version > 2:
                suite.attack(
                    "r_owner superuser takes nlockmgr",
                    via,
                    free,
                    lambda: attacker.attempt(carrier, set_call(version, NLM, 4, netid, mine[netid], "superuser")),
                )
        for carrier, version in NEWEST_WAYS:
            for victim, uid in ((world.nfs, 0), (world.lab, 4003)):
                kept = refuses_removal(world, victim, carrier)
                removals = [unset_call(version, victim.program, each, owner="superuser") for each in victim.own_versions()]
                suite.attack(
                    "AUTH_SYS uid %d and r_owner remove %d" % (uid, victim.program),
                    way(carrier, version),
                    victim,
                    lambda: [attacker.attempt(carrier, call, wire.auth_sys(uid)) for call in removals],
                    kept,
                )


def passed_on(suite, world):
    """CALLIT, the indirect call, could have the daemon itself call SET; by default it passes nothing on."""
    attacker, target = world.attacker, Target(NLM, versions=[4])
    with suite.group("indirect calls", world.nfs):
        for carrier, version in INET_WAYS:
            call = set_call(4, NLM, 4, "udp", world.mine["udp"])
            inner = wire.words(wire.PORTMAPPER, 4, wire.SET) + wire.opaque(call.arguments)
            passing = wire.Call(version, wire.CALLIT, inner, "CALLIT of %s" % call.text)

            def unanswered():
                attacker.do(actors.send_only, carrier, passing)
                return [passing.text] + world.barrier(carrier)

            suite.attack("CALLIT of SET", way(carrier, version), target, unanswered, "rpcbind passes nothing on without -r")
