"""sockets.py NETID/PORT... local/PATH...: has these sockets open, bound to every address, until it is killed. Says "open"."""
import signal
import socket
import sys

FAMILIES = {"udp": socket.AF_INET, "tcp": socket.AF_INET, "udp6": socket.AF_INET6, "tcp6": socket.AF_INET6, "local": socket.AF_UNIX}


def opened(netid, where):
    datagrams = netid.startswith("udp")
    service = socket.socket(FAMILIES[netid], socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM)
    if service.family == socket.AF_INET6:
        service.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    service.bind(where if netid == "local" else ("", int(where)))
    if not datagrams:
        service.listen()
    return service


services = [opened(*argument.split("/", 1)) for argument in sys.argv[1:]]
print("open", flush=True)
signal.pause()
