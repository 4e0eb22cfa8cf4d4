package org.portmapper.program;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.portmapper.dispatch.Answer;
import org.portmapper.identity.Peer;
import org.portmapper.registry.ProgramBindings;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RemoteCall;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CALLIT, BCAST and INDIRECT: calls a service on behalf of the caller, RFC 1833 section 2.2.1. The first two are for
 * broadcasts and say nothing where anything fails; INDIRECT says what failed.
 */
final class IndirectCall {
    /** Calls under way at once: each holds a socket, and broadcasts come in bursts of a few. */
    static final int PENDING_LIMIT = 64;

    /** Most bytes of results that fit into a reply over UDP with its header and the longest address. */
    static final int RESULTS_LIMIT = 8_600;

    private static final Logger log = LoggerFactory.getLogger(IndirectCall.class);
    private static final Answer SYSTEM_ERROR = new Answer.Accepted(new SystemError());

    private record Pending(int xid, InetSocketAddress caller, Procedure procedure) {}

    private final Lookup lookup;
    private final AllCounts counts;
    private final Optional<Forwarder> forwarder;
    private final Set<Pending> pending = new HashSet<>();

    /** Without a forwarder remote calls are off: everything is judged as usual and then not passed on. */
    IndirectCall(Lookup lookup, AllCounts counts, Optional<Forwarder> forwarder) {
        this.lookup = lookup;
        this.counts = counts;
        this.forwarder = forwarder;
    }

    /** CALLIT of versions 2 and 3, and BCAST of version 4. */
    Answer callIt(RpcCall call, Peer peer) {
        try {
            return switch (answer(call, peer, false)) {
                case Answer.Accepted(AcceptedStatus.Success success) -> Answer.success(success.results());
                case Answer.Accepted failed -> Answer.SILENCE;
                case Answer.Later later -> new Answer.Later(later.answer().thenApply(IndirectCall::silentOnFailure));
                case Answer.Streamed streamed ->
                    throw new IllegalStateException("what a service said is there as a whole");
                case Answer.Denied denied -> denied;
                case Answer.Silent silent -> silent;
            };
        } catch (XdrException e) {
            log.debug("{} from {}: {}", call.procedure(), peer, e.getMessage());
            return Answer.SILENCE;
        }
    }

    /** INDIRECT of version 4. */
    Answer indirect(RpcCall call, Peer peer) throws XdrException {
        return answer(call, peer, true);
    }

    private static Answer silentOnFailure(Answer answer) {
        return answer instanceof Answer.Accepted(AcceptedStatus.Success success) ? answer : Answer.SILENCE;
    }

    private Answer answer(RpcCall call, Peer peer, boolean indirect) throws XdrException {
        // A reply over a stream would have to wait for the service and hold up the calls behind it.
        if (!(peer instanceof Peer.Inet inet) || inet.netid().semantics() != Netid.Semantics.CONNECTIONLESS) {
            return Answer.SILENCE;
        }
        RemoteCall wanted = RemoteCall.read(call.arguments().reader());
        if (RemoteCallDenials.deny(wanted.procedure())) {
            log.info(
                    "remote call of {} by {} denied: it is not to be called through a portmapper",
                    wanted.procedure(),
                    peer);
            return new Answer.Denied(AuthStat.TOO_WEAK);
        }
        // Version 2 has no words for IPv6: its client would look for the port at an IPv4 address.
        if (call.procedure().version() == Rpcbind.VERSION_2 && inet.netid() == Netid.UDP6) {
            return Answer.SILENCE;
        }
        return forward(call, inet, wanted, indirect);
    }

    private Answer forward(RpcCall call, Peer.Inet peer, RemoteCall wanted, boolean indirect) {
        Procedure procedure = wanted.procedure();
        Optional<Binding> service = lookup.exact(
                procedure.program(),
                procedure.version(),
                peer.netid(),
                binding -> ReachableAddress.of(binding, peer, "").isPresent()
                        ? Optional.of(inet(binding).at(target(binding, peer).getAddress()))
                        : Optional.empty());
        counts.of(call.procedure().version()).calledRemotely(procedure, peer.netid(), service.isPresent(), indirect);
        if (service.isEmpty()) {
            return new Answer.Accepted(notServed(lookup.program(procedure.program()), peer.netid()));
        }
        return forwarder.isEmpty() ? SYSTEM_ERROR : forward(forwarder.get(), call, peer, wanted, service.get());
    }

    private Answer forward(Forwarder via, RpcCall call, Peer.Inet peer, RemoteCall wanted, Binding service) {
        Pending entry = new Pending(call.xid(), peer.remote(), wanted.procedure());
        if (pending.size() >= PENDING_LIMIT || !pending.add(entry)) {
            return Answer.SILENCE;
        }
        OpaqueAuth credential = call.credential();
        RpcCall forwarded =
                new RpcCall(call.xid(), wanted.procedure(), credential, OpaqueAuth.NONE, wanted.arguments());
        CompletableFuture<Answer> answer = via.forward(target(service, peer), forwarded)
                .handle((reply, failure) -> {
                    pending.remove(entry);
                    return failure == null ? toAnswer(call, peer, service, reply) : SYSTEM_ERROR;
                });
        return new Answer.Later(answer);
    }

    /** What the service said, if it said it successfully, behind the address where it can be reached directly. */
    private static Answer toAnswer(RpcCall call, Peer.Inet peer, Binding service, RpcReply reply) {
        if (reply instanceof AcceptedReply accepted
                && accepted.status() instanceof AcceptedStatus.Success success
                && success.results().length() <= RESULTS_LIMIT) {
            return Answer.success(results(call, peer, service, success.results()));
        }
        return SYSTEM_ERROR;
    }

    private static Opaque results(RpcCall call, Peer.Inet peer, Binding service, Opaque results) {
        XdrWriter writer = new XdrWriter();
        if (call.procedure().version() == Rpcbind.VERSION_2) {
            writer.writeUnsignedInt(inet(service).port());
        } else {
            writer.writeString(ReachableAddress.of(service, peer, "")
                    .map(UniversalAddress::text)
                    .orElse(""));
        }
        return writer.writeOpaque(results).toOpaque();
    }

    private static AcceptedStatus notServed(ProgramBindings program, Netid netid) {
        long[] versions = program.registrations().stream()
                .map(Registration::binding)
                .filter(binding -> binding.netid() == netid)
                .mapToLong(Binding::version)
                .sorted()
                .toArray();
        return versions.length == 0
                ? new ProgramUnavailable()
                : new ProgramMismatch(versions[0], versions[versions.length - 1]);
    }

    /** Where the service is reached from this host: on loopback, unless it is bound to an address of its own. */
    private static InetSocketAddress target(Binding service, Peer.Inet peer) {
        UniversalAddress.Inet address = inet(service);
        InetAddress host =
                address.host().isAnyLocalAddress() ? ReachableAddress.loopback(peer.netid()) : address.host();
        return new InetSocketAddress(host, address.port());
    }

    private static UniversalAddress.Inet inet(Binding service) {
        return (UniversalAddress.Inet) service.address();
    }
}
