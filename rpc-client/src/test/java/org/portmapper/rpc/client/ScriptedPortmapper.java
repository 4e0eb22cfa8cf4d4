package org.portmapper.rpc.client;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** A portmapper that serves versions 2 to {@code highest} and gives to each procedure of them the results it is told. */
record ScriptedPortmapper(long highest, Refusal refusal, Results results) {
    /** How it refuses the versions above. */
    enum Refusal {
        PROG_MISMATCH,
        /** As one whose every version is a program of its own does. */
        PROG_UNAVAIL,
        /** As one that never looked at the version does. */
        PROC_UNAVAIL,
        /** As one that counts wrongly does. */
        PROG_MISMATCH_2_TO_4
    }

    /** The results of a procedure in a version that is served. */
    @FunctionalInterface
    interface Results {
        /** What to write; refuses by {@link UnsupportedOperationException} a procedure that is not expected. */
        XdrWriter of(Procedure procedure, XdrWriter results);
    }

    /** One that writes the same results for everything. */
    static ScriptedPortmapper serving(long highest, Refusal refusal, UnaryOperator<XdrWriter> results) {
        return new ScriptedPortmapper(highest, refusal, (procedure, writer) -> results.apply(writer));
    }

    private AcceptedReply answer(RpcCall call) {
        boolean served = call.procedure().version() <= highest;
        return new AcceptedReply(call.xid(), served ? success(call.procedure()) : refused());
    }

    private Success success(Procedure procedure) {
        return new Success(results.of(procedure, new XdrWriter()).toOpaque());
    }

    private AcceptedStatus refused() {
        return switch (refusal) {
            case PROG_MISMATCH -> new ProgramMismatch(2, highest);
            case PROG_MISMATCH_2_TO_4 -> new ProgramMismatch(2, 4);
            case PROG_UNAVAIL -> new ProgramUnavailable();
            case PROC_UNAVAIL -> new ProcedureUnavailable();
        };
    }

    UdpPeer onUdp() throws IOException {
        return new UdpPeer(call -> List.of(answer(call).toBuffer()));
    }

    StreamPeer onTcp() throws IOException {
        return StreamPeer.onTcp(connection -> {
            while (true) {
                connection.send(StreamPeer.record(answer(connection.read()).toBuffer()));
            }
        });
    }

    static RpcAddress addressOf(UdpPeer peer) throws IOException {
        return RpcAddress.of(peer.address().getAddress(), peer.address().getPort(), Netid.UDP);
    }

    static RpcAddress addressOf(StreamPeer peer) throws IOException {
        return RpcAddress.of(peer.address().getAddress(), peer.address().getPort(), Netid.TCP);
    }

    /** The versions of the calls, and the procedure's number behind each, repetitions by retransmission left out. */
    static List<String> asked(UdpPeer peer) {
        return peer.calls().stream()
                .distinct()
                .map(RpcCall::procedure)
                .map(procedure -> procedure.version() + "." + procedure.number())
                .toList();
    }

    /** The arguments of the last call. */
    static Opaque lastArguments(UdpPeer peer) {
        List<RpcCall> calls = peer.calls();
        return calls.get(calls.size() - 1).arguments();
    }
}
