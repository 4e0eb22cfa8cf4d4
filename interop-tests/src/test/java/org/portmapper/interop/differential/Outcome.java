package org.portmapper.interop.differential;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.portmapper.rpc.xdr.Opaque;

/** What became of a step: the messages that came back, in their order, and whether the socket was still served afterwards. */
record Outcome(List<Reply> replies, End end) {
    /** Neither a reply nor a closed connection. */
    static final Outcome SILENCE = new Outcome(List.of(), End.OPEN);
    /** A connection that the subject closed without a reply. */
    static final Outcome CLOSED = new Outcome(List.of(), End.CLOSED);

    /** A message that came back; {@code elsewhere}: from another address or port than the call went to. */
    record Reply(Opaque message, boolean elsewhere) {
        private static final String ELSEWHERE = "elsewhere:";

        @Override
        public String toString() {
            return (elsewhere ? ELSEWHERE : "") + message.toHex();
        }

        private static Reply parse(String text) {
            boolean elsewhere = text.startsWith(ELSEWHERE);
            return new Reply(Opaque.ofHex(elsewhere ? text.substring(ELSEWHERE.length()) : text), elsewhere);
        }
    }

    /** What the socket was afterwards. */
    enum End {
        /** The next call was answered. */
        OPEN,
        /** The subject closed the connection. */
        CLOSED,
        /** The next call was not answered and nothing was closed: a dead listener. */
        DEAD
    }

    Outcome {
        replies = List.copyOf(replies);
    }

    static Outcome of(Opaque... messages) {
        return new Outcome(
                Arrays.stream(messages)
                        .map(message -> new Reply(message, false))
                        .toList(),
                End.OPEN);
    }

    /** The same replies, and then the subject closed the connection. */
    Outcome thenClosed() {
        return new Outcome(replies, End.CLOSED);
    }

    /** One line: the end, then every reply in hexadecimal digits. */
    @Override
    public String toString() {
        return Stream.concat(Stream.of(end.name()), replies.stream().map(Reply::toString))
                .collect(Collectors.joining(" "));
    }

    /** The outcome that {@link #toString} wrote. */
    static Outcome parse(String text) {
        List<String> words = List.of(text.split(" "));
        return new Outcome(words.stream().skip(1).map(Reply::parse).toList(), End.valueOf(words.getFirst()));
    }
}
