"""Processes that act for real: each gave up root for its own uid, holds its own sockets and makes its own calls."""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import socket
import struct
import sys

import wire

# linux/sched.h, linux/prctl.h, linux/capability.h
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
CAPABILITY_VERSION_3 = 0x20080522
IP_FREEBIND, IPV6_FREEBIND = 15, 78

libc = ctypes.CDLL(None, use_errno=True)
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close(2) resets, so that the next connection can come from the same port

held = {}
clients = {}


def checked(result):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


# ---- what a process can become


def become(uid):
    """Gives up root for good. A program started by that user can be looked at through /proc, so this process can, too."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    checked(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0))


def root_of_a_user_namespace(uid, namespaces=0):
    """As `unshare -U -r` of that user does, with -n where asked."""
    become(uid)
    checked(libc.unshare(CLONE_NEWUSER | namespaces))
    for name, text in (("setgroups", "deny"), ("uid_map", "0 %d 1" % uid), ("gid_map", "0 %d 1" % uid)):
        with open("/proc/self/" + name, "w", encoding="ascii") as file:
            file.write(text)


def root_of_another_network():
    """As in a container without a user namespace: uid 0, no capability, a network of its own."""
    checked(libc.unshare(CLONE_NEWNET))
    os.system("ip link set lo up")
    with open("/proc/sys/kernel/cap_last_cap", encoding="ascii") as file:
        last = int(file.read())
    for capability in range(last + 1):
        checked(libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0))
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    checked(libc.capset(header, (ctypes.c_uint32 * 6)()))


def dies_with_its_parent():
    checked(libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0))


class Actor:
    """A process of ours; do() has it call a function and hands back what that returns or raises."""

    def __init__(self, name, enter, *arguments):
        self.name = name
        self.orders, there = multiprocessing.Pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            self.orders.close()
            serve(there, enter, arguments)
        there.close()
        self.answer()

    def do(self, function, *arguments, **options):
        self.orders.send((function, arguments, options))
        return self.answer()

    def answer(self):
        value = self.orders.recv()
        if isinstance(value, BaseException):
            raise value
        return value

    def kill(self):
        """SIGKILL; returns when the process is gone and with it its sockets."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    # The calls that most attacks are made of.

    def listen(self, netid, *arguments, **options):
        return self.do(listen, netid, *arguments, **options)

    def attempt(self, carrier, call, credential=wire.NONE):
        answer = self.do(attempt, carrier, call, credential)
        return "%s over %s v%d: %s" % (call.text, carrier, call.version, answer)

    def __str__(self):
        return self.name


def user(uid):
    return Actor("uid %d" % uid, become, uid)


def serve(orders, enter, arguments):
    try:
        clients.clear()
        held.clear()
        enter(*arguments)
        dies_with_its_parent()
        orders.send(None)
        while True:
            function, arguments, options = orders.recv()
            try:
                orders.send(function(*arguments, **options))
            except Exception as failure:  # pylint: disable=broad-except # it is raised where the order was given
                orders.send(failure)
    except (EOFError, KeyboardInterrupt):
        os._exit(0)
    except BaseException as failure:  # pylint: disable=broad-except # the constructor raises it
        orders.send(failure)
    finally:
        os._exit(1)


# ---- what an actor does; each function runs in the actor's process


def client(carrier):
    """The connection that this process keeps to the portmapper."""
    if carrier not in clients:
        clients[carrier] = wire.Client(carrier)
    return clients[carrier]


def attempt(carrier, call, credential=wire.NONE):
    answer = wire.outcome(client(carrier).call, call, credential)
    if answer not in ("TRUE", "FALSE"):
        clients.pop(carrier).close()
    return answer


def send_only(carrier, call):
    """For calls that the portmapper leaves unanswered."""
    made = wire.Client(carrier)
    made.send(call)
    held[carrier, call] = made.socket


def attempt_from(carrier, call, ports):
    """From the first of these source ports that is free; says also which."""
    for port in ports:
        bound = wire.new_socket(carrier)
        with bound, contextlib.suppress(OSError):
            bound.bind((wire.LOOPBACK[carrier], port))
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return "%s from port %d" % (wire.outcome(wire.Client(carrier, bound).call, call), port)
    raise OSError("none of the ports %s is free" % (ports,))


def listen(netid, host=None, port=0, reuse=False, free=False, backlog=128):
    """Makes the socket that a service would have and returns its universal address; it stays open."""
    made = wire.new_socket(netid)
    if netid == "local":
        made.bind(host)
        made.listen(backlog)
        held[host] = made
        return host
    if reuse:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if free:
        six = netid.endswith("6")
        made.setsockopt(socket.IPPROTO_IPV6 if six else socket.IPPROTO_IP, IPV6_FREEBIND if six else IP_FREEBIND, 1)
    made.bind((host or wire.ANY[netid], port))
    if netid.startswith("tcp") and backlog:
        made.listen(backlog)
    address = wire.universal(*made.getsockname()[:2])
    held[netid, wire.port_of(address)] = made
    return address


def release(key):
    held.pop(key).close()


def stop_listening(key):
    held[key].shutdown(socket.SHUT_RDWR)


def answered(key):
    """Whether the held socket got an answer; an attacker who lies about its address sends the answers there."""
    held[key].settimeout(0.3)
    try:
        return held[key].recv(9000) != b""
    except TimeoutError:
        return False
