package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.junit.PortmapperExtension;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.state.RpcbindFiles;

/** What {@code import} takes down, and from where. */
@ExtendWith(PortmapperExtension.class)
class ImportCommandTest {
    private static final Rpcb NFS = new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "superuser");

    @TempDir
    private Path folder;

    private CommandRun run(String socket, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "import";
        arguments[1] = "--state-dir=" + folder.resolve("state");
        System.arraycopy(more, 0, arguments, 2, more.length);
        return CommandRun.with(socket, arguments);
    }

    private Path imported() {
        return folder.resolve("state/import");
    }

    @Test
    void whatAPortmapperThatRunsHas(EmbeddedPortmapper portmapper) {
        String socket = portmapper.socket().toString();
        CommandRun.with(socket, "register", "400000", "1", "tcp", "127.0.0.1:7");
        String owner = new Owners(socket).of(400000);
        assertThat(run(socket))
                .isEqualTo(new CommandRun(
                        0,
                        "took down 1 registration in " + imported() + ": stop that portmapper, and start this one\n",
                        ""));
        assertThat(new RpcbindFiles(imported()).read().claims())
                .containsExactly(new Rpcb(400000, 1, "tcp", "127.0.0.1.0.7", owner));
    }

    /** As whom the test registers. */
    private record Owners(String socket) {
        String of(long program) {
            return CommandRun.with(socket, "list")
                    .out()
                    .lines()
                    .filter(line -> line.startsWith(Long.toString(program)))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatOneThatHasEndedLeft() throws Exception {
        new RpcbindFiles(folder).write(List.of(NFS));
        assertThat(run("/nonexistent", "--from-dir=" + folder, "--json"))
                .isEqualTo(
                        new CommandRun(0, "{\n  \"registrations\": 1,\n  \"folder\": \"" + imported() + "\"\n}\n", ""));
        assertThat(new RpcbindFiles(imported()).read().claims()).containsExactly(NFS);
    }

    @Test
    void aFolderWithoutFilesIsRefused() {
        assertThat(run("/nonexistent", "--from-dir=" + folder))
                .isEqualTo(new CommandRun(
                        1,
                        "",
                        "--from-dir: " + folder
                                + " (expected: a directory with the files that rpcbind writes when it ends)\n"));
        assertThat(imported()).doesNotExist();
    }

    @Test
    void aDamagedFileIsRefusedWithItsPlace() throws Exception {
        Files.writeString(folder.resolve("portmap.xdr"), "nonsense");
        assertThat(run("/nonexistent", "--from-dir=" + folder))
                .isEqualTo(new CommandRun(
                        1,
                        "",
                        folder.resolve("portmap.xdr") + ": damaged, list continues: 1852796531 (expected: 0 or 1)\n"));
    }

    @Test
    void whereNobodyAnswersTheErrorSaysWhatToDo() {
        assertThat(run("/nonexistent"))
                .isEqualTo(new CommandRun(
                        1,
                        "",
                        "no portmapper answers at /nonexistent: is it running? what a stopped rpcbind left is read with"
                                + " --from-dir /run/rpcbind\n"));
    }

    @Test
    void aStateDirectoryThatCannotBeIsRefused() throws Exception {
        new RpcbindFiles(folder).write(List.of(NFS));
        Files.writeString(folder.resolve("state"), "");
        CommandRun run = run("/nonexistent", "--from-dir=" + folder);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("--state-dir: ")
                .contains("(expected: a directory that this user may write to");
    }
}
