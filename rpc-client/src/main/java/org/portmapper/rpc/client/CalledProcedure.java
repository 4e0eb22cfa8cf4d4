package org.portmapper.rpc.client;

import java.util.Optional;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.GarbageArguments;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.Denial.AuthError;
import org.portmapper.rpc.message.Denial.RpcMismatch;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;
import org.portmapper.rpc.transport.TransportException;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;

/** What was called where: turns everything but a success into the exception that tells about it. */
record CalledProcedure(RpcAddress address, Procedure procedure) {

    /** The results of a call that succeeded. */
    Opaque resultsOf(RpcReply reply) {
        if (reply instanceof AcceptedReply accepted) {
            return resultsOf(accepted.status());
        }
        throw denied(((DeniedReply) reply).denial());
    }

    private Opaque resultsOf(AcceptedStatus status) {
        if (status instanceof Success success) {
            return success.results();
        } else if (status instanceof ProgramUnavailable) {
            throw new RpcException.ProgramUnavailable(this + ": the program is not served there" + staleAdvice());
        } else if (status instanceof ProgramMismatch mismatch) {
            throw mismatch(new VersionRange(mismatch.low(), mismatch.high()));
        } else if (status instanceof ProcedureUnavailable) {
            throw new RpcException.ProcedureUnavailable(this + ": this version has no such procedure there");
        } else if (status instanceof GarbageArguments) {
            throw new RpcException.GarbageArguments(this + ": the server could not decode the arguments");
        }
        throw new RpcException.SystemError(this + ": the server failed (SYSTEM_ERR); its log may say why");
    }

    private RpcException mismatch(VersionRange versions) {
        return new RpcException.ProgramMismatch(
                this + ": version " + procedure.version() + " is not served there (expected: " + versions + ")",
                versions);
    }

    private RpcException denied(Denial denial) {
        if (denial instanceof RpcMismatch mismatch) {
            return new RpcException.Denied(
                    this + ": denied, the server speaks RPC version "
                            + new VersionRange(mismatch.low(), mismatch.high()) + " (expected: 2)",
                    denial);
        }
        AuthStat stat = ((AuthError) denial).stat();
        String advice = stat.equals(AuthStat.TOO_WEAK)
                ? "; the server wants better proof of who calls: try on its own host, over the local socket"
                : "";
        return new RpcException.Denied(this + ": denied, " + stat + advice, denial);
    }

    RpcException malformed(XdrException e) {
        return new RpcException.MalformedReply(this + ": malformed results: " + e.getMessage());
    }

    /** The exception for a call that got no reply. */
    RpcException failed(TransportException e) {
        String text = this + ": " + e.getMessage();
        RpcException failure = switch (e.reason()) {
            case TIMED_OUT -> new RpcException.TimedOut(text + timeOutAdvice());
            case UNREACHABLE -> new RpcException.Unreachable(text + unreachableAdvice());
            case CLOSED -> new RpcException.Closed(text);
            case NOT_SENT -> new RpcException.NotSent(text);
        };
        failure.initCause(e);
        return failure;
    }

    /** The exception for a call that was not sent, because what came before it took all the time. */
    RpcException late() {
        return new RpcException.TimedOut(this + ": not sent, the deadline had passed; what came before it was slow");
    }

    /** The exception for a call after the end. */
    RpcException closed() {
        return new RpcException.Closed(this + ": closed by this program");
    }

    /** The exception for an address to which there can be no connection. */
    RpcException unusable(String reason) {
        return new RpcException.Unreachable(this + ": " + reason);
    }

    private String timeOutAdvice() {
        return address.netid().semantics() == Netid.Semantics.CONNECTIONLESS
                ? "; the host is down, or something on the way drops UDP: try tcp"
                : "; the host is down, or something on the way drops the traffic";
    }

    private String unreachableAdvice() {
        return isPortmapper() ? "; is a portmapper running there?" : staleAdvice();
    }

    private String staleAdvice() {
        return isPortmapper() ? "" : "; the program has ended or moved: look its address up again";
    }

    private boolean isPortmapper() {
        return procedure.program() == Rpcbind.PROGRAM;
    }

    private String procedureName() {
        return nameInPortmapper().filter(name -> isPortmapper()).orElseGet(() -> "procedure " + procedure.number());
    }

    private Optional<String> nameInPortmapper() {
        return procedure.version() == Rpcbind.VERSION_2
                ? PortmapProcedure.of(procedure.number()).map(Enum::name)
                : RpcbindProcedure.of(procedure.version(), procedure.number()).map(Enum::name);
    }

    /** Where, what, in which version: the beginning of every message. */
    @Override
    public String toString() {
        String program = isPortmapper() ? "portmapper" : "program " + procedure.program();
        return address + ": " + program + " version " + procedure.version() + " " + procedureName();
    }
}
