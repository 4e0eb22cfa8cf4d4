package org.portmapper.dispatch;

import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.RpcReply;

/** What the server does about one message. */
public sealed interface Response {
    /** Sends a reply. */
    record Reply(RpcReply reply) implements Response {}

    /** Sends the beginning of a reply, and then the rest of it piece by piece; a datagram cannot hold it. */
    record Streamed(RpcReply beginning, Pieces rest) implements Response {}

    /** Sends nothing, and goes on. */
    record Silence() implements Response {}

    /** Could make nothing of the message: a stream that carried it has lost its sense. */
    record Unanswerable(String reason) implements Response {}

    /** Sends what comes later, on the same event loop: a reply, or silence. */
    record Later(CompletableFuture<Response> response) implements Response {}
}
