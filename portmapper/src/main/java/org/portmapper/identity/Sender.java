package org.portmapper.identity;

import java.util.OptionalLong;
import java.util.function.Supplier;
import org.portmapper.kernel.SocketIdentity;

/** What the kernel told about the socket from which a call came over IP. */
public sealed interface Sender {
    /**
     * It is the one end of a connection of which we have the other. Whose it is, the kernel is asked when somebody wants to know: look-ups
     * never do.
     *
     * @param owner what the kernel tells: {@link Connected} or {@link Unknown}
     */
    record Connection(Supplier<Sender> owner) implements Sender {}

    /** It is the one end of a connection of which we have the other, and was open on both when we looked. */
    record Connected(SocketIdentity socket) implements Sender {}

    /**
     * It sent a datagram.
     *
     * @param mark the user whose socket sent it, as the program on the loopback interface saw it
     * @param overLoopback whether it came in on the loopback interface
     */
    record Datagram(OptionalLong mark, boolean overLoopback) implements Sender {}

    /**
     * It sent a datagram over loopback before datagrams were marked: whoever it was, a datagram that it sends again tells.
     */
    record TooEarly() implements Sender {}

    /** Nothing, for this reason. */
    record Unknown(String reason) implements Sender {}
}
