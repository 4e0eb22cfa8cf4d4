"""killed.py ROUNDS COMMAND...: kills the portmapper at random moments and compares what comes back with what it acknowledged.

Six services of six users register and withdraw versions of their program as fast as the portmapper answers. Each remembers what was
acknowledged, and the one call that was not answered when the connection ended: that one may have come to pass or not. After every
restart DUMP must say exactly that. Prints one line of figures; what was wrong goes to standard error.
"""
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time

from wire import DUMP, Call, Client, NotAnswered, Reader, set_call, universal, unset_call

SERVICES, FIRST_UID, FIRST_PROGRAM, VERSIONS = 6, 2001, 0x20000500, 40
STATE = "/run/portmapper/bindings.new"


def keep_calling(listening, program, registered, seed):
    """Registers and withdraws until the portmapper is gone; returns what was acknowledged, what was under way, and how many calls."""
    choose, calls = random.Random(seed), 0
    while True:
        version = choose.randint(1, VERSIONS)
        wanted = version not in registered
        try:
            client = keep_calling.client = getattr(keep_calling, "client", None) or Client("local", seconds=30)
            address = universal("0.0.0.0", listening.getsockname()[1])
            call = set_call(4, program, version, "tcp", address) if wanted else unset_call(4, program, version, "tcp")
            if not Reader(client.call(call)).word():
                return {"refused": call.text, "calls": calls}
        except (OSError, ConnectionError, NotAnswered):
            keep_calling.client = None
            return {"acknowledged": sorted(registered), "under way": version, "calls": calls}
        registered ^= {version}
        calls += 1


def service(number, orders, reports):
    """One user's process: at each order, which is what is registered, it calls until the portmapper dies, and reports."""
    os.setgroups([])
    os.setresgid(FIRST_UID + number, FIRST_UID + number, FIRST_UID + number)
    os.setresuid(FIRST_UID + number, FIRST_UID + number, FIRST_UID + number)
    listening = socket.create_server(("", 0))
    for order in os.fdopen(orders):
        report = keep_calling(listening, FIRST_PROGRAM + number, set(json.loads(order)), random.random())
        os.write(reports, (json.dumps(report) + "\n").encode())
    os._exit(0)


def start_service(number):
    orders_out, orders_in = os.pipe()
    reports_out, reports_in = os.pipe()
    if os.fork() == 0:
        os.close(orders_in)
        service(number, orders_out, reports_in)
    os.close(orders_out)
    os.close(reports_in)
    return os.fdopen(orders_in, "w"), os.fdopen(reports_out)


def start(command):
    """Returns when it answers."""
    portmapper = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=sys.stderr)
    while portmapper.poll() is None:
        try:
            listed()
            return portmapper
        except (OSError, NotAnswered):
            time.sleep(0.005)
    sys.exit("the portmapper ended with %d" % portmapper.returncode)


def listed():
    """The versions registered of each service's program, and their owners."""
    client = Client("local", seconds=30)
    reader = Reader(client.call(Call(4, DUMP, b"", "DUMP")))
    client.close()
    found = [set() for _ in range(SERVICES)]
    while reader.word():
        program, version = reader.word(), reader.word()
        reader.text(), reader.text()
        owner = reader.text()
        number = program - FIRST_PROGRAM
        if 0 <= number < SERVICES:
            found[number].add(version if owner in (str(FIRST_UID + number), "unknown") else owner)
    return found


def main():
    rounds, command = int(sys.argv[1]), sys.argv[2:]
    # All of them must be made before the first one is given orders: each inherits the pipes that are open.
    services = [start_service(number) for number in range(SERVICES)]
    wrong, calls, during, bindings = 0, 0, 0, 0
    portmapper = start(command)
    before = listed()
    for _ in range(rounds):
        for (orders, _reports), registered in zip(services, before):
            print(json.dumps(sorted(registered)), file=orders, flush=True)
        time.sleep(random.uniform(0, 0.4))
        portmapper.send_signal(signal.SIGKILL)
        portmapper.wait()
        during += os.path.exists(STATE)
        reports = [json.loads(reports.readline()) for _orders, reports in services]
        portmapper = start(command)
        before = listed()
        for report, found in zip(reports, before):
            calls += report["calls"]
            bindings += len(found)
            expected = set(report.get("acknowledged", ()))
            if "refused" in report or expected ^ found not in (set(), {report["under way"]}):
                wrong += len((expected ^ found) - {report.get("under way")}) or 1
                print("expected", report, "found", sorted(found), file=sys.stderr)
    portmapper.send_signal(signal.SIGKILL)
    portmapper.wait()
    print("%d kills, %d of them while the file was being written; %d changes acknowledged, %d bindings came back, %d wrong"
          % (rounds, during, calls, bindings, wrong))


main()
