package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.dispatch.Response;
import org.portmapper.kernel.Datagram;
import org.portmapper.kernel.DatagramBatch;
import org.portmapper.kernel.Errno;
import org.portmapper.kernel.ReplyPath;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the calls that reach one UDP socket, each from the address that was asked. It belongs to its event loop. */
final class UdpListener implements EpollIoHandle {
    private static final Logger log = LoggerFactory.getLogger(UdpListener.class);

    private final UdpSocket socket;
    private final FileDescriptor descriptor;
    private final DatagramBatch batch;
    private final Dispatcher dispatcher;
    private final Peers peers;

    private UdpListener(UdpSocket socket, DatagramBatch batch, Dispatcher dispatcher, Peers peers) {
        this.socket = socket;
        this.descriptor = new FileDescriptor(socket.fd());
        this.batch = batch;
        this.dispatcher = dispatcher;
        this.peers = peers;
    }

    /** Serves a socket on an event loop from now on, until the registration that it ends with is cancelled. */
    static CompletableFuture<IoRegistration> serve(
            UdpSocket socket, DatagramBatch batch, Dispatcher dispatcher, Peers peers, EventLoop loop) {
        CompletableFuture<IoRegistration> serving = new CompletableFuture<>();
        ((IoEventLoop) loop)
                .register(new UdpListener(socket, batch, dispatcher, peers))
                .addListener((Future<IoRegistration> registered) -> {
                    if (registered.isSuccess()) {
                        registered.getNow().submit(EpollIoOps.EPOLLIN);
                        serving.complete(registered.getNow());
                    } else {
                        serving.completeExceptionally(registered.cause());
                    }
                });
        return serving;
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        for (int i = 0; i < Limits.BATCHES_IN_A_ROW; i++) {
            if (answerBatch() < DatagramBatch.CAPACITY) {
                return;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private int answerBatch() {
        int received = batch.receive(socket);
        for (int i = 0; i < received; i++) {
            answer(batch.datagram(i));
        }
        int dropped = batch.flush();
        if (dropped > 0) {
            log.debug("{} replies dropped: {}", dropped, batch.lastError());
        }
        return received;
    }

    private void answer(Datagram datagram) {
        switch (dispatcher.dispatch(datagram.payload(), peers.of(datagram))) {
            case Response.Reply reply -> datagram.reply(bounded(reply.reply()));
            case Response.Silence silence -> {
                // Nothing is what was decided.
            }
            case Response.Unanswerable message ->
                log.debug("datagram from {} dropped: {}", datagram.sender(), message.reason());
            case Response.Later later -> {
                ReplyPath path = datagram.replyPath();
                later.response().thenAccept(response -> sendLater(path, response));
            }
        }
    }

    private void sendLater(ReplyPath path, Response response) {
        if (response instanceof Response.Reply reply) {
            Optional<Errno> error = socket.send(path, bounded(reply.reply()));
            error.ifPresent(errno -> log.debug("reply to {} dropped: {}", path.peer(), errno));
        }
    }

    /** A reply that the client could not take in would be taken for garbage: it learns that it has to ask elsewhere. */
    private static ByteBuffer bounded(RpcReply reply) {
        ByteBuffer message = reply.toBuffer();
        return message.remaining() <= Limits.UDP_REPLY
                ? message
                : new AcceptedReply(reply.xid(), new AcceptedStatus.SystemError()).toBuffer();
    }
}
