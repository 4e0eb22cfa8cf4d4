package org.portmapper.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program in a process of its own. */
final class OtherProgram {
    /** How long a test waits for what must come; what never comes fails it. */
    static final long PATIENCE_SECONDS = 60;

    /** Of nobody on any host; may read what root may, which is where the class path is. */
    private static final List<String> AS_ORDINARY_USER = List.of(
            "setpriv",
            "--reuid=4711",
            "--regid=4711",
            "--clear-groups",
            "--inh-caps=+dac_read_search",
            "--ambient-caps=+dac_read_search");

    private OtherProgram() {}

    /** One of the tests' class path. */
    static ProcessBuilder of(Class<?> program, Path temporaryFiles) {
        return of(program.getName(), System.getProperty("java.class.path"), temporaryFiles);
    }

    static ProcessBuilder of(String program, String classPath, Path temporaryFiles) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporaryFiles,
                "-cp",
                classPath,
                program);
    }

    /** The same as another user than root: the user who runs the tests, if that is not root. */
    static ProcessBuilder asOrdinaryUser(ProcessBuilder program) {
        boolean root = System.getProperty("user.name").equals("root");
        List<String> prefix = root ? AS_ORDINARY_USER : List.of();
        return program.command(
                Stream.concat(prefix.stream(), program.command().stream()).toList());
    }

    /** Runs it to its end. */
    static int exitCode(ProcessBuilder program) throws Exception {
        Process process = program.start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ended within %d s", PATIENCE_SECONDS).isTrue();
        return process.exitValue();
    }
}
