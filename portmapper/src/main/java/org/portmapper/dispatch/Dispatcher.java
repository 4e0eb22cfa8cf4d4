package org.portmapper.dispatch;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.portmapper.dispatch.Response.Reply;
import org.portmapper.dispatch.Response.Silence;
import org.portmapper.dispatch.Response.Unanswerable;
import org.portmapper.identity.CredentialCheck;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.GarbageArguments;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.ReceivedMessage;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The straight line from a message to its response: RFC 5531 section 9, in the order that it prescribes. */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** The results of a procedure stand at the end of its reply: RFC 5531 section 9. */
    private static final AcceptedStatus NO_RESULTS_YET = new AcceptedStatus.Success(Opaque.EMPTY);

    private final Program program;

    /** Dispatches to the one program that is served. */
    public Dispatcher(Program program) {
        this.program = program;
    }

    /** What is to be done about one message from a peer. Whatever it holds, this returns. */
    public Response dispatch(ByteBuffer message, Peer peer) {
        return switch (ReceivedMessage.read(message)) {
            case ReceivedMessage.Unanswerable nothing -> new Unanswerable(nothing.reason());
            case DeniedReply denied -> new Reply(denied);
            case RpcCall call -> respond(call, peer);
        };
    }

    /**
     * The short way for what is asked most: answers a call in the memory that it stands in, as {@link #dispatch} would.
     *
     * @param message big-endian, and longer than any reply to a look-up
     * @param asked our address that it came to
     * @return the length of the reply, or {@link PlainCall#NOT_HERE} for what has to go the straight line
     */
    @SuppressWarnings("IllegalCatch")
    public int answerInPlace(ByteBuffer message, int length, Netid netid, InetAddress asked) {
        if (!PlainCall.isTo(message, length, program.number())) {
            return PlainCall.NOT_HERE;
        }
        try {
            return program.answerInPlace(message, length, netid, asked);
        } catch (RuntimeException e) {
            log.error("a look-up in place failed, which is a bug of ours", e);
            return PlainCall.NOT_HERE;
        }
    }

    private Response respond(RpcCall call, Peer peer) {
        Optional<AuthStat> denial = CredentialCheck.denial(call.credential());
        return denial.isPresent() ? denied(call, denial.get()) : toResponse(call, peer, answer(call, peer));
    }

    private Answer answer(RpcCall call, Peer peer) {
        long version = call.procedure().version();
        if (call.procedure().program() != program.number()) {
            return new Answer.Accepted(new ProgramUnavailable());
        }
        if (version < program.lowestVersion() || version > program.highestVersion()) {
            return new Answer.Accepted(new ProgramMismatch(program.lowestVersion(), program.highestVersion()));
        }
        return execute(call, peer);
    }

    /** The one place that catches what it does not know: a bug must not end the listener that it shows in. */
    @SuppressWarnings("IllegalCatch")
    private Answer execute(RpcCall call, Peer peer) {
        try {
            return program.call(call, peer);
        } catch (XdrException e) {
            log.debug("{} from {}: {}", call.procedure(), peer, e.getMessage());
            return new Answer.Accepted(new GarbageArguments());
        } catch (RuntimeException e) {
            return failed(call, peer, e);
        }
    }

    private static Answer failed(RpcCall call, Peer peer, Throwable bug) {
        log.error("{} from {} failed, which is a bug of ours", call.procedure(), peer, bug);
        return new Answer.Accepted(new SystemError());
    }

    private static Response toResponse(RpcCall call, Peer peer, Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> accepted(call, accepted.status());
            case Answer.Streamed streamed ->
                new Response.Streamed(new AcceptedReply(call.xid(), NO_RESULTS_YET), streamed.results());
            case Answer.Denied denied -> denied(call, denied.stat());
            case Answer.Silent silent -> new Silence();
            case Answer.Later later ->
                new Response.Later(later.answer()
                        .handle((eventual, bug) ->
                                toResponse(call, peer, bug == null ? eventual : failed(call, peer, bug))));
        };
    }

    private static Response accepted(RpcCall call, AcceptedStatus status) {
        return new Reply(new AcceptedReply(call.xid(), status));
    }

    private static Response denied(RpcCall call, AuthStat stat) {
        return new Reply(new DeniedReply(call.xid(), new Denial.AuthError(stat)));
    }
}
