"""What a client is told: every lookup there is, over every transport. By this alone is an attack judged."""

import wire

ODD_VERSION = 4242  # nobody registers it: GETPORT and GETADDR fall back to another version of the program
clients = {}


def ask(carrier, version, procedure, arguments):
    """A lookup is asked again on a new connection, should the old one be closed; a lost one fails the suite."""
    call = wire.Call(version, procedure, arguments, "")
    try:
        if carrier in clients:
            return wire.Reader(clients[carrier].call(call))
    except OSError:
        clients.pop(carrier).close()
    return wire.Reader(connected(carrier).call(call))


def connected(carrier):
    if carrier not in clients:
        clients[carrier] = wire.Client(carrier, seconds=wire.LOOKUP_SECONDS)
    return clients[carrier]


def port(program, version, netid):
    """GETPORT, 0 for none."""
    return ask("udp", 2, wire.GETADDR, wire.words(program, version, wire.PROTOCOLS[netid], 0)).word()


def address(carrier, program, version, procedure=wire.GETADDR, by=4):
    """GETADDR or GETVERSADDR for the transport that it is asked over, "" for none."""
    text = wire.opaque(carrier) + wire.opaque("") + wire.opaque("")
    return ask(carrier, by, procedure, wire.words(program, version) + text).text()


def address_list(carrier, program, version):
    """GETADDRLIST: (netid, address) of every entry."""
    text = wire.opaque(carrier) + wire.opaque("") + wire.opaque("")
    call = wire.Call(4, wire.GETADDRLIST, wire.words(program, version) + text, "")
    client, found = connected(carrier), []
    reply = wire.Reader(client.call_or_nothing(call) if client.stream else client.call(call))
    while reply.word():
        where, netid = reply.text(), reply.text()
        reply.word(), reply.text(), reply.text()
        found.append((netid, where))
    return sorted(found)


def dump(carrier="local", version=4):
    """DUMP: (program, version, netid, address, owner) of every entry."""
    reply, rows = ask(carrier, version, wire.DUMP, b""), []
    while reply.word():
        rows.append((reply.word(), reply.word(), reply.text(), reply.text(), reply.text()))
    return rows


def mapping_dump(carrier="tcp"):
    """The DUMP of version 2: (program, version, protocol, port) of every entry."""
    reply, rows = ask(carrier, 2, wire.DUMP, b""), []
    while reply.word():
        rows.append((reply.word(), reply.word(), reply.word(), reply.word()))
    return rows


def answers(program, versions):
    """Question -> answer, for the given versions of a program and one that nobody has."""
    told = {}
    for version in sorted(set(versions) | {ODD_VERSION}):
        for netid in wire.PROTOCOLS:
            told["GETPORT v%d %s" % (version, netid)] = str(port(program, version, netid))
        for carrier in wire.CARRIERS:
            for by in (3, 4):
                told["GETADDR(%d) v%d %s" % (by, version, carrier)] = address(carrier, program, version, by=by)
            exact = address(carrier, program, version, wire.GETVERSADDR)
            told["GETVERSADDR v%d %s" % (version, carrier)] = exact
        for carrier in ("tcp", "tcp6", "local"):
            told["GETADDRLIST v%d %s" % (version, carrier)] = list_or_refusal(carrier, program, version)
    told["DUMP"] = text(row[1:4] for row in dump() if row[0] == program)
    told["DUMP(2)"] = text(row[1:] for row in mapping_dump() if row[0] == program)
    return told


def list_or_refusal(carrier, program, version):
    try:
        return text(address_list(carrier, program, version))
    except wire.NotAnswered as refusal:
        return str(refusal)


def text(rows):
    return " ".join(sorted("/".join(map(str, row)) for row in rows))


def differences(before, after):
    """What clients are told otherwise than before, shortest first, cut to what a line can hold."""
    changed = [
        "%s: %s -> %s" % (question, before.get(question, "") or "-", told or "-")
        for question, told in after.items()
        if before.get(question, "") != told
    ]
    return ["%.200s" % change for change in sorted(changed, key=len)]
