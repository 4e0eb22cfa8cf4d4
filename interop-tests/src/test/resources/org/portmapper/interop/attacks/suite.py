"""The attacks' rows: each is tried, judged by what clients are told afterwards, printed, and undone if it succeeded."""

import contextlib
import sys
import time
from typing import NamedTuple

import lookups
import wire


class Row(NamedTuple):
    group: str
    taken: bool
    holds: str
    identity: str


class Target:
    """A program, and what has to be so again after an attack on it succeeded: no entry, or those of its owner.

    owner is an Actor, entries are (version, netid, address); carrier is what the owner registers over, by an RPC version.
    """

    def __init__(self, program, owner=None, entries=(), carrier="local", by=4, versions=()):
        self.program, self.owner, self.entries = program, owner, list(entries)
        self.carrier, self.by = carrier, by
        self.versions = sorted({entry[0] for entry in entries} | set(versions))

    def register(self):
        """Each entry as the owner's next legitimate call; returns what was not answered with TRUE."""
        calls = [wire.set_call(self.by, self.program, *entry) for entry in self.entries]
        return self.refused(calls)

    def unregister(self):
        calls = [wire.unset_call(self.by, self.program, version) for version in self.own_versions()]
        if wire.MARKS or not self.carrier.startswith("udp"):
            return self.refused(calls)
        # Without marks a datagram removes nothing that is served, not even for its owner, who has better ways.
        said = [self.owner.attempt(self.carrier, call) for call in calls]
        return [answer for answer in said if not answer.endswith("FALSE")] + self.refused(calls, "local")

    def refused(self, calls, carrier=None):
        said = [self.owner.attempt(carrier or self.carrier, call) for call in calls]
        return [answer for answer in said if not answer.endswith("TRUE")]

    def own_versions(self):
        return sorted({version for version, _, _ in self.entries})

    def told(self, more=()):
        return lookups.answers(self.program, set(self.versions) | set(more))

    def missing(self, netids, preferred):
        """A (version, netid) that the owner has not registered, over the preferred netid if there is one."""
        have = {(version, netid) for version, netid, _ in self.entries}
        order = [preferred] + [netid for netid in netids if netid != preferred]
        free = [(version, netid) for netid in order for version in self.own_versions() if netid in netids]
        return next((entry for entry in free if entry not in have), None)

    def unlike_registered(self):
        """What lookups say otherwise than the owner registered it; port by port, for hosts are merged with the asker's."""
        wrong = []
        for version, netid, address in self.entries:
            told = lookups.address(netid, self.program, version, wire.GETVERSADDR)
            if told != address and (wire.port_of(address) is None or wire.port_of(told) != wire.port_of(address)):
                wrong.append("%d v%d %s: %r instead of %r" % (self.program, version, netid, told, address))
        return wrong


class Suite:
    """Collects rows and controls; root is the Actor that undoes what succeeded."""

    def __init__(self, root):
        self.root, self.rows, self.broken, self.name = root, [], [], ""
        self.bounded = 0
        self.began = time.monotonic()

    def attack(self, title, via, target, act, holds="", more=(), within_bound=False):
        """Held if lookups of the target's program say the same before and after act(), which returns what was sent and answered.

        within_bound: what docs/security.md says can be had without marks, a user's own socket in that user's own program.
        """
        before = target.told(more)
        said = act()
        changed = lookups.differences(before, target.told(more))
        detail = "; ".join(([said] if isinstance(said, str) else said) + changed[:3])
        self.row(title, via, bool(changed), detail, holds, within_bound and not wire.MARKS)
        if changed:
            self.restore(target)
        return bool(changed)

    def row(self, title, via, taken, detail, holds="", within_bound=False):
        """holds: why stock rpcbind is known to withstand this one."""
        number = sum(row.group == self.name for row in self.rows) + 1
        row = Row(self.name, taken and not within_bound, holds, "%s.%d" % (self.name, number))
        self.rows.append(row)
        self.bounded += taken and within_bound
        verdict = ("BOUNDED" if within_bound else "TAKEN") if taken else "held"
        print("ROW %s | %s | %s | %s | %s" % (row.identity, title, via, verdict, printable(detail)), flush=True)

    def control(self, what, wrong):
        """A legitimate action of the same shape: without it, "held" would only mean that nothing works."""
        wrong = [wrong] if isinstance(wrong, str) else list(wrong)
        print(
            "CONTROL %s | %s | %s" % (self.name, what, printable("BROKEN: " + "; ".join(wrong)) if wrong else "works"), flush=True
        )
        if wrong:
            self.broken.append("%s: %s" % (self.name, what))

    @contextlib.contextmanager
    def group(self, name, *victims):
        """Ends with the victims' own lookups, and with their going away and coming back where they can."""
        self.name, began, first = name, time.monotonic(), len(self.rows)
        yield
        for victim in victims:
            self.control("lookups of %d say what %s registered" % (victim.program, victim.owner), victim.unlike_registered())
        for victim in victims:
            if victim.by:
                self.comes_and_goes(victim)
        rows = self.rows[first:]
        taken = sum(row.taken for row in rows)
        print("GROUP %s | %d rows, %d taken | %.1f s" % (name, len(rows), taken, time.monotonic() - began), flush=True)

    def comes_and_goes(self, victim):
        wrong = victim.unregister()
        left = [entry for entry in lookups.dump() if entry[0] == victim.program]
        wrong += ["still listed: %s" % (entry,) for entry in left]
        wrong += victim.register() + victim.unlike_registered()
        self.control("%s unregisters and registers %d" % (victim.owner, victim.program), wrong)

    def restore(self, target):
        """Root removes all that stands there; the owner registers again."""
        self.clear(target.program, target.versions)
        if target.owner:
            wrong = target.register()
            if wrong:
                raise AssertionError("%s could not register again: %s" % (target.owner, wrong))

    def clear(self, program, versions=()):
        found = {row[1] for row in lookups.dump() if row[0] == program} | set(versions)
        found |= {row[1] for row in lookups.mapping_dump() if row[0] == program}
        for version in found:
            self.root.attempt("local", wire.unset_call(4, program, version))

    def clear_all(self, programs):
        """Version 1 of each, where it is left."""
        for program in {row[0] for row in lookups.dump()} & set(programs):
            self.root.attempt("local", wire.unset_call(4, program, 1))

    def verdict(self, subject):
        """Prints the sums; the exit code: 0 as it should be for this subject, 1 not, 2 a control is broken."""
        tame = [row for row in self.rows if not row.taken and not row.holds]
        known = [row for row in self.rows if row.holds]
        taken = sum(row.taken for row in self.rows)
        print(
            "SUM %d rows, %d taken, %d within the bound; known to hold on rpcbind: %d, of which taken: %d; %.1f s"
            % (len(self.rows), taken, self.bounded, len(known), sum(row.taken for row in known), time.monotonic() - self.began)
        )
        if self.broken:
            print("FAILED: broken controls: %s" % "; ".join(self.broken), file=sys.stderr)
            return 2
        if subject != "rpcbind":
            return 1 if taken else 0
        able = len(self.rows) - len(known)
        print("rpcbind let %d of %d attacks succeed; not: %s" % (able - len(tame), able, " ".join(row.identity for row in tame)))
        return 0 if (able - len(tame)) * 10 >= able * 9 else 1


def printable(text):
    return "".join(character if " " <= character <= "~" else "\\x%02x" % ord(character) for character in text)[:600]
