package org.portmapper.server;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The listening sockets of one kind and the connections that they accepted: how many may be open, in total and of one source, and
 * all closed at the end. It belongs to the event loop.
 */
final class OpenChannels {
    /** What happens to one connection more than there may be. */
    enum WhenFull {
        /**
         * The connection that has sent nothing for longest is closed in its place, whatever it waits for: a call that is being
         * answered came just now, and whoever reads no reply or sends no end of a record has no better claim.
         */
        CLOSE_THE_SILENT,
        /** It is closed, unless it is root's or the kernel's: nobody who has connected is ever cut off. */
        KEEP_ALL
    }

    private final int total;
    private final int perSource;
    private final WhenFull whenFull;
    private final HeldBytes held = new HeldBytes(Limits.HELD);
    private final List<Channel> listening = new ArrayList<>();
    /** In the order in which they last sent something. */
    private final LinkedHashMap<Channel, Source> connections = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<Source, Integer> bySource = new HashMap<>();

    /** When those were accepted, System.nanoTime(), that have sent nothing yet. */
    private final Map<Channel, Long> unheard = new HashMap<>();

    private final CompletableFuture<Void> allHeard = new CompletableFuture<>();
    private boolean ending;

    OpenChannels(int total, int perSource, WhenFull whenFull) {
        this.total = total;
        this.perSource = perSource;
        this.whenFull = whenFull;
    }

    void listening(Channel channel) {
        listening.add(channel);
    }

    /** Whether a source has so few connections that it does not matter yet who at its address they belong to. */
    boolean hasFew(Source source) {
        return bySource.getOrDefault(source, 0) < perSource / Limits.PART_NOT_ASKED;
    }

    /** Counts a connection until it closes; or says why it must not be open, and does not. */
    Optional<String> opened(Channel connection, Source source) {
        if (!source.isSuperuser() && bySource.getOrDefault(source, 0) >= perSource) {
            return Optional.of(source + " has " + perSource + " already, which is the limit of connections-per-source");
        }
        if (!hasRoom(source)) {
            return Optional.of(connections.size() + " are open, which is the limit");
        }
        connections.put(connection, source);
        bySource.merge(source, 1, Integer::sum);
        unheard.put(connection, System.nanoTime());
        connection.closeFuture().addListener(closed -> forget(connection));
        return Optional.empty();
    }

    private boolean hasRoom(Source source) {
        if (connections.size() < total) {
            return true;
        }
        return switch (whenFull) {
            case CLOSE_THE_SILENT -> closeTheSilent();
            case KEEP_ALL -> source.isSuperuser() && connections.size() < total + Limits.SUPERUSER_CONNECTIONS;
        };
    }

    private boolean closeTheSilent() {
        Channel silent = connections.firstEntry().getKey();
        forget(silent);
        silent.close();
        return true;
    }

    /** What all of them hold in memory. */
    HeldBytes held() {
        return held;
    }

    /** It has sent something. */
    void active(Channel connection) {
        // In a map in the order of access, a look is what moves it to the end.
        connections.get(connection);
        heard(connection);
    }

    private void heard(Channel connection) {
        unheard.remove(connection);
        if (ending && unheard.isEmpty()) {
            allHeard.complete(null);
        }
    }

    private void forget(Channel connection) {
        heard(connection);
        Source source = connections.remove(connection);
        if (source != null) {
            bySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /**
     * Accepts no more: who connects from now on waits for whoever has the socket next, if anybody has. Completes when all that
     * were accepted just now have sent something, and so have been answered: they cannot wait for another one any more.
     */
    CompletableFuture<Void> stopAccepting() {
        ending = true;
        listening.forEach(Channel::close);
        long justNow = System.nanoTime() - Limits.LAST_CALLS.toNanos();
        unheard.values().removeIf(accepted -> accepted - justNow < 0);
        if (unheard.isEmpty()) {
            allHeard.complete(null);
        }
        return allHeard;
    }

    /** Closes all. */
    void close() {
        listening.forEach(Channel::close);
        List.copyOf(connections.keySet()).forEach(Channel::close);
    }
}
