package org.portmapper.program;

import java.util.Optional;
import org.portmapper.dispatch.Answer;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;

/** Version 2, the port mapper: RFC 1833 section 3. Its mappings are the registry's bindings of netids udp and tcp. */
final class PortmapV2 implements ProgramVersion {
    private final Lookup lookup;
    private final Registrar registrar;
    private final IndirectCall indirectCall;
    private final CallCounts counts;
    private final Dump dump;

    PortmapV2(Lookup lookup, Registrar registrar, IndirectCall indirectCall, CallCounts counts, Dump dump) {
        this.lookup = lookup;
        this.registrar = registrar;
        this.indirectCall = indirectCall;
        this.counts = counts;
        this.dump = dump;
    }

    @Override
    public Answer call(RpcCall call, Peer peer) throws XdrException {
        Optional<PortmapProcedure> procedure =
                PortmapProcedure.of(call.procedure().number());
        return procedure.isEmpty() ? Answer.PROCEDURE_UNAVAILABLE : call(procedure.get(), call, peer);
    }

    private Answer call(PortmapProcedure procedure, RpcCall call, Peer peer) throws XdrException {
        counts.called(procedure.number());
        XdrReader arguments = call.arguments().reader();
        return switch (procedure) {
            case NULL -> Answer.VOID;
            case SET -> set(peer, Mapping.read(arguments));
            case UNSET -> unset(peer, Mapping.read(arguments));
            case GETPORT -> getPort(peer, Mapping.read(arguments));
            case DUMP -> dump.answer();
            case CALLIT -> indirectCall.callIt(call, peer);
        };
    }

    private Answer set(Peer peer, Mapping wanted) {
        String netid = Netid.ofProtocol(wanted.protocol()).map(Netid::text).orElse("");
        return Results.ifTrue(registrar.set(peer, toRpcb(wanted, netid)), counts::set);
    }

    /** Protocol and port are not looked at, RFC 1833 section 3.2: both transports are removed, each for itself. */
    private Answer unset(Peer peer, Mapping unwanted) {
        Answer tcp = registrar.unset(peer, toRpcb(unwanted, Netid.TCP.text()));
        Answer udp = registrar.unset(peer, toRpcb(unwanted, Netid.UDP.text()));
        Answer both = Answer.later(Answer.eventual(tcp)
                .thenCombine(Answer.eventual(udp), (first, second) -> first.equals(Results.TRUE) ? second : first));
        return Results.ifTrue(both, counts::unset);
    }

    private Answer getPort(Peer peer, Mapping wanted) {
        Optional<Netid> netid = Netid.ofProtocol(wanted.protocol());
        if (netid.isEmpty()) {
            return Results.unsignedInt(0);
        }
        Optional<Binding> found = lookup.find(
                wanted.program(), wanted.version(), netid.get(), binding -> ReachableAddress.byPort(binding, peer));
        counts.lookedUp(wanted.program(), wanted.version(), netid.get(), found.isPresent());
        return Results.unsignedInt(
                found.flatMap(Binding::toMapping).map(Mapping::port).orElse(0L));
    }

    /** The port as it came: over 65535 its high byte is over 255, which no universal address can be. */
    private static Rpcb toRpcb(Mapping mapping, String netid) {
        String address = "0.0.0.0." + (mapping.port() >> 8) + "." + (mapping.port() & 0xff);
        return new Rpcb(mapping.program(), mapping.version(), netid, address, "");
    }
}
