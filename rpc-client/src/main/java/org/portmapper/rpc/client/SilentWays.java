package org.portmapper.rpc.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.rpcbind.Netid;

/** The ways to a portmapper that did not answer lately: they are tried last. There are never more than there are ways. */
final class SilentWays {
    /** How long a way counts as silent: then one question spends its share of the deadline on it, to see whether it is back. */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final ConcurrentMap<RpcAddress, Long> since = new ConcurrentHashMap<>();

    /** Not the local socket: to find it dead takes no time, and it alone tells the portmapper for sure who calls. */
    void add(RpcAddress way) {
        if (way.netid().family() != Netid.Family.LOOPBACK) {
            since.put(way, System.nanoTime());
        }
    }

    boolean has(RpcAddress way) {
        @Nullable Long silent = since.get(way);
        if (silent == null) {
            return false;
        } else if (System.nanoTime() - silent < MEMORY.toNanos()) {
            return true;
        }
        since.remove(way, silent);
        return false;
    }

    /** The same ways, the silent ones behind the others. */
    List<RpcAddress> last(List<RpcAddress> ways) {
        if (since.isEmpty()) {
            return ways;
        }
        Map<Boolean, List<RpcAddress>> bySilence = ways.stream().collect(Collectors.partitioningBy(this::has));
        return Stream.of(false, true)
                .flatMap(silence -> bySilence.getOrDefault(silence, List.of()).stream())
                .toList();
    }

    void clear() {
        since.clear();
    }
}
