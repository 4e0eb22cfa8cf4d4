package org.portmapper.program;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import org.portmapper.dispatch.Answer;
import org.portmapper.dispatch.Program;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Sender;
import org.portmapper.program.RpcbindV3AndV4.Listing;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.XdrException;

/** Program 100000 in all its versions, over one registry. */
public final class RpcbindProgram implements Program {
    private final PortmapV2 version2;
    private final RpcbindV3AndV4 versions3And4;
    private final PlainLookups plainLookups;

    /**
     * Serves what the registry holds, by these rules.
     *
     * @param forwarder calls services for CALLIT, BCAST and INDIRECT; empty where remote calls are off
     * @param clock for GETTIME
     */
    public RpcbindProgram(Rules rules, Optional<Forwarder> forwarder, InstantSource clock) {
        AllCounts counts = new AllCounts();
        BindingRegistry registry = rules.registry();
        Lookup lookup = new Lookup(registry, rules.liveness());
        Registrar registrar = new Registrar(rules);
        IndirectCall indirectCall = new IndirectCall(lookup, counts, forwarder);
        Listing listing = new Listing(Dump.ofBindings(registry, rules.liveness()), clock);
        Dump mappings = Dump.ofMappings(registry, rules.liveness());
        this.version2 = new PortmapV2(lookup, registrar, indirectCall, counts.version2(), mappings);
        this.versions3And4 = new RpcbindV3AndV4(lookup, registrar, indirectCall, counts, listing);
        this.plainLookups = new PlainLookups(registry, rules.liveness(), counts);
    }

    @Override
    public long number() {
        return Rpcbind.PROGRAM;
    }

    @Override
    public long lowestVersion() {
        return Rpcbind.VERSION_2;
    }

    @Override
    public long highestVersion() {
        return Rpcbind.VERSION_4;
    }

    @Override
    public Answer call(RpcCall call, Peer peer) throws XdrException {
        if (changes(call.procedure()) && isTooEarly(peer)) {
            // A refusal would be the last word. Without one the client asks again, and then it can be told who it is.
            return Answer.SILENCE;
        }
        ProgramVersion version = call.procedure().version() == Rpcbind.VERSION_2 ? version2 : versions3And4;
        return version.call(call, peer);
    }

    @Override
    public int answerInPlace(ByteBuffer message, int length, Netid netid, InetAddress asked) {
        return plainLookups.answer(message, length, netid, asked);
    }

    /** SET and UNSET, which have the same numbers in all versions. */
    private static boolean changes(Procedure procedure) {
        return procedure.number() == PortmapProcedure.SET.number()
                || procedure.number() == PortmapProcedure.UNSET.number();
    }

    private static boolean isTooEarly(Peer peer) {
        return peer instanceof Peer.Inet inet && inet.sender() instanceof Sender.TooEarly;
    }
}
