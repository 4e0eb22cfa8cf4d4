package org.portmapper.program;

import static org.portmapper.dispatch.PlainCall.ARGUMENTS;
import static org.portmapper.dispatch.PlainCall.NOT_HERE;
import static org.portmapper.dispatch.PlainCall.RESULTS;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.portmapper.dispatch.PlainCall;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.ProgramBindings;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * The short way of what clients ask all the time: NULL, GETPORT and GETADDR of RFC 1833 are answered in the memory of the call, and
 * nothing is allocated. It takes only what is plain: a service that is registered in just this version, bound to all addresses, and
 * there; or a program of which nothing is registered. The rest goes the straight line, which answers the same: {@code PlainLookupsTest}
 * compares the two. It belongs to the event loop.
 */
final class PlainLookups {
    /** NULL of RFC 5531 section 12, in all versions. */
    private static final int NULL = 0;

    /** GETPORT of version 2, and GETADDR of versions 3 and 4. */
    private static final int LOOK_UP = 3;

    private static final int NOTHING_REGISTERED = 0;
    private static final int PROGRAM = ARGUMENTS;
    private static final int VERSION = ARGUMENTS + Integer.BYTES;
    private static final int PROTOCOL = ARGUMENTS + (2 * Integer.BYTES);
    private static final int MAPPING_END = ARGUMENTS + (4 * Integer.BYTES);
    private static final int STRINGS = ARGUMENTS + (2 * Integer.BYTES);

    /** Addresses whose text is at hand; a host has a few. A power of two. */
    private static final int HOSTS = 16;

    private final BindingRegistry registry;
    private final Liveness liveness;
    private final AllCounts counts;
    private final HostText[] hosts = new HostText[HOSTS];

    PlainLookups(BindingRegistry registry, Liveness liveness, AllCounts counts) {
        this.registry = registry;
        this.liveness = liveness;
        this.counts = counts;
        for (int i = 0; i < HOSTS; i++) {
            hosts[i] = new HostText(ReachableAddress.loopback(Netid.UDP));
        }
    }

    /** As {@link org.portmapper.dispatch.Program#answerInPlace}. */
    int answer(ByteBuffer message, int length, Netid netid, InetAddress asked) {
        long version = PlainCall.unsigned(message, PlainCall.VERSION);
        if (version < Rpcbind.VERSION_2 || version > Rpcbind.VERSION_4) {
            return NOT_HERE;
        }
        CallCounts counted = counts.of(version);
        return switch (message.getInt(PlainCall.PROCEDURE)) {
            case NULL -> nothing(message, length, counted);
            case LOOK_UP ->
                version == Rpcbind.VERSION_2
                        ? getPort(message, length, asked)
                        : getAddr(message, length, netid, asked, counted);
            default -> NOT_HERE;
        };
    }

    private static int nothing(ByteBuffer message, int length, CallCounts counted) {
        if (length != ARGUMENTS) {
            return NOT_HERE;
        }
        counted.called(NULL);
        return PlainCall.succeed(message, 0);
    }

    private int getPort(ByteBuffer message, int length, InetAddress asked) {
        if (length != MAPPING_END) {
            return NOT_HERE;
        }
        int protocol = message.getInt(PROTOCOL);
        boolean udp = protocol == Netid.UDP.protocol();
        if (!udp && protocol != Netid.TCP.protocol()) {
            return NOT_HERE;
        }
        int port = port(message, udp ? Netid.UDP : Netid.TCP, asked, counts.version2());
        if (port == NOT_HERE) {
            return NOT_HERE;
        }
        message.putInt(RESULTS, port);
        return PlainCall.succeed(message, Integer.BYTES);
    }

    private int getAddr(ByteBuffer message, int length, Netid netid, InetAddress asked, CallCounts counted) {
        HostText host = textOf(asked);
        if (!isPlain(message, length, host)) {
            return NOT_HERE;
        }
        int port = port(message, netid, asked, counted);
        return port == NOT_HERE ? NOT_HERE : PlainCall.succeed(message, writeAddress(message, host, port));
    }

    /** Whether the three strings of the arguments are whole and the address that the caller gives as a hint is the one it has asked. */
    private static boolean isPlain(ByteBuffer message, int length, HostText asked) {
        int hint = afterString(message, STRINGS, length, Rpcb.NETID_LIMIT);
        int owner = hint == NOT_HERE ? NOT_HERE : afterString(message, hint, length, UniversalAddress.LIMIT);
        int end = owner == NOT_HERE ? NOT_HERE : afterString(message, owner, length, Owner.LIMIT);
        if (end != length) {
            return false;
        }
        int hintLength = message.getInt(hint);
        return hintLength == 0 || asked.isHintIn(message, hint + Integer.BYTES, hintLength);
    }

    /** Where the string ends that begins there, if it is whole and within its limit. */
    private static int afterString(ByteBuffer message, int at, int length, int limit) {
        if (length - at < Integer.BYTES) {
            return NOT_HERE;
        }
        int stringLength = message.getInt(at);
        int end = at + Integer.BYTES + padded(stringLength);
        return stringLength >= 0 && stringLength <= limit && end <= length ? end : NOT_HERE;
    }

    private static int writeAddress(ByteBuffer message, HostText host, int port) {
        int text = RESULTS + Integer.BYTES;
        int end = port == NOTHING_REGISTERED ? text : host.write(message, text, port);
        int paddedEnd = text + padded(end - text);
        for (int at = end; at < paddedEnd; at++) {
            message.put(at, (byte) 0);
        }
        message.putInt(RESULTS, end - text);
        return paddedEnd - RESULTS;
    }

    private static int padded(int length) {
        return (length + Integer.BYTES - 1) & -Integer.BYTES;
    }

    /** The port of the service that the arguments name, counted; {@link #NOTHING_REGISTERED} where there is none of that program. */
    private int port(ByteBuffer message, Netid netid, InetAddress asked, CallCounts counted) {
        long program = PlainCall.unsigned(message, PROGRAM);
        long version = PlainCall.unsigned(message, VERSION);
        ProgramBindings bindings = registry.program(program);
        int exact = bindings.indexOf(version, netid);
        int port = exact >= 0
                ? port(bindings.registrations().get(exact), asked)
                : bindings.isOn(netid) ? NOT_HERE : NOTHING_REGISTERED;
        if (port != NOT_HERE) {
            counted.called(LOOK_UP);
            counted.lookedUp(program, version, netid, port != NOTHING_REGISTERED);
        }
        return port;
    }

    private int port(Registration found, InetAddress asked) {
        boolean everywhere = found.binding().address() instanceof UniversalAddress.Inet inet
                && inet.host().isAnyLocalAddress()
                && inet.host().getClass() == asked.getClass();
        return everywhere && found.port() != 0 && liveness.isServed(found, asked) ? found.port() : NOT_HERE;
    }

    private HostText textOf(InetAddress asked) {
        int place = asked.hashCode() & (HOSTS - 1);
        if (!hosts[place].isOf(asked)) {
            hosts[place] = new HostText(asked);
        }
        return hosts[place];
    }
}
