package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.junit.PortmapperExtension;

/** The commands that ask, against a portmapper of the test's own. */
@ExtendWith(PortmapperExtension.class)
class CommandsAgainstDaemonTest {
    private EmbeddedPortmapper daemon;
    private String socket;

    @BeforeEach
    void start(EmbeddedPortmapper own) {
        daemon = own;
        socket = own.socket().toString();
    }

    private CommandRun run(String commandLine) {
        return CommandRun.with(socket, commandLine.split(" "));
    }

    /** The command with the options that lead to the daemon by TCP. */
    private CommandRun byTcp(String command, String arguments) {
        return run(command + " --port " + daemon.port() + " " + arguments);
    }

    private static CommandRun done(String out) {
        return new CommandRun(0, out, "");
    }

    private static CommandRun failed(String err) {
        return new CommandRun(1, "", err);
    }

    @Test
    void whatIsRegisteredIsListedOverEveryWay() {
        assertThat(run("register 400000 1 tcp 127.0.0.1:7"))
                .isEqualTo(done("registered program 400000 version 1 on tcp at 127.0.0.1:7\n"));
        String out = run("list").out();
        assertThat(out)
                .startsWith("PROGRAM  NAME        VERSION  NETID  ADDRESS")
                .containsPattern("\n100000   portmapper  ")
                .containsPattern("2-4 +tcp +127.0.0.1:" + daemon.port() + " +superuser\n")
                .containsPattern("\n400000   -           1        tcp    127.0.0.1:7 ");
        assertThat(Stream.of(byTcp("list", ""), byTcp("list", "127.0.0.1"), run("list --socket " + socket)))
                .allSatisfy(run -> assertThat(run).isEqualTo(done(out)));
        assertThat(run("list --json").out())
                .startsWith("[\n  {\n    \"program\": 100000,\n    \"name\": \"portmapper\",\n")
                .contains("\"address\": \"127.0.0.1.0.7\",\n    \"host\": \"127.0.0.1\",\n    \"port\": 7,\n");
    }

    @Test
    void aTakenPlaceIsRefusedWithWhatIsKnown() {
        run("register 400000 1 tcp 127.0.0.1:7");
        assertThat(run("register 400000 1 tcp 127.0.0.1:8").err())
                .startsWith("program 400000 version 1 on tcp is registered at 127.0.0.1.0.7 by ")
                .endsWith(": withdraw that first with \"portmapper unregister\"\n");
    }

    @Test
    void thePortmapperItselfIsNobodys() {
        assertThat(run("register portmapper 9 tcp 127.0.0.1:7"))
                .isEqualTo(failed("portmapper (100000) version 9 on tcp is refused by the portmapper:"
                        + " it does not let this user register that\n"));
        assertThat(run("unregister portmapper 4"))
                .isEqualTo(failed("portmapper (100000) version 4 belongs to superuser:"
                        + " only its owner or root may withdraw it, over the local socket\n"));
    }

    @Test
    void aProgramIsRegisteredAndWithdrawnOverLoopback() {
        for (String via : List.of("udp", "tcp")) {
            assertThat(byTcp("register", "--via " + via + " 400000 1 udp 127.0.0.1:7"))
                    .isEqualTo(done("registered program 400000 version 1 on udp at 127.0.0.1:7\n"));
            assertThat(byTcp("unregister", "--via " + via + " 400000 1"))
                    .isEqualTo(done("withdrew program 400000 version 1\n"));
        }
        assertThat(run("list").out()).doesNotContain("400000");
    }

    @Test
    void onlyWhatIsNamedIsWithdrawn() {
        run("register 400000 1 udp 127.0.0.1:7");
        run("register 400000 1 tcp 127.0.0.1:7");
        run("register 400000 2 tcp 127.0.0.1:7");
        assertThat(run("unregister 400000 1 tcp")).isEqualTo(done("withdrew program 400000 version 1 on tcp\n"));
        assertThat(run("unregister 400000 1 tcp"))
                .isEqualTo(failed("program 400000 version 1 on tcp is not registered"
                        + " (registered: version 1 on udp, version 2 on tcp)\n"));
        assertThat(run("unregister --json 400000 2").out()).isEqualTo("""
                        {
                          "program": 400000,
                          "version": 2,
                          "netid": null,
                          "registered": false
                        }
                        """);
    }

    @Test
    void aProgramIsLookedUp() {
        run("register 400000 1 udp 127.0.0.1:7");
        run("register 400000 1 tcp 0.0.0.0:8");
        run("register 400000 1 local /run/x");
        assertThat(byTcp("lookup", "127.0.0.1 400000 1").out().lines())
                .containsExactlyInAnyOrder("NETID  ADDRESS", "udp    127.0.0.1:7", "tcp    127.0.0.1:8");
        assertThat(byTcp("lookup", "127.0.0.1 400000 1 udp")).isEqualTo(done("NETID  ADDRESS\nudp    127.0.0.1:7\n"));
        assertThat(byTcp("lookup", "127.0.0.1 400000 1 local")).isEqualTo(done("NETID  ADDRESS\nlocal  /run/x\n"));
        assertThat(byTcp("lookup", "--json 127.0.0.1 400000 1 tcp").out())
                .contains("\"netid\": \"tcp\"", "\"address\": \"127.0.0.1.0.8\"", "\"port\": 8");
    }

    @Test
    void whatIsNotRegisteredIsNotFound() {
        run("register 400000 1 udp 127.0.0.1:7");
        assertThat(byTcp("lookup", "127.0.0.1 400000 1 tcp"))
                .isEqualTo(failed("program 400000 version 1 on tcp is not registered at 127.0.0.1"
                        + " (registered: version 1 on udp)\n"));
        assertThat(byTcp("lookup", "--json 127.0.0.1 400000 9"))
                .isEqualTo(new CommandRun(
                        1,
                        "[]\n",
                        "program 400000 version 9 is not registered at 127.0.0.1 (registered: version 1 on udp)\n"));
        assertThat(byTcp("lookup", "127.0.0.1 nfs 3"))
                .isEqualTo(failed("nfs (100003) version 3 is not registered at 127.0.0.1\n"));
    }

    @Test
    void everyVersionAnswersAPing() {
        CommandRun run = byTcp("ping", "127.0.0.1 portmapper");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().skip(1))
                .hasSize(6)
                .allSatisfy(line -> assertThat(line)
                        .matches("[234] +(udp|tcp) +127.0.0.1:" + daemon.port() + " +answers in [0-9.]+ ms"));
        assertThat(byTcp("ping", "--json 127.0.0.1 portmapper 2").out())
                .contains("\"answers\": true", "\"version\": 2")
                .containsPattern("\"microseconds\": [0-9]+,");
    }

    @Test
    void aVersionThatTheProgramDoesNotServeFailsAPing() {
        run("register 400000 1 tcp 127.0.0.1:" + daemon.port());
        CommandRun run = byTcp("ping", "127.0.0.1 400000");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .isEqualTo("VERSION  NETID  ADDRESS" + " ".repeat(10) + "RESULT\n1        tcp    127.0.0.1:"
                        + daemon.port() + "  another program is there\n");
        assertThat(run.err())
                .isEqualTo("program 400000 fails at 1 of 1 addresses that the portmapper of 127.0.0.1 gives\n");
    }

    @Test
    void aPingOfNothingIsAFailure() {
        assertThat(byTcp("ping", "127.0.0.1 nfs"))
                .isEqualTo(failed(
                        "nfs (100003) is not registered at 127.0.0.1 for the transports by which it is" + " asked\n"));
    }

    @Test
    void statisticsAreCounted() {
        run("register 400000 1 udp 127.0.0.1:7");
        byTcp("lookup", "127.0.0.1 nfs 3");
        String out = run("stats").out();
        assertThat(out)
                .startsWith("CALLS        VERSION 2  VERSION 3  VERSION 4\n")
                .containsPattern("\nSET +0 +0 +1\n")
                .containsPattern("\nGETADDRLIST +- +- +1\n")
                .containsPattern("\nregistered +0 +0 +1\n")
                .containsPattern("\nversion 4 +100003 +nfs +3 +tcp +0 +1\n");
        assertThat(run("stats --json").out())
                .startsWith("[\n  {\n    \"version\": 2,\n    \"calls\": {\n      \"NULL\": ")
                .contains("\"lookups\": [\n      {\n        \"program\": 100003,\n");
    }
}
