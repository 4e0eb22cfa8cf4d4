package org.portmapper.rpc.remotetea;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Objects;
import org.acplt.oncrpc.OncRpcAuthenticationException;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcProgramNotRegisteredException;
import org.acplt.oncrpc.OncRpcTimeoutException;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.message.Denial;

/**
 * This library's exceptions as Remote Tea's: of the type and with the reason that its own clients have for the same, with
 * our text, and with ours as the cause.
 */
final class OncRpcFailure {
    static final Map<Class<? extends RpcException>, Integer> REASONS = Map.ofEntries(
            entry(RpcException.TimedOut.class, OncRpcException.RPC_TIMEDOUT),
            entry(RpcException.Unreachable.class, OncRpcException.RPC_CANTSEND),
            entry(RpcException.NotSent.class, OncRpcException.RPC_CANTSEND),
            entry(RpcException.Closed.class, OncRpcException.RPC_CANTRECV),
            entry(RpcException.Interrupted.class, OncRpcException.RPC_CANTRECV),
            entry(RpcException.Denied.class, OncRpcException.RPC_FAILED),
            entry(RpcException.ProgramUnavailable.class, OncRpcException.RPC_PROGUNAVAIL),
            entry(RpcException.ProgramMismatch.class, OncRpcException.RPC_PROGVERSMISMATCH),
            entry(RpcException.ProcedureUnavailable.class, OncRpcException.RPC_PROCUNAVAIL),
            entry(RpcException.GarbageArguments.class, OncRpcException.RPC_CANTDECODEARGS),
            entry(RpcException.SystemError.class, OncRpcException.RPC_SYSTEMERROR),
            entry(RpcException.MalformedReply.class, OncRpcException.RPC_CANTDECODERES),
            entry(RpcException.NotRegistered.class, OncRpcException.RPC_PROGNOTREGISTERED),
            entry(RpcException.RegistrationRefused.class, OncRpcException.RPC_CANNOTREGISTER));

    private OncRpcFailure() {}

    static OncRpcException of(RpcException failure) {
        OncRpcException translated = translate(failure);
        translated.initCause(failure);
        return translated;
    }

    private static OncRpcException translate(RpcException failure) {
        String text = failure.getMessage();
        if (failure instanceof RpcException.TimedOut) {
            return new TimedOut(text);
        } else if (failure instanceof RpcException.NotRegistered) {
            return new NotRegistered(text);
        } else if (failure instanceof RpcException.Denied denied && denied.denial() instanceof Denial.AuthError error) {
            return new Unauthenticated((int) error.stat().number(), text);
        }
        return new OncRpcException(Objects.requireNonNull(REASONS.get(failure.getClass())), text);
    }

    /** One that is not about a call's way, but about what it carries. */
    static OncRpcException of(int reason, String text, Throwable cause) {
        OncRpcException failure = new OncRpcException(reason, text);
        failure.initCause(cause);
        return failure;
    }

    /** Remote Tea's own has no place for a text; so have the next two. */
    private static final class TimedOut extends OncRpcTimeoutException {
        private static final long serialVersionUID = 1L;

        private final String text;

        TimedOut(String text) {
            this.text = text;
        }

        @Override
        public String getMessage() {
            return text;
        }
    }

    /** The portmapper does not know it. */
    private static final class NotRegistered extends OncRpcProgramNotRegisteredException {
        private static final long serialVersionUID = 1L;

        private final String text;

        NotRegistered(String text) {
            this.text = text;
        }

        @Override
        public String getMessage() {
            return text;
        }
    }

    /** The server does not accept the credential. */
    private static final class Unauthenticated extends OncRpcAuthenticationException {
        private static final long serialVersionUID = 1L;

        private final String text;

        Unauthenticated(int authStatus, String text) {
            super(authStatus);
            this.text = text;
        }

        @Override
        public String getMessage() {
            return text;
        }
    }
}
