package org.portmapper.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.portmapper.config.PortmapperConfig.Protection;
import org.portmapper.kernel.Datagram;
import org.portmapper.kernel.LoopbackInterface;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcReply;

/**
 * What is sent in answer to a datagram. Whoever sends one from another host can give any host as its sender: what that host then
 * gets from us is hardly more than the other had to send, and errors, which no honest client asks for in numbers, come seldom.
 * It belongs to the event loop.
 */
final class UdpReplies {
    /** The results of a call that was passed on are the service's, and as long as they are: remote calls are off by default. */
    private static final int OF_A_SERVICE = Limits.UDP_REPLY;

    private final InterfaceAddresses interfaces = new InterfaceAddresses();
    private final boolean longReplies;
    private final ErrorRate errors;

    UdpReplies(Protection protection) {
        this.longReplies = protection.longUdpReplies();
        this.errors = new ErrorRate(protection.udpErrorsPerSecond(), System::nanoTime);
    }

    /**
     * What may be answered to one datagram.
     *
     * @param bytes the longest reply
     * @param elsewhere the address that it says it comes from, if it has come from another host
     */
    record Allowance(int bytes, Optional<InetAddress> elsewhere) {
        private static final Allowance ON_THIS_HOST = new Allowance(Limits.UDP_REPLY, Optional.empty());

        /** What may be answered later: only calls that are passed on take their time, but for changes, whose answer is short. */
        Allowance later() {
            return new Allowance(OF_A_SERVICE, elsewhere);
        }
    }

    /** What may be answered to a datagram. */
    Allowance to(Datagram datagram) {
        InetAddress sender = datagram.sender().getAddress();
        // What goes to one of our own addresses stays here, whoever has sent the call.
        return datagram.interfaceIndex() == LoopbackInterface.INDEX || interfaces.isOwn(sender)
                ? Allowance.ON_THIS_HOST
                : elsewhere(datagram.payload().remaining(), sender);
    }

    /** What may be answered to a call of so many bytes that has come from another host. */
    Allowance elsewhere(int call, InetAddress sender) {
        int longest = longReplies ? Limits.UDP_REPLY : Math.min(Limits.UDP_REPLY, Limits.longestReply(call));
        return new Allowance(longest, Optional.of(sender));
    }

    /**
     * What is sent in place of a reply: itself where it is allowed; SYSTEM_ERR where it is too long, so that the client learns that
     * it has to ask over TCP; nothing where not even that is allowed.
     */
    Optional<ByteBuffer> bounded(RpcReply reply, Allowance allowance) {
        ByteBuffer message = reply.toBuffer();
        if (message.remaining() > allowance.bytes()) {
            return tooLong(reply.xid(), allowance);
        }
        return isAllowed(reply, allowance) ? Optional.of(message) : Optional.empty();
    }

    /** What is sent in place of a reply that is too long for a datagram. */
    Optional<ByteBuffer> tooLong(int xid, Allowance allowance) {
        RpcReply error = new AcceptedReply(xid, new AcceptedStatus.SystemError());
        ByteBuffer inItsPlace = error.toBuffer();
        return inItsPlace.remaining() <= allowance.bytes() && isAllowed(error, allowance)
                ? Optional.of(inItsPlace)
                : Optional.empty();
    }

    private boolean isAllowed(RpcReply reply, Allowance allowance) {
        return isSuccess(reply)
                || allowance.elsewhere().map(Source::of).map(errors::allows).orElse(true);
    }

    private static boolean isSuccess(RpcReply reply) {
        return reply instanceof AcceptedReply accepted && accepted.status() instanceof AcceptedStatus.Success;
    }
}
