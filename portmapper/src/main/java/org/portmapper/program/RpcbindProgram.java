package org.portmapper.program;

import java.time.InstantSource;
import java.util.Optional;
import org.portmapper.dispatch.Answer;
import org.portmapper.dispatch.Program;
import org.portmapper.identity.Peer;
import org.portmapper.policy.LoopbackPolicy;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.XdrException;

/** Program 100000 in all its versions, over one registry. */
public final class RpcbindProgram implements Program {
    private final PortmapV2 version2;
    private final RpcbindV3AndV4 versions3And4;

    /**
     * Serves what the registry holds.
     *
     * @param forwarder calls services for CALLIT, BCAST and INDIRECT; empty where remote calls are off
     * @param clock for GETTIME
     */
    public RpcbindProgram(
            BindingRegistry registry, LoopbackPolicy policy, Optional<Forwarder> forwarder, InstantSource clock) {
        AllCounts counts = new AllCounts();
        Registrar registrar = new Registrar(registry, policy);
        IndirectCall indirectCall = new IndirectCall(registry, counts, forwarder);
        this.version2 = new PortmapV2(registry, registrar, indirectCall, counts.version2());
        this.versions3And4 = new RpcbindV3AndV4(registry, registrar, indirectCall, counts, clock);
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
        ProgramVersion version = call.procedure().version() == Rpcbind.VERSION_2 ? version2 : versions3And4;
        return version.call(call, peer);
    }
}
