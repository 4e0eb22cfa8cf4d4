package org.portmapper.rpc.remotetea;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/**
 * A portmapper on UDP of loopback that keeps what is registered and answers by it, in versions up to the highest; it refuses
 * the netids that it is told to.
 */
final class KeepingPortmapper implements AutoCloseable {
    private static final int SET = 1;
    private static final int UNSET = 2;
    private static final int DUMP = 4;

    private final Collection<Rpcb> kept = new ConcurrentLinkedQueue<>();
    private final long highest;
    private final Set<String> refused;
    private final UdpPeer peer;

    KeepingPortmapper(long highest, Netid... refused) throws IOException {
        this.highest = highest;
        this.refused = Set.of(List.of(refused).stream().map(Netid::text).toArray(String[]::new));
        this.peer = new UdpPeer(call -> List.of(answer(call)));
    }

    private ByteBuffer answer(RpcCall call) {
        long version = call.procedure().version();
        AcceptedStatus status;
        try {
            status = version > highest ? new AcceptedStatus.ProgramMismatch(2, highest) : results(call);
        } catch (XdrException e) {
            status = new AcceptedStatus.GarbageArguments();
        }
        return new AcceptedReply(call.xid(), status).toBuffer();
    }

    private AcceptedStatus results(RpcCall call) throws XdrException {
        XdrWriter results = new XdrWriter();
        boolean version2 = call.procedure().version() == Rpcbind.VERSION_2;
        XdrReader arguments = call.arguments().reader();
        switch ((int) call.procedure().number()) {
            case SET -> results.writeBool(set(version2 ? rpcb(Mapping.read(arguments)) : Rpcb.read(arguments)));
            case UNSET -> results.writeBool(unset(version2 ? rpcb(Mapping.read(arguments)) : Rpcb.read(arguments)));
            case DUMP -> XdrList.write(results, kept, version2 ? KeepingPortmapper::writeMapping : Rpcb::writeTo);
            default -> results.writeString(address(Rpcb.read(arguments)));
        }
        return new AcceptedStatus.Success(results.toOpaque());
    }

    private static Rpcb rpcb(Mapping mapping) {
        String netid = Netid.ofProtocol(mapping.protocol()).orElseThrow().text();
        String address = "0.0.0.0." + (mapping.port() >> 8) + "." + (mapping.port() & 0xff);
        return new Rpcb(mapping.program(), mapping.version(), netid, address, "");
    }

    private static void writeMapping(Rpcb binding, XdrWriter writer) {
        String[] bytes = binding.address().split("\\.");
        int port = (Integer.parseInt(bytes[4]) << 8) + Integer.parseInt(bytes[5]);
        int protocol = Netid.of(binding.netid()).orElseThrow().protocol();
        new Mapping(binding.program(), binding.version(), protocol, port).writeTo(writer);
    }

    private boolean set(Rpcb binding) {
        return !refused.contains(binding.netid()) && kept.add(binding);
    }

    private boolean unset(Rpcb binding) {
        return kept.removeIf(other -> isSame(binding, other));
    }

    private String address(Rpcb asked) {
        return kept.stream()
                .filter(other -> isSame(asked, other))
                .map(Rpcb::address)
                .findFirst()
                .orElse("");
    }

    private static boolean isSame(Rpcb asked, Rpcb other) {
        return asked.program() == other.program()
                && asked.version() == other.version()
                && asked.netid().equals(other.netid());
    }

    /** Registers the echo program's version 1. */
    void put(EchoServerStub stub, Netid netid) {
        int port = stub.port(netid);
        Rpcb binding = new Rpcb(
                Integer.toUnsignedLong(EchoServerStub.PROGRAM),
                EchoServerStub.VERSION,
                netid.text(),
                "0.0.0.0." + (port >> 8) + "." + (port & 0xff),
                "");
        unset(binding);
        set(binding);
    }

    /** What is registered, as {@code netid version address}, in the order in which it was. */
    List<String> kept() {
        return kept.stream()
                .map(binding -> binding.netid() + " " + binding.version() + " " + binding.address())
                .toList();
    }

    RpcbindClient client() throws IOException {
        return RpcbindClient.open(
                RpcAddress.of(peer.address().getAddress(), peer.address().getPort(), Netid.UDP));
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
