package org.portmapper.rpc.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.portmapper.rpc.rpcbind.Netid;

/** Where a portmapper is. */
sealed interface PortmapperPlace permits PortmapperPlace.Known, PortmapperPlace.ThisHost, NamedHost {
    /** The ways to it, the preferred ones first; never none. The future fails with an {@link RpcException}. */
    CompletableFuture<List<RpcAddress>> ways(Deadline deadline);

    /** To be called when no way leads there: what was found out about it may be no longer true. */
    default void unreachable() {}

    /** As it is named in messages. */
    @Override
    String toString();

    /** Addresses that somebody gave, at least one. */
    record Known(List<RpcAddress> ways) implements PortmapperPlace {
        @Override
        public CompletableFuture<List<RpcAddress>> ways(Deadline deadline) {
            return CompletableFuture.completedFuture(ways);
        }

        @Override
        public String toString() {
            return ways.stream().map(RpcAddress::toString).collect(Collectors.joining(", "));
        }
    }

    /** The portmapper of this host: its local socket, where the kernel tells it who calls; loopback where there is none. */
    record ThisHost(Path socket, int port) implements PortmapperPlace {
        @Override
        public CompletableFuture<List<RpcAddress>> ways(Deadline deadline) {
            List<RpcAddress> ways = new ArrayList<>();
            if (Files.exists(socket)) {
                ways.add(RpcAddress.ofLocal(socket.toString()));
            }
            for (Netid netid : List.of(Netid.TCP, Netid.UDP, Netid.TCP6, Netid.UDP6)) {
                ways.add(RpcAddress.of(ReachableAddress.loopback(netid.family()), port, netid));
            }
            return CompletableFuture.completedFuture(List.copyOf(ways));
        }

        @Override
        public String toString() {
            return "this host (" + socket + ", or port " + port + " on loopback)";
        }
    }
}
