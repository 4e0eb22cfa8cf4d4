package org.portmapper.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.event.EventConstants;

/** The lines of the daemon's log. */
class LogProviderTest {
    private final List<String> lines = new ArrayList<>();

    private Logger logger(String name, boolean time, String now) {
        LogSettings settings = new LogSettings(EventConstants.INFO_INT, EventConstants.WARN_INT, time);
        return new LogProvider(settings, InstantSource.fixed(Instant.parse(now)), lines::add).getLogger(name);
    }

    private Logger logger(String name) {
        return logger(name, false, "2026-11-29T17:51:30.969Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T17:51:30.969Z, 2026-11-29T17:51:30.969Z",
        "2026-01-02T03:04:05Z,     2026-01-02T03:04:05.000Z",
        "0999-01-02T00:00:00.001Z, 0999-01-02T00:00:00.001Z",
    })
    void aLineHasTheTimeInUtcWithThreeDigits(String now, String written) {
        logger("org.portmapper.server.Portmapper", true, now).info("{} and {}", "one", 2);
        assertThat(lines).containsExactly(written + " INFO Portmapper - one and 2");
    }

    @Test
    void theJournalsLinesHaveNoTime() {
        logger("Guard").warn("x");
        assertThat(lines).containsExactly("WARN Guard - x");
    }

    @Test
    void whatIsLessSevereIsNotWritten() {
        Logger ours = logger("org.portmapper.A");
        ours.debug("no");
        ours.trace("no");
        ours.info("yes");
        Logger netty = logger("io.netty.channel.B");
        netty.info("no");
        netty.warn("yes");
        assertThat(lines).containsExactly("INFO A - yes", "WARN B - yes");
        assertThat(ours.isDebugEnabled()).isFalse();
    }

    @Test
    void aFailuresStackStandsBelowItsLine() {
        logger("A").error("{} failed", "it", new IllegalStateException("why"));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .startsWith(
                        "ERROR A - it failed\njava.lang.IllegalStateException: why\n\tat org.portmapper.log.LogProviderTest")
                .doesNotEndWith("\n");
    }

    @Test
    void withoutPropertiesNothingIsLogged() {
        LogSettings settings = LogSettings.ofSystem();
        assertThat(settings.least("org.portmapper.A")).isGreaterThan(EventConstants.ERROR_INT);
        assertThat(settings.least("io.netty.A")).isGreaterThan(EventConstants.ERROR_INT);
    }
}
