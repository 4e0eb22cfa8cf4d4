package org.portmapper.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names {@link ProgramNames} knows. */
class ProgramNamesTest {
    @TempDir
    Path folder;

    private static ProgramNames builtIn() throws IOException {
        return ProgramNames.of(Path.of("/nonexistent/rpc"));
    }

    private ProgramNames host(String lines) throws Exception {
        return ProgramNames.of(Files.writeString(folder.resolve("rpc"), lines));
    }

    @ParameterizedTest
    @CsvSource({
        "portmapper, 100000", "rpcbind, 100000", "nfs, 100003", "mountd, 100005", "mount, 100005", "nlockmgr, 100021",
        "status, 100024", "ypserv, 100004", "rquotad, 100011", "nfs_acl, 100227", "vxi11_core, 395183",
                "3270_mapper, 100013",
        "0, 0", "100003, 100003", "4294967295, 4294967295", "0x186a0, 100000", "0XFFFFFFFF, 4294967295", "007, 7"
    })
    void aProgramIsNamedOrNumbered(String text, long number) throws Exception {
        assertThat(builtIn().number(text)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "4294967296", "0x", "0x100000000", "1 ", "NFS", "99999999999", "1e5", "0x-1"})
    void whatIsNeitherIsRefused(String text) throws Exception {
        assertThat(builtIn().number(text)).isEmpty();
    }

    @Test
    void theHostsNamesComeFirst() throws Exception {
        ProgramNames names = host("""
                # a comment
                filer   100003  files # its other names
                mine 400000\tours
                broken
                broken x
                nfs 400001
                100005 400002
                """);
        assertThat(names.name(100003)).contains("filer");
        assertThat(names.name(400000)).contains("mine");
        assertThat(names.number("files")).contains(100003L);
        assertThat(names.number("ours")).contains(400000L);
        assertThat(names.number("nfs")).contains(400001L);
        assertThat(names.number("mountd")).contains(100005L);
        assertThat(names.number("100005")).contains(100005L);
    }

    @Test
    void aProgramIsCalledByItsNameAndNumber() throws Exception {
        assertThat(builtIn().called(100003)).isEqualTo("nfs (100003)");
        assertThat(builtIn().called(400000)).isEqualTo("program 400000");
        assertThat(builtIn().name(400000)).isEmpty();
    }

    @Test
    void everyLineOfTheBuiltInTableIsRead() throws Exception {
        try (var input = ProgramNames.class.getResourceAsStream("programs.txt")) {
            assertThat(input).isNotNull();
            ProgramNames names = builtIn();
            new String(input.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> assertThat(line.split(" +")).satisfies(words -> {
                        assertThat(names.name(Long.parseLong(words[1]))).contains(words[0]);
                    }));
        }
    }
}
