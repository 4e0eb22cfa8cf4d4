package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How wrong usage is refused: exit code 2, one line on standard error, nothing on standard output. */
class UsageTest {
    private static final String NOWHERE = "/nonexistent/rpcbind.sock";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lst                           | lst: unknown command (expected: one that "portmapper --help" names), did you mean "list"?
            frobnicate                    | frobnicate: unknown command (expected: one that "portmapper --help" names)
            --verison                     | --verison: unknown option (expected: one that "portmapper --help" names), did you mean "--version"?
            list a b                      | b: one argument too many (expected: portmapper list [HOST])
            list --prot 1                 | --prot: unknown option (expected: one that "portmapper list --help" names), did you mean "--port"?
            list --port                   | --port: no value (expected: --port PORT)
            list --port 0                 | --port: 0 (expected: a number of 1 to 65535)
            list --port 65536             | --port: 65536 (expected: a number of 1 to 65535)
            list --port x                 | --port: x (expected: a number of 1 to 65535)
            list --port 1 --port 2        | --port: given twice (expected: once)
            list --socket x               | --socket: x (expected: a path that begins with "/", at most 107 bytes)
            list --socket @x              | --socket: @x (expected: a path that begins with "/", at most 107 bytes)
            list --socket /a 127.0.0.1    | --socket: /a (expected: no --socket beside HOST)
            list --socket /a --port 1     | --socket: /a (expected: no --socket beside --port)
            list --timeout 0              | --timeout: 0 (expected: seconds, 0.001 to 99.999)
            list --timeout 100            | --timeout: 100 (expected: seconds, 0.001 to 99.999)
            list --timeout -1             | --timeout: -1 (expected: seconds, 0.001 to 99.999)
            lookup                        | HOST: missing (expected: portmapper lookup HOST PROGRAM VERSION [NETID])
            lookup 127.0.0.1 nfs          | VERSION: missing (expected: portmapper lookup HOST PROGRAM VERSION [NETID])
            lookup 127.0.0.1 nsf 3        | PROGRAM: nsf (expected: a program's number, in decimal or 0x hexadecimal, or a name as in /etc/rpc), did you mean "nfs"?
            lookup 127.0.0.1 4294967296 3 | PROGRAM: 4294967296 (expected: a program's number, in decimal or 0x hexadecimal, or a name as in /etc/rpc)
            lookup 127.0.0.1 nfs 3.0      | VERSION: 3.0 (expected: a number of 0 to 4294967295)
            lookup 127.0.0.1 nfs 4294967296 | VERSION: 4294967296 (expected: a number of 0 to 4294967295)
            lookup 127.0.0.1 nfs 3 TCP    | NETID: TCP (expected: udp, tcp, udp6, tcp6, local or unix)
            lookup 127.0.0.1 nfs 3 tpc    | NETID: tpc (expected: udp, tcp, udp6, tcp6, local or unix), did you mean "tcp"?
            ping                          | HOST: missing (expected: portmapper ping HOST PROGRAM [VERSION])
            ping 127.0.0.1 nfs x          | VERSION: x (expected: a number of 0 to 4294967295)
            register nfs 3 tcp            | ADDRESS: missing (expected: portmapper register PROGRAM VERSION NETID ADDRESS)
            register nfs 3 tcp ::1.8.1    | ADDRESS: ::1.8.1 (expected: an IPv4 address and port, 127.0.0.1.8.1 or 127.0.0.1:2049)
            register nfs 3 tcp6 1.2.3.4:5 | ADDRESS: 1.2.3.4:5 (expected: an IPv6 address and port, ::1.8.1 or [::1]:2049)
            register nfs 3 tcp 1.2.3.4:65536 | ADDRESS: 1.2.3.4:65536 (expected: an IPv4 address and port, 127.0.0.1.8.1 or 127.0.0.1:2049)
            register nfs 3 local tcp      | ADDRESS: tcp (expected: the path of a local socket)
            register --via local nfs 3 tcp 1.2.3.4:5 | --via: local (expected: udp, tcp, udp6 or tcp6)
            register --via udp --socket /a nfs 3 tcp 1.2.3.4:5 | --socket: /a (expected: no --socket beside --via)
            unregister nfs                | VERSION: missing (expected: portmapper unregister PROGRAM VERSION [NETID])
            stats a b                     | b: one argument too many (expected: portmapper stats [HOST])
            policy chekc                  | chekc: unknown command (expected: one that "portmapper policy --help" names), did you mean "check"?
            policy check --strict         | --strict: unknown option (expected: one that "portmapper policy check --help" names)
            policy print now              | now: one argument too many (expected: portmapper policy print)
            policy explain --as kernel    | --program: no value (expected: --program PROGRAM)
            policy explain --program nfs  | --as: no value (expected: --as FACTS)
            policy explain --program nsf --as kernel | --program: nsf (expected: a program's number, in decimal or 0x hexadecimal, or a name as in /etc/rpc), did you mean "nfs"?
            policy explain --program nfs --as kernel --via unix | --via: unix (expected: local, tcp or udp)
            policy explain --program nfs --as kernel --port 0 | --port: 0 (expected: a number of 1 to 65535)
            policy explain --program nfs --as kernel --version x | --version: x (expected: a number of 0 to 4294967295)
            policy explain --program nfs --as user:rot | --as: user:rot (expected: a user of this host, by name or number), did you mean "user:root"?
            policy explain --program nfs --as group:0 | --as: group:0 (expected: user:NAME, with group:NAME, unit:NAME and exe:PATH joined by &; or kernel)
            policy explain --program nfs --as local | --as: local (expected: user:NAME, with group:NAME, unit:NAME and exe:PATH joined by &; or kernel)
            policy explain --program nfs --as kernel --policy /nonexistent | /nonexistent: is not there
            demo now                      | now: one argument too many (expected: portmapper demo)
            serve now                     | now: one argument too many (expected: portmapper serve)
            serve --port 65536            | --port: 65536 (expected: a number of 0 to 65535)
            serve --listen localhost      | --listen: localhost (expected: an IPv4 or IPv6 address in numbers, a link-local one with %interface)
            serve --listen ::1 --listen 0::1 | --listen: 0::1 (expected: each of them once)
            serve --socket rpcbind.sock   | --socket: rpcbind.sock (expected: "/" or "@" and a name, at most 107 bytes without control characters)
            serve --state-dir state       | --state-dir: state (expected: an absolute path)
            serve --rpcbind-dir run       | --rpcbind-dir: run (expected: an absolute path)
            serve --take-ovr              | --take-ovr: unknown option (expected: one that "portmapper serve --help" names), did you mean "--take-over"?
            import now                    | now: one argument too many (expected: portmapper import)
            import --from rpcbind.sock    | --from: rpcbind.sock (expected: a path that begins with "/", at most 107 bytes)
            import --from-dir rpcbind     | --from-dir: rpcbind (expected: an absolute path)
            import --from /a --from-dir /b | --from: /a (expected: no --from beside --from-dir)
            import --state-dir state      | --state-dir: state (expected: an absolute path)
            serve --log-level wran        | --log-level: wran (expected: error, warn, info, debug or trace), did you mean "warn"?
            serve --config /nonexistent   | /nonexistent: cannot be read (expected: a file that this user may read)
            """)
    void wrongUsageIsToldInOneLine(String commandLine, String line) {
        assertThat(CommandRun.with(NOWHERE, commandLine.split(" ")))
                .isEqualTo(new CommandRun(ExitCode.USAGE, "", line + "\n"));
    }

    @Test
    void aControlCharacterInAnArgumentDoesNotReachTheTerminal() {
        assertThat(CommandRun.with(NOWHERE, "list", "--port", "\u001b[2J").err())
                .isEqualTo("--port: \\x1b[2J (expected: a number of 1 to 65535)\n");
    }

    @Test
    void withoutACommandTheUsageIsAnError() {
        CommandRun run = CommandRun.with(NOWHERE);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Usage: portmapper [-hV] [COMMAND]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"serve", "list", "lookup", "ping", "register", "unregister", "stats", "demo", "policy", "import"
            })
    void everyCommandHasHelpWithExamplesThatFitsATerminal(String command) {
        CommandRun run = CommandRun.with(NOWHERE, command, "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: portmapper " + command).contains("Examples:\n  portmapper " + command);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(CommandRun.with(NOWHERE, "help", command)).isEqualTo(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "explain", "print"})
    void theCommandsAboutPoliciesHaveHelpToo(String command) {
        CommandRun run = CommandRun.with(NOWHERE, "policy", command, "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("Usage: portmapper policy " + command)
                .contains("Examples:\n  portmapper policy " + command);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(CommandRun.with(NOWHERE, "help", "policy").out()).contains("  " + command + " ");
    }

    @Test
    void withoutACommandAboutPoliciesTheUsageIsAnError() {
        CommandRun run = CommandRun.with(NOWHERE, "policy");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Usage: portmapper policy [-h] [COMMAND]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "lookup", "ping", "register", "unregister", "stats", "import"})
    void everyCommandThatPrintsDataPrintsJsonToo(String command) {
        assertThat(CommandRun.with(NOWHERE, command, "--help").out()).contains("--json");
    }

    @Test
    void aCompletionScriptNamesTheCommands() {
        CommandRun run = CommandRun.with(NOWHERE, "generate-completion");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).startsWith("#!/usr/bin/env bash").contains("unregister", "--state-dir");
    }

    @Test
    void theVersionIsTold() {
        CommandRun run = CommandRun.with(NOWHERE, "--version");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).startsWith("portmapper ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "stats", "register nfs 3 tcp 127.0.0.1:2049", "unregister nfs 3"})
    void withoutAPortmapperTheErrorSaysWhatToDo(String commandLine) {
        assertThat(CommandRun.with(NOWHERE, commandLine.split(" ")))
                .isEqualTo(new CommandRun(
                        ExitCode.FAILED,
                        "",
                        "no portmapper answers at /nonexistent/rpcbind.sock: is it running? start it with"
                                + " \"portmapper serve\", or ask another with HOST or --socket\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:111", "[::1", "::1::"})
    void aHostThatIsNoneIsNamed(String host) {
        assertThat(CommandRun.with(NOWHERE, "list", host))
                .isEqualTo(new CommandRun(
                        ExitCode.FAILED,
                        "",
                        "HOST: " + host
                                + " (expected: an address or a name that has one; its port goes into --port)\n"));
    }

    @Test
    void aHostWithoutAnAddressOfTheTransportIsNamed() {
        assertThat(CommandRun.with(NOWHERE, "lookup", "127.0.0.1", "nfs", "3", "udp6")
                        .err())
                .isEqualTo("HOST: 127.0.0.1 (expected: one that has an IPv6 address, for udp6)\n");
    }
}
