package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.rpcbind.Rpcb;

/** How a list of bindings is shown. */
class ListCommandTest {
    private static final List<Rpcb> BINDINGS = List.of(
            new Rpcb(100003, 4, "tcp", "0.0.0.0.8.1", "superuser"),
            new Rpcb(100000, 4, "tcp", "0.0.0.0.0.111", "superuser"),
            new Rpcb(100000, 3, "tcp", "0.0.0.0.0.111", "superuser"),
            new Rpcb(100000, 2, "tcp", "0.0.0.0.0.111", "superuser"),
            new Rpcb(100000, 4, "local", "/run/rpcbind.sock", "superuser"),
            new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "1000"),
            new Rpcb(400000, 1, "udp6", "::1.1.1", ""));

    private static ProgramNames names() throws IOException {
        return ProgramNames.of(CommandRun.NO_FILES.programs());
    }

    @Test
    void bindingsAreGroupedByProgramAndPlace() throws IOException {
        assertThat(ListCommand.table(BINDINGS, names()).text(false)).isEqualTo("""
                PROGRAM  NAME        VERSION  NETID  ADDRESS            OWNER
                100000   portmapper  2-4      tcp    0.0.0.0:111        superuser
                                     4        local  /run/rpcbind.sock  superuser
                100003   nfs         4        tcp    0.0.0.0:2049       superuser
                                     3        tcp    0.0.0.0:2049       1000
                400000   -           1        udp6   [::1]:257          -
                """);
    }

    @Test
    void whatAnotherHostSaysCannotPaintOnTheTerminal() throws IOException {
        Rpcb hostile = new Rpcb(1, 1, "t\u001b[2J", "\u0007", "a\nb");
        assertThat(ListCommand.table(List.of(hostile), names()).text(false))
                .contains("1        -     1        t\\x1b[2J  \\x07     a\\x0ab\n");
        assertThat(Json.text(ListCommand.members(List.of(hostile), names())))
                .contains("\"netid\": \"t\\u001b[2J\"", "\"owner\": \"a\\u000ab\"", "\"host\": null");
    }

    @Test
    void inJsonEveryBindingStandsForItself() throws IOException {
        assertThat(Json.text(ListCommand.members(BINDINGS.subList(0, 1), names())))
                .isEqualTo("""
                        [
                          {
                            "program": 100003,
                            "name": "nfs",
                            "version": 4,
                            "netid": "tcp",
                            "address": "0.0.0.0.8.1",
                            "host": "0.0.0.0",
                            "port": 2049,
                            "owner": "superuser"
                          }
                        ]""");
    }

    @Test
    void whatThereIsInsteadIsToldByTransport() {
        assertThat(Registered.instead(List.of())).isEmpty();
        assertThat(Registered.instead(BINDINGS.subList(1, 5)))
                .isEqualTo(" (registered: version 2-4 on tcp, version 4 on local)");
    }
}
