package org.portmapper.kernel;

import static org.portmapper.kernel.ControlMessage.ABSENT;
import static org.portmapper.kernel.ControlMessage.IPI6_ADDRESS;
import static org.portmapper.kernel.ControlMessage.IPI6_INTERFACE;
import static org.portmapper.kernel.ControlMessage.IPI_ADDRESS;
import static org.portmapper.kernel.ControlMessage.IPI_INTERFACE;
import static org.portmapper.kernel.ControlMessage.IPI_SPEC_DST;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Where a datagram came to, and so where its reply leaves from: IP_PKTINFO of ip(7), IPV6_PKTINFO of RFC 3542 section 6.
 * A view on the control messages of one datagram, used again for the next.
 */
final class PacketDestination {

    /** Room for both messages of a dual-stack socket, and for what an inherited socket may add (time stamps, marks). */
    static final int CONTROL_BYTES = 256;

    private static final int IPV6_MULTICAST = 0xff;

    /** The message about the source of a reply does not say where that goes. */
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetSockaddr.ANY_IPV6, 0);

    private final ByteBuffer memory;
    private final int control;
    private int inPktinfo = ABSENT;
    private int in6Pktinfo = ABSENT;

    /** The address of the datagram before, which is that of most others. */
    private InetAddress latest = InetSockaddr.ANY_IPV4;

    private int latestIpv4;

    /** What the message about the reply's source says that stands there already. */
    private int writtenIpv4;

    private int writtenAt;
    private int writtenLength;

    PacketDestination(ByteBuffer memory, int control) {
        this.memory = memory;
        this.control = control;
    }

    /** Finds the message; a dual-stack socket gets both for IPv4, of which only IP_PKTINFO knows our own address. */
    void locate(int controlLength) {
        int end = control + controlLength;
        inPktinfo = ControlMessage.find(memory, control, end, ControlMessage.IP_PKTINFO);
        in6Pktinfo =
                inPktinfo == ABSENT ? ControlMessage.find(memory, control, end, ControlMessage.IPV6_PKTINFO) : ABSENT;
    }

    /** This host's address, or the group for an IPv6 multicast; unspecified when the kernel did not tell. */
    InetAddress address() {
        if (inPktinfo != ABSENT) {
            return ipv4Address(memory.getInt(inPktinfo + IPI_SPEC_DST));
        }
        return in6Pktinfo == ABSENT
                ? InetSockaddr.ANY_IPV6
                : InetSockaddr.readIpv6Address(memory, in6Pktinfo + IPI6_ADDRESS, interfaceIndex());
    }

    private InetAddress ipv4Address(int bits) {
        if (bits != latestIpv4) {
            latest = InetSockaddr.readIpv4Address(memory, inPktinfo + IPI_SPEC_DST);
            latestIpv4 = bits;
        }
        return latest;
    }

    /** Of the interface it came in on; 0 when the kernel did not tell. */
    int interfaceIndex() {
        if (inPktinfo != ABSENT) {
            return memory.getInt(inPktinfo + IPI_INTERFACE);
        }
        return in6Pktinfo == ABSENT ? 0 : memory.getInt(in6Pktinfo + IPI6_INTERFACE);
    }

    /** Whether it was sent to a group or to all hosts: the header's destination is then no address of this host. */
    boolean isMulticastOrBroadcast() {
        if (inPktinfo != ABSENT) {
            return memory.getInt(inPktinfo + IPI_ADDRESS) != memory.getInt(inPktinfo + IPI_SPEC_DST);
        }
        return in6Pktinfo != ABSENT && (memory.get(in6Pktinfo + IPI6_ADDRESS) & 0xff) == IPV6_MULTICAST;
    }

    /**
     * Writes the message that makes a reply leave as {@link #replyTo} has it.
     *
     * @return its length; 0 when none is needed
     */
    int writeReply(int at) {
        if (inPktinfo == ABSENT) {
            writtenIpv4 = 0;
            return ControlMessage.write(memory, at, replyTo(NOWHERE));
        }
        int source = memory.getInt(inPktinfo + IPI_SPEC_DST);
        if (source != writtenIpv4 || at != writtenAt) {
            writtenLength = ControlMessage.writeIpv4(memory, at, source);
            writtenIpv4 = source;
            writtenAt = at;
        }
        return writtenLength;
    }

    /** The way back to {@code peer}; routing finds the interface, except where an address means one link only. */
    ReplyPath replyTo(InetSocketAddress peer) {
        InetAddress local = address();
        if (inPktinfo != ABSENT) {
            return new ReplyPath(peer, local, 0);
        }
        if (isMulticastOrBroadcast()) {
            return new ReplyPath(peer, InetSockaddr.ANY_IPV6, interfaceIndex());
        }
        return new ReplyPath(peer, local, InetSockaddr.isLinkLocal(local) ? interfaceIndex() : 0);
    }
}
