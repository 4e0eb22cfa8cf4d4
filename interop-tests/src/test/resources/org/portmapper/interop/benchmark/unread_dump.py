"""unread_dump.py: asks for all bindings over TCP, says "sent", and never reads what comes, until it is killed."""
import signal
import socket
import struct

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
client.connect(("127.0.0.1", 111))
call = struct.pack(">10I", 1, 0, 2, 100000, 4, 4, 0, 0, 0, 0)
client.sendall(struct.pack(">I", 0x80000000 | len(call)) + call)
client.recv(1, socket.MSG_PEEK)
print("sent", flush=True)
signal.pause()
