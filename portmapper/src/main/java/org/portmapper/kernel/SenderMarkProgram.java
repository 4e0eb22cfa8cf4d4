package org.portmapper.kernel;

import static org.portmapper.kernel.BpfAssembler.R0;
import static org.portmapper.kernel.BpfAssembler.R1;
import static org.portmapper.kernel.BpfAssembler.R6;
import static org.portmapper.kernel.BpfAssembler.R7;

/**
 * The program that writes the sender's user into the mark of every datagram to one port: what leaves the interface has
 * its socket at hand still, which no receiver ever learns.
 *
 * <p>A datagram to the port gets a mark of its own whatever it had before: {@code (uid + 1) ^ TAG}, or 0 where nothing
 * proves the user. All other packets are left as they are, those included whose port an unusual header hides: IPv6
 * with extension headers other than a fragment's.
 */
final class SenderMarkProgram {

    /**
     * Keeps the marks of firewalls and routing rules, which live in the same field and are small numbers mostly, from being
     * taken for users: without it, a mark of 1 that a rule gives to somebody's packets would mean the superuser. ASCII
     * "RP" in the upper half; the lower half, whose bits container networks test, is left to the user.
     */
    static final int TAG = 0x52500000;

    /** The next program, if any, is to see the packet too (TCX_NEXT). */
    private static final int NEXT = -1;

    // struct __sk_buff
    private static final int MARK = 8;
    private static final int PROTOCOL = 16;
    private static final int SOCKET = 168;

    // linux/bpf.h
    private static final int BPF_GET_SOCKET_UID = 47;
    private static final int BPF_SK_FULLSOCK = 95;

    // linux/if_ether.h; the field is in network order
    private static final int ETH_P_IP = Short.toUnsignedInt(Short.reverseBytes((short) 0x0800));
    private static final int ETH_P_IPV6 = Short.toUnsignedInt(Short.reverseBytes((short) 0x86dd));

    private static final int UDP = 17;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_PORT = 2;

    /** Where the network header begins, for a program that loads from the packet (SKF_NET_OFF). */
    private static final int HEADER = -0x100000;

    // RFC 791 section 3.1
    private static final int IPV4_VERSION_AND_LENGTH = HEADER;
    private static final int IPV4_FLAGS_AND_OFFSET = HEADER + 6;
    private static final int IPV4_PROTOCOL = HEADER + 9;
    private static final int IPV4_MORE_FRAGMENTS = 0x2000;
    private static final int IPV4_FRAGMENT_OFFSET = 0x1fff;

    // RFC 8200 sections 3 and 4.5
    private static final int IPV6_NEXT_HEADER = HEADER + 6;
    private static final int IPV6_PAYLOAD = HEADER + 40;
    private static final int FRAGMENT_NEXT_HEADER = IPV6_PAYLOAD;
    private static final int FRAGMENT_OFFSET = IPV6_PAYLOAD + 2;
    private static final int FRAGMENT_PAYLOAD = IPV6_PAYLOAD + 8;
    private static final int IPV6_FRAGMENT_OFFSET = 0xfff8;

    private SenderMarkProgram() {}

    static BpfProgram forPort(int port) {
        BpfAssembler program = new BpfAssembler()
                .moveRegister(R6, R1) // the packet, where the loads below expect it
                .load32(R7, R6, PROTOCOL)
                .jumpIfEqual(R7, ETH_P_IP, "ipv4")
                .jumpIfEqual(R7, ETH_P_IPV6, "ipv6")
                .jump("out"); // no datagram
        ipv4(program, port);
        ipv6(program, port);
        ipv6Fragment(program, port);
        mark(program);
        return program.assemble();
    }

    private static void ipv4(BpfAssembler program, int port) {
        program.label("ipv4")
                .loadPacket8(IPV4_PROTOCOL)
                .jumpUnlessEqual(R0, UDP, "out")
                .loadPacket16(IPV4_FLAGS_AND_OFFSET)
                .and(R0, IPV4_FRAGMENT_OFFSET)
                .jumpUnlessEqual(R0, 0, "out") // a later fragment: the mark of the first counts
                .loadPacket8(IPV4_VERSION_AND_LENGTH)
                .and(R0, 0x0f) // the header's length in words of 4 bytes, options included
                .shiftLeft(R0, 2) // in bytes
                .moveRegister(R7, R0)
                .loadPacket16(HEADER + DESTINATION_PORT, R7)
                .jumpUnlessEqual(R0, port, "out") // somebody else's
                .loadPacket16(IPV4_FLAGS_AND_OFFSET)
                .and(R0, IPV4_MORE_FRAGMENTS)
                .jumpUnlessEqual(R0, 0, "unproven") // the rest may be put in by somebody else
                .jump("to the port");
    }

    private static void ipv6(BpfAssembler program, int port) {
        program.label("ipv6")
                .loadPacket8(IPV6_NEXT_HEADER)
                .jumpIfEqual(R0, FRAGMENT, "ipv6 fragment")
                .jumpUnlessEqual(R0, UDP, "out")
                .loadPacket16(IPV6_PAYLOAD + DESTINATION_PORT)
                .jumpUnlessEqual(R0, port, "out") // somebody else's
                .jump("to the port");
    }

    private static void ipv6Fragment(BpfAssembler program, int port) {
        program.label("ipv6 fragment")
                .loadPacket8(FRAGMENT_NEXT_HEADER)
                .jumpUnlessEqual(R0, UDP, "out")
                .loadPacket16(FRAGMENT_OFFSET)
                .and(R0, IPV6_FRAGMENT_OFFSET)
                .jumpUnlessEqual(R0, 0, "out") // a later fragment: the mark of the first counts
                .loadPacket16(FRAGMENT_PAYLOAD + DESTINATION_PORT)
                .jumpIfEqual(R0, port, "unproven") // the rest may be put in by somebody else
                .jump("out");
    }

    private static void mark(BpfAssembler program) {
        program.label("to the port")
                .load64(R1, R6, SOCKET)
                .jumpIfEqual(R1, 0, "unproven") // its socket is not known any more
                .call(BPF_SK_FULLSOCK)
                .jumpIfEqual(R0, 0, "unproven") // not one that a user opened
                .moveRegister(R1, R6)
                .call(BPF_GET_SOCKET_UID)
                .add(R0, 1) // so that 0 is no user
                .xor(R0, TAG)
                .jump("write")
                .label("unproven")
                .moveNumber(R0, 0)
                .label("write")
                .store32(R6, MARK, R0)
                .label("out")
                .moveNumber(R0, NEXT)
                .exit();
    }
}
