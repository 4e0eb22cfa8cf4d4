package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.names.AccountNames;

/** The drop-ins that are shipped say nothing as they are, and what they promise once their comments are taken away. */
class DropInTest {
    private static final Path FOLDER = Path.of("src", "main", "policy.d");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.toList().stream().sorted();
        }
    }

    @Test
    void allThreeAreThere() throws IOException {
        assertThat(files().map(file -> file.getFileName().toString()))
                .containsExactly("10-nfs-server-as-user.toml", "20-vxi11.toml", "30-rusersd-rwalld.toml");
    }

    @Test
    void asTheyAreTheySayNothingOnAnyHost() throws Exception {
        Path nowhere = Path.of("/nonexistent");
        PolicyFiles elsewhere = new PolicyFiles(Host.policies().programs(), AccountNames.of(nowhere, nowhere));
        List<PolicyText> texts =
                files().map(file -> new PolicyText(file.toString(), read(file))).toList();
        assertThat(elsewhere.parse(texts).summary()).isEqualTo("0 sections in 3 files, mode enforce");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What stands below the heading that begins so, with the comments taken from the lines that are TOML. */
    private static String block(String file, String heading) {
        String[] blocks = read(FOLDER.resolve(file)).split("\n# ---- ");
        List<String> found =
                Stream.of(blocks).filter(block -> block.startsWith(heading)).toList();
        assertThat(found).hasSize(1);
        return uncommented(found.getFirst().lines().skip(1));
    }

    private static String uncommented(Stream<String> lines) {
        return lines.map(line -> line.replaceFirst("^#(?=[^ #])", "")).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLineIsAPlainCommentOrToml(Path file) {
        assertThat(read(file).lines())
                .allSatisfy(line ->
                        assertThat(line).matches("|#|# .{1,128}|#(\\[program\\.|register = |ports = ).{1,110}"));
    }

    static Stream<List<String>> promises() {
        String table = """
                10-nfs-server-as-user.toml | NFS-Ganesha | user:ganesha   | local | nfs      | 2049  | allowed
                10-nfs-server-as-user.toml | NFS-Ganesha | user:ganesha   | local | mountd   | 20048 | allowed
                10-nfs-server-as-user.toml | NFS-Ganesha | user:ganesha   | local | nlockmgr | 4001  | allowed
                10-nfs-server-as-user.toml | NFS-Ganesha | user:ganesha   | local | rquotad  | 875   | allowed
                10-nfs-server-as-user.toml | NFS-Ganesha | user:ganesha   | local | nfs_acl  | 2049  | allowed
                10-nfs-server-as-user.toml | NFS-Ganesha | user:ganesha   | local | status   | 4002  | refused
                10-nfs-server-as-user.toml | NFS-Ganesha | user:alice     | local | nfs      | 2049  | refused
                10-nfs-server-as-user.toml | NFS-Ganesha | kernel         | local | nlockmgr | 4001  | allowed
                10-nfs-server-as-user.toml | The NFS g   | user:nfsserver | udp   | nfs      | 2049  | allowed
                10-nfs-server-as-user.toml | The NFS g   | user:nfsserver | udp   | mountd   | 4242  | allowed
                10-nfs-server-as-user.toml | The NFS g   | user:nfsserver | udp   | nfs      | 4242  | refused
                10-nfs-server-as-user.toml | The NFS g   | user:nobody    | udp   | mountd   | 4242  | refused
                10-nfs-server-as-user.toml | The NFS d   | user:dcache    | udp   | nfs      | 2049  | allowed
                10-nfs-server-as-user.toml | The NFS d   | user:dcache    | tcp   | mountd   | 2049  | allowed
                10-nfs-server-as-user.toml | The NFS d   | user:dcache    | tcp   | nlockmgr | 2049  | refused
                20-vxi11.toml              | Core        | user:alice     | udp   | 395183   | 1024  | allowed
                20-vxi11.toml              | Core        | user:carol     | tcp   | 395185   | 1024  | allowed
                20-vxi11.toml              | Core        | user:bob       | local | 395184   | 1024  | refused
                20-vxi11.toml              | Core        | user:root      | local | 395184   | 1024  | allowed
                30-rusersd-rwalld.toml     | Both        | user:nobody & exe:/usr/sbin/rpc.rusersd | local | rusersd | 1024 | allowed
                30-rusersd-rwalld.toml     | Both        | user:nobody & exe:/usr/sbin/rpc.rwalld  | local | walld   | 1024 | allowed
                30-rusersd-rwalld.toml     | Both        | user:nobody & exe:/usr/sbin/rpc.rwalld  | local | rusersd | 1024 | refused
                30-rusersd-rwalld.toml     | Both        | user:nobody    | local | rusersd  | 1024  | refused
                30-rusersd-rwalld.toml     | Both        | user:alice & exe:/usr/sbin/rpc.rusersd  | local | rusersd | 1024 | refused
                """;
        return table.lines()
                .map(line -> Stream.of(line.split("\\|")).map(String::strip).toList());
    }

    @ParameterizedTest
    @MethodSource("promises")
    void withoutTheirCommentsTheyDoWhatTheyPromise(List<String> row) throws PolicyException {
        Policy policy = Host.policy(block(row.get(0), row.get(1)));
        Question question = Question.of(row.get(2), row.get(3), row.get(4), row.get(5));
        assertThat(question.askedOf(policy) instanceof Decision.Allowed)
                .isEqualTo(row.get(6).equals("allowed"));
    }
}
