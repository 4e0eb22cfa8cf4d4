package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/portmapper}: which Java it starts and how, with shell scripts in the place of Java. */
class StartScriptTest {
    /** How long a shell script may take on a busy machine. */
    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    private Path dist;
    private Path script;

    private record Ended(long pid, int exitCode, List<String> out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        dist = Files.createDirectories(folder.toRealPath().resolve("a dist"));
        Files.createDirectories(dist.resolve("lib"));
        for (String jar : List.of("a.jar", "portmapper.jar", "a-b.jar")) {
            Files.createFile(dist.resolve("lib").resolve(jar));
        }
        script = Files.createDirectories(dist.resolve("bin")).resolve("portmapper");
        Files.copy(Path.of("src/main/bin/portmapper"), script);
        makeExecutable(script);
    }

    /** Ours first, then by the bytes of the names, whatever the locale says of dashes. */
    private String classPath() {
        return dist + "/lib/portmapper.jar:" + dist + "/lib/a-b.jar:" + dist + "/lib/a.jar";
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What suits a daemon of one thread. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss256k",
            "-Xms8m",
            "-Xmx128m",
            "-XX:MaxNewSize=6m",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:TrimNativeHeapInterval=10000",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Xlog:aot=off:stderr",
            "-Xlog:cds=off:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** A folder like a JDK's, whose java is a script; with a release file or without. */
    private Path jdk(String name, String version, boolean releaseFile, String java) throws IOException {
        Path home = Files.createDirectories(folder.toRealPath().resolve(name));
        Path binary = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                binary,
                "#!/bin/sh\n[ \"$1\" = -version ] && { echo 'openjdk version \"" + version
                        + ".0.1\" 2026-01-01' >&2; exit; }\n" + java + "\n");
        makeExecutable(binary);
        if (releaseFile) {
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        }
        return home;
    }

    /** A java that says who it is, and its arguments one a line. */
    private Path telling(String name, String version, boolean releaseFile) throws IOException {
        return jdk(name, version, releaseFile, "echo " + name + " $$ ${LISTEN_PID:-}; printf '%s\\n' \"$@\"");
    }

    private Ended start(Path command, Map<String, String> variables, String... arguments) throws Exception {
        List<String> commandLine = new ArrayList<>(List.of(command.toString()));
        commandLine.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(commandLine).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(variables);
        Process process = builder.start();
        List<String> out = process.inputReader().lines().toList();
        String err = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.pid(), process.exitValue(), out, err);
    }

    @Test
    void javaIsStartedInTheSameProcessWithTheFlagsAndTheArgumentsAsTheyAre() throws Exception {
        Map<String, String> variables = Map.of(
                "JAVA_HOME", telling("jdk25", "25", true).toString(),
                "LISTEN_PID", "7",
                "PORTMAPPER_JAVA_OPTIONS", "-Da=b -Dc=d");
        Ended ended = start(script, variables, "list", "a b", "", "*");
        assertThat(ended.err).isEmpty();
        assertThat(ended.out).startsWith("jdk25 " + ended.pid + " 7").containsSubsequence(FLAGS);
        assertThat(ended.out.subList(1 + FLAGS.size(), ended.out.size()))
                .containsExactly(
                        "-Djava.library.path=" + dist + "/lib/native/META-INF/native",
                        "-Dio.netty.machineId=02:00:00:00:00:00:00:01",
                        "-Dio.netty.processId=1",
                        "-Dio.netty.jfr.enabled=false",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-Da=b",
                        "-Dc=d",
                        "-Dportmapper.script=" + script,
                        "-cp",
                        classPath(),
                        "org.portmapper.cli.Main",
                        "list",
                        "a b",
                        "",
                        "*");
    }

    @Test
    void itIsFoundThroughSymbolicLinks() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else/where"));
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), script);
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("else/where/absolute"));
        Map<String, String> variables =
                Map.of("JAVA_HOME", telling("jdk25", "25", true).toString());
        for (Path link : List.of(absolute, relative)) {
            assertThat(start(link, variables).out).contains(classPath());
        }
        Map<String, String> byPath = Map.of("PATH", folder + ":/usr/bin:/bin", "JAVA_HOME", folder + "/jdk25");
        assertThat(start(Path.of("/bin/sh"), byPath, "-c", "relative").out).contains(classPath());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJavaThatIsTooOldIsPassedOver(boolean releaseFile) throws Exception {
        Path old = telling("jdk21", "21", releaseFile);
        Path next = telling("jdk26", "26", releaseFile);
        Map<String, String> variables =
                Map.of("JAVA_HOME", old.toString(), "PATH", next.resolve("bin") + ":/usr/bin:/bin");
        assertThat(start(script, variables).out).first().asString().startsWith("jdk26 ");
    }

    @Test
    void theJavaThatIsNamedIsTakenOrRefused() throws Exception {
        String home = telling("jdk26", "26", true).toString();
        String named = telling("jdk25", "25", true) + "/bin/java";
        assertThat(start(script, Map.of("JAVA_HOME", home, "PORTMAPPER_JAVA", named)).out)
                .first()
                .asString()
                .startsWith("jdk25 ");
        String old = telling("jdk17", "17", true) + "/bin/java";
        for (String unfit : List.of(old, folder + "/none", folder.toString())) {
            Ended ended = start(script, Map.of("JAVA_HOME", home, "PORTMAPPER_JAVA", unfit));
            assertThat(ended.exitCode).isEqualTo(1);
            assertThat(ended.out).isEmpty();
            assertThat(ended.err)
                    .isEqualTo("PORTMAPPER_JAVA: " + unfit + " (expected: the java of a JDK or JRE 25 or newer)\n");
        }
    }

    @Test
    void theJavaOfTheImageIsTakenWithoutASearch() throws Exception {
        jdk("a dist/runtime", "25", false, "echo the images");
        String other = telling("jdk26", "26", true).toString();
        assertThat(start(script, Map.of("JAVA_HOME", other)).out).containsExactly("the images");
        assertThat(start(script, Map.of("PORTMAPPER_JAVA", other + "/bin/java")).out)
                .first()
                .asString()
                .startsWith("jdk26 ");
    }

    @Test
    void aCacheIsUsedWhileItIsNewerThanTheJars() throws Exception {
        Map<String, String> variables =
                Map.of("JAVA_HOME", telling("jdk25", "25", true).toString());
        Path cache = Files.createFile(dist.resolve("lib/portmapper.aot"));
        assertThat(start(script, variables).out).contains("-XX:AOTCache=" + cache);
        Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH));
        assertThat(start(script, variables).out).noneMatch(argument -> argument.contains("AOTCache"));
    }

    @Test
    void anotherCacheOrNoneCanBeNamed() throws Exception {
        String home = telling("jdk25", "25", true).toString();
        Files.createFile(dist.resolve("lib/portmapper.aot"));
        Path named = Files.createFile(folder.resolve("a cache"));
        assertThat(start(script, Map.of("JAVA_HOME", home, "PORTMAPPER_AOT_CACHE", named.toString())).out)
                .contains("-XX:AOTCache=" + named);
        for (String none : List.of("", folder + "/none")) {
            assertThat(start(script, Map.of("JAVA_HOME", home, "PORTMAPPER_AOT_CACHE", none)).out)
                    .noneMatch(argument -> argument.contains("AOTCache"));
        }
    }
}
