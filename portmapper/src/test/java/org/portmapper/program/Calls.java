package org.portmapper.program;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.portmapper.audit.AuditTrail;
import org.portmapper.audit.AuditTrails;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.dispatch.Response;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.KnownLocalEnd;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Proof;
import org.portmapper.identity.Sender;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.liveness.KnownAddresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.policy.Policies;
import org.portmapper.policy.Policy;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;
import org.portmapper.state.Journal;

/** Calls to program 100000 by peers of all kinds, without any socket. */
final class Calls {
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    static final Peer ROOT = local(1, 0);
    static final Peer NOBODY = local(2, 65534);
    static final Peer DAEMON = local(3, 1);
    static final Peer LOOPBACK_HIGH = inet(Netid.UDP, "127.0.0.1", 40000, "127.0.0.1");
    static final Peer LOOPBACK_RESERVED = marked(0, 700);
    static final Peer LOOPBACK_TCP = inet(Netid.TCP, "127.0.0.1", 40000, "127.0.0.1");
    static final Peer LOOPBACK_IPV6 = inet(Netid.TCP6, "::1", 40000, "::1");
    static final Peer REMOTE = inet(Netid.UDP, "10.8.0.2", 700, "10.8.0.1");
    static final Peer REMOTE_TCP = inet(Netid.TCP, "10.8.0.2", 700, "10.8.0.1");

    final BindingRegistry registry = new BindingRegistry();
    final KnownAddresses addresses = new KnownAddresses();
    final List<String> trail = new ArrayList<>();
    private final Dispatcher dispatcher;

    /** By a policy that only watches, so that everything goes that goes with rpcbind. */
    Calls() {
        this(Optional.empty());
    }

    Calls(Optional<Forwarder> forwarder) {
        this(forwarder, "mode = \"audit\"");
    }

    Calls(Optional<Forwarder> forwarder, String policy) {
        AuditTrail audit = AuditTrails.to(trail);
        Liveness liveness = new Liveness(registry, addresses, ports -> {}, audit::withdrawn);
        Policy rules = Policies.of(policy);
        dispatcher = new Dispatcher(new RpcbindProgram(
                new Rules(registry, Journal.ofNothing(), liveness, Calls::callerOf, () -> rules, audit),
                forwarder,
                () -> NOW));
    }

    /** What a kernel would prove of these peers. */
    private static Caller callerOf(Peer peer) {
        return switch (peer) {
            case Peer.Local local -> user(local.credentials().uid(), Proof.LOCAL_SOCKET);
            case Peer.Inet inet
            when inet.sender() instanceof Sender.Datagram(OptionalLong mark, boolean overLoopback)
                    && mark.isPresent() -> user(mark.getAsLong(), Proof.UDP_MARK);
            case Peer.Inet inet
            when inet.sender() instanceof Sender.Datagram ->
                user((inet.remote().getAddress().getAddress()[3] & 0xff) - 100, Proof.UDP_TABLE);
            case Peer.Inet inet -> {
                String remote = AddressText.of(inet.remote().getAddress());
                yield new Caller.Unproven(remote.equals("127.0.0.1") || remote.equals("::1"), "nothing is proven");
            }
        };
    }

    static Caller.User user(long uid, Proof proof) {
        return new Caller.User(uid, proof, Set.of(), CallingProcess.UNKNOWN);
    }

    private static Peer local(int pid, long uid) {
        return new Peer.Local(new PeerCredentials(pid, uid, uid), new KnownLocalEnd());
    }

    /** A datagram whose port only sockets of this user have. */
    static Peer fromTable(long uid, int port) {
        Sender sender = new Sender.Datagram(OptionalLong.empty(), true);
        return new Peer.Inet(
                Netid.UDP,
                new InetSocketAddress(address("127.0.0." + (100 + uid)), port),
                address("127.0.0.1"),
                sender);
    }

    /** A datagram that a user has sent from a port of loopback. */
    static Peer marked(long uid, int port) {
        Sender sender = new Sender.Datagram(OptionalLong.of(uid), true);
        return new Peer.Inet(
                Netid.UDP, new InetSocketAddress(address("127.0.0.1"), port), address("127.0.0.1"), sender);
    }

    static Peer inet(Netid netid, String remote, int port, String local) {
        return new Peer.Inet(
                netid,
                new InetSocketAddress(address(remote), port),
                address(local),
                new Sender.Unknown("nothing is known"));
    }

    static InetAddress address(String text) {
        return AddressText.parse(text).orElseThrow();
    }

    Response response(Peer peer, long version, long procedure, Opaque arguments) {
        RpcCall call = RpcCall.anonymous(1, new Procedure(100000, version, procedure), arguments);
        return dispatcher.dispatch(call.toBuffer(), peer);
    }

    /** The length of the reply that stands in the place of the call now; less than 0 where it was not taken. */
    int inPlace(ByteBuffer memory, int length, Peer.Inet peer) {
        return dispatcher.answerInPlace(memory, length, peer.netid(), peer.local());
    }

    Response response(ByteBuffer message, Peer peer) {
        return dispatcher.dispatch(message, peer);
    }

    RpcReply reply(Peer peer, long version, long procedure, Opaque arguments) {
        return ((Response.Reply) response(peer, version, procedure, arguments)).reply();
    }

    AcceptedStatus status(Peer peer, long version, long procedure, Opaque arguments) {
        return ((AcceptedReply) reply(peer, version, procedure, arguments)).status();
    }

    /** The results of a call that must succeed. */
    XdrReader results(Peer peer, long version, long procedure, Opaque arguments) {
        return ((AcceptedStatus.Success) status(peer, version, procedure, arguments))
                .results()
                .reader();
    }

    boolean set(Peer peer, long program, long version, String netid, String address) throws Exception {
        return results(peer, 4, 1, rpcb(program, version, netid, address)).readBool("set");
    }

    boolean unset(Peer peer, long program, long version, String netid) throws Exception {
        return results(peer, 4, 2, rpcb(program, version, netid, "")).readBool("unset");
    }

    boolean setMapping(Peer peer, long program, long version, long protocol, long port) throws Exception {
        return results(peer, 2, 1, mapping(program, version, protocol, port)).readBool("set");
    }

    boolean unsetMapping(Peer peer, long program, long version) throws Exception {
        return results(peer, 2, 2, mapping(program, version, 0, 0)).readBool("unset");
    }

    long getPort(Peer peer, long program, long version, long protocol) throws Exception {
        return results(peer, 2, 3, mapping(program, version, protocol, 0)).readUnsignedInt("port");
    }

    String getAddr(Peer peer, long program, long version, String hint) throws Exception {
        return results(peer, 4, 3, rpcb(program, version, "", hint)).readString("address", 256);
    }

    static Opaque mapping(long program, long version, long protocol, long port) {
        XdrWriter writer = new XdrWriter();
        new Mapping(program, version, protocol, port).writeTo(writer);
        return writer.toOpaque();
    }

    static Opaque rpcb(long program, long version, String netid, String address) {
        XdrWriter writer = new XdrWriter();
        new Rpcb(program, version, netid, address, "whoever").writeTo(writer);
        return writer.toOpaque();
    }
}
