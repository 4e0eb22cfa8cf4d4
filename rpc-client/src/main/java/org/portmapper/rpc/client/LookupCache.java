package org.portmapper.rpc.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What was found, for as long as it is taken to be true. What was not found is never remembered: it may come any moment. */
final class LookupCache {
    /** Answers that are remembered: some megabytes, and more than one program looks up of one host. */
    static final int LIMIT = 10_000;

    private final Duration lifetime;
    private final ConcurrentMap<Lookup, Remembered> answers = new ConcurrentHashMap<>();

    private record Remembered(FoundService found, long until) {
        boolean isOld() {
            return System.nanoTime() - until >= 0;
        }
    }

    /** A cache that keeps each answer for a time; for none it keeps nothing. */
    LookupCache(Duration lifetime) {
        if (lifetime.isNegative() || lifetime.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("lifetime: " + lifetime + " (expected: 0 to one day)");
        }
        this.lifetime = lifetime;
    }

    Optional<FoundService> find(Lookup wanted) {
        @Nullable Remembered remembered = answers.get(wanted);
        if (remembered == null) {
            return Optional.empty();
        } else if (remembered.isOld()) {
            answers.remove(wanted, remembered);
            return Optional.empty();
        }
        return Optional.of(remembered.found());
    }

    /** Remembers what was found, and gives it back. */
    Optional<FoundService> remember(Lookup wanted, Optional<FoundService> answer) {
        if (!lifetime.isZero()) {
            answer.ifPresent(found -> put(wanted, found));
        }
        return answer;
    }

    private void put(Lookup wanted, FoundService found) {
        if (answers.size() >= LIMIT) {
            makeRoom();
        }
        answers.put(wanted, new Remembered(found.remembered(), System.nanoTime() + lifetime.toNanos()));
    }

    private void makeRoom() {
        answers.values().removeIf(Remembered::isOld);
        if (answers.size() >= LIMIT) {
            answers.clear();
        }
    }

    void forget(Lookup wanted) {
        answers.remove(wanted);
    }
}
