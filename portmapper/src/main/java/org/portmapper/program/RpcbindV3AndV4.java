package org.portmapper.program;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.portmapper.dispatch.Answer;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** Versions 3 and 4, rpcbind: RFC 1833 section 2. What both have is the same; version 4 has four procedures more. */
final class RpcbindV3AndV4 implements ProgramVersion {
    private final Lookup lookup;
    private final Registrar registrar;
    private final IndirectCall indirectCall;
    private final AllCounts counts;
    private final InstantSource clock;
    private final Dump dump;

    /** What needs nobody's registrations but all, and what needs none: DUMP and GETTIME. */
    record Listing(Dump dump, InstantSource clock) {}

    RpcbindV3AndV4(Lookup lookup, Registrar registrar, IndirectCall indirectCall, AllCounts counts, Listing listing) {
        this.lookup = lookup;
        this.registrar = registrar;
        this.indirectCall = indirectCall;
        this.counts = counts;
        this.clock = listing.clock();
        this.dump = listing.dump();
    }

    @Override
    public Answer call(RpcCall call, Peer peer) throws XdrException {
        long version = call.procedure().version();
        Optional<RpcbindProcedure> procedure =
                RpcbindProcedure.of(version, call.procedure().number());
        return procedure.isEmpty() ? Answer.PROCEDURE_UNAVAILABLE : call(procedure.get(), call, peer);
    }

    private Answer call(RpcbindProcedure procedure, RpcCall call, Peer peer) throws XdrException {
        CallCounts counted = countsOf(call);
        counted.called(procedure.number());
        XdrReader arguments = call.arguments().reader();
        return switch (procedure) {
            case NULL -> Answer.VOID;
            case SET -> set(peer, Rpcb.read(arguments), counted);
            case UNSET -> unset(peer, Rpcb.read(arguments), counted);
            case GETADDR -> getAddr(peer, Rpcb.read(arguments), counted);
            case DUMP -> dump.answer();
            case CALLIT -> indirectCall.callIt(call, peer);
            case GETTIME -> Results.unsignedInt(clock.instant().getEpochSecond() & UnsignedInt.MAX);
            case UADDR2TADDR -> uaddr2taddr(peer, arguments.readString("address", UniversalAddress.LIMIT));
            case TADDR2UADDR -> taddr2uaddr(peer, TransportAddress.read(arguments));
            case GETVERSADDR -> getVersAddr(peer, Rpcb.read(arguments), counted);
            case INDIRECT -> indirectCall.indirect(call, peer);
            case GETADDRLIST -> getAddrList(peer, Rpcb.read(arguments), counted);
            case GETSTAT -> Answer.success(counts.results());
        };
    }

    private Answer set(Peer peer, Rpcb wanted, CallCounts counted) {
        return Results.ifTrue(registrar.set(peer, wanted), counted::set);
    }

    private Answer unset(Peer peer, Rpcb unwanted, CallCounts counted) {
        return Results.ifTrue(registrar.unset(peer, unwanted), counted::unset);
    }

    /** The netid asked for is that of the transport on which the call came, whatever r_netid says: section 2.2.1. */
    private Answer getAddr(Peer peer, Rpcb wanted, CallCounts counted) {
        Lookup.Reach reach = reach(peer, wanted);
        Optional<UniversalAddress> found = lookup.find(wanted.program(), wanted.version(), peer.netid(), reach)
                .flatMap(reach);
        return lookedUp(peer, wanted, found, counted);
    }

    private Answer getVersAddr(Peer peer, Rpcb wanted, CallCounts counted) {
        Lookup.Reach reach = reach(peer, wanted);
        Optional<UniversalAddress> found = lookup.exact(wanted.program(), wanted.version(), peer.netid(), reach)
                .flatMap(reach);
        return lookedUp(peer, wanted, found, counted);
    }

    private static Lookup.Reach reach(Peer peer, Rpcb wanted) {
        return binding -> ReachableAddress.of(binding, peer, wanted.address());
    }

    private static Answer lookedUp(Peer peer, Rpcb wanted, Optional<UniversalAddress> found, CallCounts counted) {
        counted.lookedUp(wanted.program(), wanted.version(), peer.netid(), found.isPresent());
        return Results.string(found.map(UniversalAddress::text).orElse(""));
    }

    private Answer getAddrList(Peer peer, Rpcb wanted, CallCounts counted) {
        Predicate<Binding> sameFamily =
                binding -> binding.netid().family() == peer.netid().family();
        List<RpcbEntry> entries =
                lookup.ofVersion(wanted.program(), wanted.version(), sameFamily, reach(peer, wanted)).stream()
                        .flatMap(binding -> entry(binding, peer, wanted).stream())
                        .toList();
        counted.lookedUp(wanted.program(), wanted.version(), peer.netid(), !entries.isEmpty());
        XdrWriter writer = new XdrWriter();
        XdrList.write(writer, entries, (entry, to) -> entry.writeTo(to));
        return Answer.success(writer.toOpaque());
    }

    private static Optional<RpcbEntry> entry(Binding binding, Peer peer, Rpcb wanted) {
        return ReachableAddress.of(binding, peer, wanted.address())
                .map(address -> RpcbEntry.of(address, binding.netid()));
    }

    private static Answer uaddr2taddr(Peer peer, String address) {
        XdrWriter writer = new XdrWriter();
        SocketAddressBytes.of(peer.netid().family(), address).writeTo(writer);
        return Answer.success(writer.toOpaque());
    }

    private static Answer taddr2uaddr(Peer peer, TransportAddress address) {
        return Results.string(SocketAddressBytes.toUniversalAddress(peer.netid().family(), address)
                .map(UniversalAddress::text)
                .orElse(""));
    }

    private CallCounts countsOf(RpcCall call) {
        return counts.of(call.procedure().version());
    }
}
