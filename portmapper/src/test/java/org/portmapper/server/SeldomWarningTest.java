package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What others cause a thousand times a second is one line in a minute. */
final class SeldomWarningTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> lines = new ArrayList<>();

    @Test
    void oneLineInAPauseTellsHowManyItStandsFor() {
        SeldomWarning warning = new SeldomWarning(logger(), Duration.ofMinutes(1), now::get);
        warning.warn("first");
        for (int i = 0; i < 5_000; i++) {
            warning.warn("one of many");
        }
        assertThat(lines).containsExactly("first");

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        warning.warn("second");
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        warning.warn("third");
        assertThat(lines).containsExactly("first", "second, and 5000 times since the line before", "third");
    }

    /** A log that remembers what it is given to {@code warn(String, Object, Object)}. */
    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    lines.add(String.valueOf(arguments[1]) + arguments[2]);
                    return null;
                });
    }
}
