package org.portmapper.rpc.client;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.portmapper.rpc.rpcbind.Netid;

/**
 * A question, and the ways by which it is asked.
 *
 * @param question for the way that it goes
 * @param ways those of a portmapper's that suit it, in the order in which they are tried
 */
record Asked<T>(Function<RpcAddress, Question<T>> question, Function<List<RpcAddress>, List<RpcAddress>> ways) {
    /** Whose answer may be longer than a datagram: streams first, the local one before the others. */
    static <T> Asked<T> byStream(Question<T> question) {
        return byStream(way -> question);
    }

    static <T> Asked<T> byStream(Function<RpcAddress, Question<T>> question) {
        return new Asked<>(question, ways -> sorted(ways, Netid.Semantics.CONNECTION_ORIENTED));
    }

    /**
     * As {@link #byStream}, but by one way before all others: what a portmapper was told by one way, over which it knew the
     * caller, it may not let the same caller change by another, over which it does not.
     */
    static <T> Asked<T> before(RpcAddress way, Question<T> question) {
        return new Asked<>(
                any -> question,
                ways -> Stream.concat(
                                Stream.of(way),
                                sorted(ways, Netid.Semantics.CONNECTION_ORIENTED).stream()
                                        .filter(other -> !other.equals(way)))
                        .toList());
    }

    /** As {@link #byStream}, where the answer is about the family by which it is asked: the local way last. */
    static <T> Asked<T> byNetwork(Function<RpcAddress, Question<T>> question) {
        return new Asked<>(question, ways -> localLast(sorted(ways, Netid.Semantics.CONNECTION_ORIENTED)));
    }

    /** Whose answer is short: datagrams first, for they need no connection; a local stream before them. */
    static <T> Asked<T> byDatagram(Question<T> question) {
        return new Asked<>(way -> question, ways -> sorted(ways, Netid.Semantics.CONNECTIONLESS));
    }

    /** By some of the ways only. */
    static <T> Asked<T> by(List<RpcAddress> ways, Function<RpcAddress, Question<T>> question) {
        return new Asked<>(question, all -> ways);
    }

    private static List<RpcAddress> sorted(List<RpcAddress> ways, Netid.Semantics preferred) {
        return ways.size() == 1
                ? ways
                : ways.stream()
                        .sorted(Comparator.comparingInt(way -> rank(way, preferred)))
                        .toList();
    }

    private static List<RpcAddress> localLast(List<RpcAddress> ways) {
        return ways.stream()
                .sorted(Comparator.comparing(way -> way.netid().family() == Netid.Family.LOOPBACK))
                .toList();
    }

    private static int rank(RpcAddress way, Netid.Semantics preferred) {
        if (way.netid().family() == Netid.Family.LOOPBACK) {
            return 0;
        }
        return way.netid().semantics() == preferred ? 1 : 2;
    }
}
