"""The real daemons that are victims: rpc.statd, which gives up root, rpc.mountd, and a libtirpc service of an ordinary user."""

import os
import subprocess
import time

import actors
import lookups

ATTACKER, OTHER, OWNER = 4001, 4002, 4003  # uids without a name are ordinary users, too
MOUNT, STATUS, WORDS = 100005, 100024, 0x20000101
START_SECONDS = 30


class Daemon:
    """A program that registers by itself; rows is how many registrations it makes."""

    def __init__(self, program, rows, log, command, uid=None):
        self.program, self.rows, self.log, self.command, self.uid = program, rows, log, command, uid
        self.process = None

    def start(self):
        before = self.listed()
        with open(self.log, "ab") as log:
            enter = None if self.uid is None else lambda: actors.become(self.uid)
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=enter)
        end = time.monotonic() + START_SECONDS
        while len(self.listed()) != self.rows or self.listed() == before:
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError("%s registered %s" % (self.command[0], self.listed()))
            time.sleep(0.01)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def listed(self):
        return sorted(row for row in lookups.dump() if row[0] == self.program)


def start(folder):
    """Program number -> Daemon."""
    log = os.path.join(folder, "%s.log")
    words = [os.path.join(folder, "words-server"), "0", os.path.join(folder, "uid-%d" % OWNER, "words.sock")]
    started = [
        Daemon(STATUS, 4, log % "statd", ["rpc.statd", "-F", "--no-notify"]),
        Daemon(MOUNT, 12, log % "mountd", ["rpc.mountd", "-F"]),
        Daemon(WORDS, 10, log % "words", words, OWNER),
    ]
    for daemon in started:
        daemon.start()
    return {daemon.program: daemon for daemon in started}
