package org.portmapper.rpc.rpcbind;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.message.RandomMessages;

/** Random values of RFC 1833: the structs with any content, and bindings that make sense. */
public record RandomBindings(RandomValues values) {
    private static final int LIST_LIMIT = 5;

    /** Any mapping. */
    public Mapping mapping() {
        return new Mapping(values.unsignedInt(), values.unsignedInt(), values.unsignedInt(), values.unsignedInt());
    }

    /** Any rpcb, its strings any bytes. */
    public Rpcb rpcb() {
        return new Rpcb(
                values.unsignedInt(),
                values.unsignedInt(),
                values.text(Rpcb.NETID_LIMIT),
                values.text(UniversalAddress.LIMIT),
                values.text(Owner.LIMIT));
    }

    /** Any entry, its strings any bytes. */
    public RpcbEntry entry() {
        return new RpcbEntry(
                values.text(UniversalAddress.LIMIT),
                values.text(Rpcb.NETID_LIMIT),
                values.unsignedInt(),
                values.text(Rpcb.NETID_LIMIT),
                values.text(Rpcb.NETID_LIMIT));
    }

    /** Any call to be passed on. */
    public RemoteCall remoteCall() {
        return new RemoteCall(new RandomMessages(values).procedure(), values.opaque(500));
    }

    /** Any transport address that promises at least the bytes it has. */
    public TransportAddress transportAddress() {
        int length = values.upTo(TransportAddress.LIMIT);
        return new TransportAddress(Math.max(length, values.unsignedInt()), values.bytes(length));
    }

    /** Any statistics. */
    public RpcbStatistics statistics() {
        return new RpcbStatistics(
                values.listOf(RpcbStatistics.PROCEDURES, values::unsignedInt),
                values.unsignedInt(),
                values.unsignedInt(),
                values.list(LIST_LIMIT, this::lookups),
                values.list(LIST_LIMIT, this::remoteCalls));
    }

    private RpcbStatistics.Lookups lookups() {
        return new RpcbStatistics.Lookups(
                values.unsignedInt(),
                values.unsignedInt(),
                values.unsignedInt(),
                values.unsignedInt(),
                values.text(Rpcb.NETID_LIMIT));
    }

    private RpcbStatistics.RemoteCalls remoteCalls() {
        return new RpcbStatistics.RemoteCalls(
                new RandomMessages(values).procedure(),
                values.unsignedInt(),
                values.unsignedInt(),
                values.unsignedInt(),
                values.text(Rpcb.NETID_LIMIT));
    }

    /** A binding whose address is of its transport's family. */
    public Binding binding() {
        Netid netid = values.oneOf(List.of(Netid.values()));
        return new Binding(values.unsignedInt(), values.unsignedInt(), netid, address(netid.family()), owner());
    }

    /** An address of a family. */
    public UniversalAddress address(Netid.Family family) {
        return switch (family) {
            case INET -> new UniversalAddress.Inet(ipv4(), values.upTo(0xffff));
            case INET6 -> new UniversalAddress.Inet(ipv6(), values.upTo(0xffff));
            case LOOPBACK ->
                new UniversalAddress.Local(
                        values.oneOf(List.of("/", "@")) + values.chars(1 + values.upTo(106), ' ', 0x7f));
        };
    }

    private Owner owner() {
        return values.coin() ? Owner.UNKNOWN : Owner.ofUid(values.unsignedInt());
    }

    /** Any IPv4 address. */
    public InetAddress ipv4() {
        try {
            return InetAddress.getByAddress(values.bytes(4).toBytes());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Any IPv6 address; about half of its groups are zero, so that all kinds of runs of them appear. */
    public InetAddress ipv6() {
        String text = "";
        for (int group = 0; group < 8; group++) {
            String digits = values.oneOf(List.of("0", "0", "0", "ffff", Integer.toHexString(values.upTo(0xffff))));
            text += (group == 0 ? "" : ":") + digits;
        }
        return AddressText.parse(text).orElseThrow();
    }
}
