package org.portmapper.rpc.message;

import java.util.List;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.message.AcceptedStatus.GarbageArguments;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.message.Denial.AuthError;
import org.portmapper.rpc.message.Denial.RpcMismatch;

/** Random calls and replies of every kind that RFC 5531 has. */
public record RandomMessages(RandomValues values) {
    private static final int PAYLOAD_LIMIT = 300;

    /** Any call. */
    public RpcCall call() {
        return new RpcCall(values.anyInt(), procedure(), auth(), auth(), values.opaque(PAYLOAD_LIMIT));
    }

    /** Any reply. */
    public RpcReply reply() {
        return values.coin()
                ? new AcceptedReply(values.anyInt(), auth(), status())
                : new DeniedReply(values.anyInt(), denial());
    }

    /** Any procedure. */
    public Procedure procedure() {
        return new Procedure(values.unsignedInt(), values.unsignedInt(), values.unsignedInt());
    }

    /** Any credential or verifier. */
    public OpaqueAuth auth() {
        return new OpaqueAuth(new AuthFlavor(values.unsignedInt()), values.opaque(OpaqueAuth.BODY_LIMIT));
    }

    private AcceptedStatus status() {
        return values.oneOf(List.of(
                new Success(values.opaque(PAYLOAD_LIMIT)),
                new ProgramUnavailable(),
                new ProgramMismatch(values.unsignedInt(), values.unsignedInt()),
                new ProcedureUnavailable(),
                new GarbageArguments(),
                new SystemError()));
    }

    private Denial denial() {
        return values.coin()
                ? new RpcMismatch(values.unsignedInt(), values.unsignedInt())
                : new AuthError(new AuthStat(values.unsignedInt()));
    }
}
