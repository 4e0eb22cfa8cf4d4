package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.portmapper.dispatch.PlainCall;
import org.portmapper.dispatch.Response;
import org.portmapper.kernel.Datagram;
import org.portmapper.kernel.DatagramBatch;
import org.portmapper.kernel.ReplyPath;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.rpc.rpcbind.Netid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the calls that reach one UDP socket, each from the address that was asked. It belongs to its event loop. */
final class UdpListener implements EpollIoHandle {
    private static final Logger log = LoggerFactory.getLogger(UdpListener.class);

    private final UdpSocket socket;
    private final FileDescriptor descriptor;
    private final DatagramBatch batch;
    private final Calls calls;
    private final UdpReplies replies;

    /** Whether all that was there at the start has been taken: before that, datagrams may have come before their marks. */
    private boolean drained;

    private UdpListener(UdpSocket socket, DatagramBatch batch, Calls calls, UdpReplies replies) {
        this.socket = socket;
        this.descriptor = new FileDescriptor(socket.fd());
        this.batch = batch;
        this.calls = calls;
        this.replies = replies;
    }

    /** Serves a socket on an event loop from now on, until the registration that it ends with is cancelled. */
    static CompletableFuture<IoRegistration> serve(
            UdpSocket socket, DatagramBatch batch, Calls calls, UdpReplies replies, EventLoop loop) {
        CompletableFuture<IoRegistration> serving = new CompletableFuture<>();
        ((IoEventLoop) loop)
                .register(new UdpListener(socket, batch, calls, replies))
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
            Datagram datagram = batch.datagram(i);
            if (!answerInPlace(datagram)) {
                answer(datagram);
            }
        }
        drained |= received < DatagramBatch.CAPACITY;
        int dropped = batch.flush();
        if (dropped > 0) {
            log.debug("{} replies dropped: {}", dropped, batch.lastError());
        }
        return received;
    }

    /** Whether it is one of the calls that need no straight line. Their replies are never longer than who sent them may cause. */
    private boolean answerInPlace(Datagram datagram) {
        InetAddress asked = datagram.localAddress();
        if (datagram.isMulticastOrBroadcast() || asked.isAnyLocalAddress()) {
            return false;
        }
        Netid netid = asked instanceof Inet4Address ? Netid.UDP : Netid.UDP6;
        int length = calls.dispatcher().answerInPlace(datagram.place(), datagram.length(), netid, asked);
        if (length == PlainCall.NOT_HERE) {
            return false;
        }
        datagram.replyInPlace(length);
        return true;
    }

    private void answer(Datagram datagram) {
        UdpReplies.Allowance allowance = replies.to(datagram);
        switch (calls.dispatcher().dispatch(datagram.payload(), calls.peers().of(datagram, !drained))) {
            case Response.Reply reply ->
                replies.bounded(reply.reply(), allowance).ifPresent(datagram::reply);
            case Response.Streamed streamed ->
                replies.tooLong(streamed.beginning().xid(), allowance).ifPresent(datagram::reply);
            case Response.Silence silence -> {
                // Nothing is what was decided.
            }
            case Response.Unanswerable message ->
                log.debug("datagram from {} dropped: {}", datagram.sender(), message.reason());
            case Response.Later later -> {
                ReplyPath path = datagram.replyPath();
                later.response().thenAccept(response -> sendLater(path, response, allowance.later()));
            }
        }
    }

    private void sendLater(ReplyPath path, Response response, UdpReplies.Allowance allowance) {
        if (response instanceof Response.Reply reply) {
            replies.bounded(reply.reply(), allowance)
                    .flatMap(message -> socket.send(path, message))
                    .ifPresent(errno -> log.debug("reply to {} dropped: {}", path.peer(), errno));
        }
    }
}
