package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.config.PortmapperConfig.LogLevel;

/** What the process decides for its commands. */
class MainTest {
    @ParameterizedTest
    @CsvSource({
        "true,  xterm, '', true",
        "true,  xterm, 1,  false",
        "true,  dumb,  '', false",
        "false, xterm, '', false",
    })
    void colourIsForTerminalsWithoutNoColor(boolean terminal, String term, String noColor, boolean wanted) {
        assertThat(Main.wantsColour(Map.of("TERM", term, "NO_COLOR", noColor), terminal))
                .isEqualTo(wanted);
    }

    @Test
    void aTerminalWithoutANameHasNoColour() {
        assertThat(Main.wantsColour(Map.of(), true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ERROR,error,error", "WARN,warn,warn", "INFO,info,warn", "DEBUG,debug,warn", "TRACE,trace,trace"})
    void theLogHasTheWantedLevel(LogLevel level, String ours, String netty) {
        assertThat(Daemon.logging(level, Map.of()))
                .containsEntry("portmapper.log.level", ours)
                .containsEntry("portmapper.log.netty", netty)
                .containsEntry("portmapper.log.time", "true");
    }

    @Test
    void theJournalNeedsNoTime() {
        assertThat(Daemon.logging(LogLevel.INFO, Map.of("JOURNAL_STREAM", "8:1")))
                .containsEntry("portmapper.log.time", "false");
    }
}
