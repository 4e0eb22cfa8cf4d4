package org.portmapper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.rpc.rpcbind.AddressText;

/** The configuration that docs/operating.md shows is one that works, with every key. */
final class DocumentationTest {
    private static final Path MANUAL = Path.of("..", "docs", "operating.md");
    private static final Pattern EXAMPLE = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExampleOfTheManualIsRead(@TempDir Path folder) throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(MANUAL));
        assertThat(example.find()).isTrue();
        Path file = Files.writeString(folder.resolve("portmapper.toml"), example.group(1));

        PortmapperConfig config = ConfigFile.read(file);

        assertThat(config.serving().listen())
                .containsExactly(
                        AddressText.parse("192.0.2.10").orElseThrow(),
                        AddressText.parse("2001:db8::10").orElseThrow());
        // All else in the example is the default, and says so.
        assertThat(config)
                .usingRecursiveComparison()
                .ignoringFields("serving.listen")
                .isEqualTo(PortmapperConfig.DEFAULT);
        assertThat(example.group(1).lines())
                // A line for each key: those of "protection" in the place of itself, and "log-level".
                .hasSize(fields(PortmapperConfig.Serving.class)
                        - 1
                        + fields(PortmapperConfig.Protection.class)
                        + fields(PortmapperConfig.Directories.class)
                        + 1);
    }

    private static int fields(Class<?> record) {
        return record.getRecordComponents().length;
    }
}
