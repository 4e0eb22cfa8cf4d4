package org.portmapper.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What docs/guide.md shows of embedding and of testing works as it stands there. */
final class EmbeddingGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide.md");

    @TempDir
    private Path folder;

    @Test
    void theProgramFindsWhatItHasRegistered() throws Exception {
        compile("Embedding");
        Path out = folder.resolve("out");
        String classPath = folder + ":" + System.getProperty("java.class.path");
        ProcessBuilder program = OtherProgram.of("Embedding", classPath, folder);
        assertThat(OtherProgram.exitCode(program.redirectOutput(out.toFile()))).isZero();
        assertThat(out)
                .content()
                .matches(
                        "for the others: udp 127\\.0\\.0\\.1:\\d+\nprogram 536870978 version 1 at tcp 127\\.0\\.0\\.1:\\d+\n");
    }

    @Test
    void theTestPasses() throws Exception {
        compile("EchoServiceTest");
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try (URLClassLoader compiled = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(compiled.loadClass("EchoServiceTest")))
                                    .build(),
                            listener);
        }
        assertThat(listener.getSummary().getFailures()).isEmpty();
        assertThat(listener.getSummary().getTestsSucceededCount()).isOne();
    }

    private void compile(String name) throws Exception {
        String block = Stream.of(Files.readString(GUIDE).split("```java\n"))
                .skip(1)
                .map(text -> text.substring(0, text.indexOf("```")))
                .filter(text -> text.contains("class " + name + " "))
                .findFirst()
                .orElseThrow();
        Path source = Files.writeString(folder.resolve(name + ".java"), block);
        String[] arguments = {
            "-Xlint:all", "-Werror", "-cp", System.getProperty("java.class.path"), "-proc:none", source.toString()
        };
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, System.out, System.err, arguments))
                .as("compiles")
                .isZero();
    }
}
