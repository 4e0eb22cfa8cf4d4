package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.policy.PolicyFiles;

/** {@code portmapper policy check}, {@code explain} and {@code print}. */
class PolicyCommandTest {
    @TempDir
    Path etc;

    private HostFiles host;

    @BeforeEach
    void layOut() throws IOException {
        host = CommandRun.files(etc);
        Path accounts = Path.of("src", "test", "resources", "etc");
        Files.copy(accounts.resolve("passwd"), host.users());
        Files.copy(accounts.resolve("group"), host.groups());
        Files.createDirectories(host.dropIns());
    }

    private static Path write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private CommandRun policy(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "policy";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.with("/nonexistent", host, all);
    }

    private CommandRun explain(String program, String facts, String... more) {
        String[] all = new String[more.length + 5];
        System.arraycopy(new String[] {"explain", "--program", program, "--as", facts}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return policy(all);
    }

    @Test
    void withoutFilesThePolicyOfTheHostIsChecked() throws IOException {
        assertThat(policy("check")).isEqualTo(new CommandRun(0, "ok: 0 sections in 0 files, mode enforce\n", ""));
        write(host.policy(), "mode = \"audit\"\n[program.nfs]\nports = [2049]\n");
        write(host.dropIns().resolve("a.toml"), "[program.mountd]\nports = [4002]\n");
        assertThat(policy("check")).isEqualTo(new CommandRun(0, "ok: 2 sections in 2 files, mode audit\n", ""));
    }

    @Test
    void everyProblemIsToldAndTheExitCodeIsOne() throws IOException {
        Path file = write(host.policy(), "mode = \"adit\"\n");
        Path dropIn = write(host.dropIns().resolve("a.toml"), "[program.nfs]\nregister = [\"user:alcie\"]\n");
        assertThat(policy("check")).isEqualTo(new CommandRun(1, "", file + """
                :1:8: mode: "adit" (expected: "enforce" or "audit"), did you mean "audit"?
                """ + dropIn + """
                :2:13: program.nfs.register: "user:alcie" (expected: a user of this host, by name or number), did you mean "user:alice"?
                """));
    }

    @Test
    void filesAndFoldersThatAreNamedAreCheckedInsteadOfTheHosts() throws IOException {
        write(host.policy(), "nonsense");
        Path draft = write(etc.resolve("draft"), "program.nfs.ports = [2049]\n");
        assertThat(policy("check", draft.toString()))
                .isEqualTo(new CommandRun(0, "ok: 1 section in 1 file, mode enforce\n", ""));
        assertThat(policy("check", draft.toString(), host.dropIns().toString()).exitCode())
                .isZero();
        assertThat(policy("check", etc.resolve("absent").toString()))
                .isEqualTo(new CommandRun(1, "", etc.resolve("absent") + ": is not there\n"));
    }

    @Test
    void aRefusalIsExplained() {
        assertThat(explain("nfs", "user:nobody", "--version", "3", "--via", "udp"))
                .isEqualTo(new CommandRun(1, """
                        refused: nfs (100003) version 3 as user:nobody over udp
                        because: uid 65534 (nobody) is none of "user:root", "kernel"
                        decided by: built-in:24:1: program.1-0x1fffffff.register = ["user:root", "kernel"]
                        to allow it: program.nfs.register = ["user:root", "kernel", "user:nobody"]
                        """, ""));
    }

    @Test
    void anAllowedOneIsExplained() {
        assertThat(explain("0x20001000", "user:alice")).isEqualTo(new CommandRun(0, """
                allowed: program 536875008 as user:alice over local
                decided by: built-in:36:13: local
                to refuse it: program.536875008.register = []
                root needs no socket: built-in:16:12
                """, ""));
    }

    @Test
    void whatIsInAFileIsExplainedWithItsPlace() throws IOException {
        Path file = write(host.policy(), """
                mode = "audit"
                [program.nfs]
                register = ["user:ganesha & unit:nfs-ganesha.service"]
                ports = [2049]
                """);
        assertThat(explain("nfs", "user:ganesha & exe:/usr/bin/ganesha.nfsd", "--via", "udp", "--port", "2050"))
                .isEqualTo(new CommandRun(1, """
                        refused: nfs (100003) at port 2050 as user:ganesha & exe:/usr/bin/ganesha.nfsd over udp
                        because: uid 200 (ganesha) is none of "user:ganesha & unit:nfs-ganesha.service"; port 2050 is none of 2049
                        decided by: FILE:3:1: program.nfs.register = ["user:ganesha & unit:nfs-ganesha.service"]
                        to allow it: in FILE:3 add "user:ganesha" to register; in FILE:4 add 2050 to ports
                        not proven over udp: exe:/usr/bin/ganesha.nfsd
                        mode audit: what rpcbind allows is allowed, and this refusal is logged
                        """.replace("FILE", file.toString()), ""));
        assertThat(explain("nfs", "user:ganesha & unit:nfs-ganesha.service"))
                .isEqualTo(new CommandRun(0, """
                        allowed: nfs (100003) as user:ganesha & unit:nfs-ganesha.service over local
                        decided by: FILE:3:13: user:ganesha & unit:nfs-ganesha.service
                        to refuse it: in FILE:3 remove "user:ganesha & unit:nfs-ganesha.service" from register
                        ports: FILE:4:1: program.nfs.ports = [2049]
                        root needs no socket: built-in:16:12
                        """.replace("FILE", file.toString()), ""));
    }

    @Test
    void anExplanationIsThereAsJsonToo() throws IOException {
        Path draft = write(etc.resolve("draft"), "[program.nfs]\nports = [2049]\nlistener = \"optional\"\n");
        assertThat(explain("nfs", "user:root & exe:/a", "--policy", draft.toString(), "--via", "tcp", "--json"))
                .isEqualTo(new CommandRun(0, """
                        {
                          "allowed": true,
                          "program": 100003,
                          "name": "nfs",
                          "version": null,
                          "port": null,
                          "uid": 0,
                          "via": "tcp",
                          "unproven": [
                            "exe:/a"
                          ],
                          "reason": null,
                          "place": "built-in:24:13",
                          "rule": "user:root",
                          "change": "in FILE:1 add register = [\\"kernel\\"] to program.nfs",
                          "ports": "FILE:2:1: program.nfs.ports = [2049]",
                          "listener": "optional",
                          "mode": "enforce"
                        }
                        """.replace("FILE", draft.toString()), ""));
    }

    @Test
    void aPolicyThatCannotBeReadIsNoAnswer() throws IOException {
        Path file = write(host.policy(), "x = 1\n");
        assertThat(explain("nfs", "kernel"))
                .isEqualTo(new CommandRun(2, "", file + ":1:1: x: unknown key (expected: mode, program or quota)\n"));
    }

    @Test
    void whatIsSaidOfACallerDoesNotReachTheTerminalAsItIs() {
        assertThat(explain("nfs", "\u001b[2J").err())
                .isEqualTo("--as: \\x1b[2J (expected: local, kernel, user:NAME, group:NAME, unit:NAME or exe:PATH)\n");
    }

    @Test
    void theBuiltInPolicyIsPrinted() {
        assertThat(policy("print")).isEqualTo(new CommandRun(0, PolicyFiles.builtInText(), ""));
    }
}
