"""Who is there: root, an attacker, its victims, and the addresses that each really serves."""

import os
import pwd

import actors
import daemons
import lookups
import wire
from daemons import ATTACKER, MOUNT, OTHER, OWNER, STATUS, WORDS
from suite import Target

LOW_PORTS = range(600, 1024)  # what bindresvport(3) uses

NFS, NLM, YPSERV, RUSERS = 100003, 100021, 100004, 100002
LAB, NIGHT = 0x20000200, 0x20000300
FREE = 0x20000400  # and above: programs that nobody has

ALL_WAYS = [(carrier, version) for carrier in wire.CARRIERS for version in (2, 3, 4)]
NEWEST_WAYS = [(carrier, 4) for carrier in wire.CARRIERS]
INET_WAYS = [way for way in ALL_WAYS if way[0] != "local"]


def is_free(netid, port):
    with wire.new_socket(netid) as made:
        try:
            made.bind((wire.ANY[netid], port))
            return True
        except OSError:
            return False


def way(carrier, version):
    return "%s v%d" % (carrier, version)


def netid_for(carrier, version):
    """The transport that a call registers which comes over this one; version 2 knows but two."""
    return carrier if version > 2 else "udp" if carrier.startswith("udp") else "tcp"


class World:
    def __init__(self, work):
        self.work = work
        self.root = actors.Actor("root", lambda: None)
        self.attacker, self.other, self.owner = actors.user(ATTACKER), actors.user(OTHER), actors.user(OWNER)
        for uid in (ATTACKER, OTHER, OWNER):
            os.mkdir(self.folder(uid), 0o755)
            os.chown(self.folder(uid), uid, uid)
        self.mine = self.serve(self.attacker, ATTACKER)
        self.its_other = self.serve(self.other, OTHER)
        self.its_owner = self.serve(self.owner, OWNER)
        self.of_root = {netid: self.root.listen(netid) for netid in wire.INET}
        self.daemons = daemons.start(work)
        self.low_port = next(port for port in LOW_PORTS if all(is_free(netid, port) for netid in wire.INET))
        self.register_victims()

    def folder(self, uid):
        return os.path.join(self.work, "uid-%d" % uid)

    def serve(self, actor, uid):
        """A socket of every kind, as a service of that user would have."""
        served = {netid: actor.listen(netid) for netid in wire.INET}
        served["local"] = actor.listen("local", os.path.join(self.folder(uid), "service.sock"))
        return served

    def register_victims(self):
        """Root's NFS service, an old Java service of an ordinary user, and what the real daemons have registered by now."""
        self.nfs = Target(NFS, self.root, [(3, netid, self.root.listen(netid)) for netid in wire.INET])
        self.nfs.entries += [(4, netid, self.root.listen(netid)) for netid in ("tcp", "tcp6")]
        self.nfs.versions = [3, 4]
        udp, tcp = self.owner.listen("udp"), self.owner.listen("tcp")
        self.lab = Target(LAB, self.owner, [(1, "udp", udp), (1, "tcp", tcp), (2, "udp", udp)], carrier="udp", by=2)
        for victim in (self.nfs, self.lab):
            refused = victim.register()
            if refused:
                raise AssertionError("%s could not register: %s" % (victim.owner, refused))
        self.status = self.real(STATUS, actors.user(pwd.getpwnam("statd").pw_uid))
        self.mount = self.real(MOUNT, self.root)
        self.words = self.real(WORDS, self.owner)

    @staticmethod
    def real(program, owner):
        """A daemon that runs beside us; its own user can register its addresses again."""
        return Target(program, owner, sorted(row[1:4] for row in lookups.dump() if row[0] == program))

    def rpcbind_owner(self, victim):
        """What stock rpcbind writes as the owner: of what came over IP from a high port it knows nothing."""
        if victim.carrier != "local":
            return "unknown"
        return {self.root: "superuser"}.get(victim.owner, victim.owner.name.removeprefix("uid "))

    def barrier(self, carrier):
        """Returns when the daemon has done what came before over this carrier: a stranger's registration came and went."""
        said = []
        for call in (wire.set_call(4, NIGHT, 1, "udp", self.its_other["udp"]), wire.unset_call(4, NIGHT, 1)):
            said.append(self.other.attempt(carrier, call))
        return [answer for answer in said if not answer.endswith("TRUE")]
