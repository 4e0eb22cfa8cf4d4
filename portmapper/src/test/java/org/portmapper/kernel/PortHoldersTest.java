package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.kernel.Addresses.at;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A /proc made up for the purpose, and the real one for a socket of our own. */
class PortHoldersTest {
    private static final int LISTENING = 0x0a;
    private static final int UNCONNECTED = 0x07;
    private static final int ESTABLISHED = 0x01;

    @TempDir
    private Path proc;

    @BeforeEach
    void createFolders() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("self"));
    }

    @Test
    void holderIsNamedWithItsProcess() throws IOException {
        table("tcp", row("00000000", 111, LISTENING, 0, 500));
        process(123, "rpcbind", "anon_inode:[timerfd]", "socket:[499]", "socket:[500]", "pipe:[500]");
        process(124, "other", "socket:[501]", "anon_inode:[eventpoll]");
        assertThat(found(IpProtocol.TCP, "0.0.0.0")).containsExactly("rpcbind (pid 123, uid 0)");
    }

    @Test
    void processesThatShareTheSocketAreAllNamed() throws IOException {
        table("udp", row("00000000", 111, UNCONNECTED, 32, 500));
        process(1, "systemd", "socket:[500]", "socket:[500]");
        process(123, "rpcbind", "socket:[500]");
        assertThat(found(IpProtocol.UDP, "127.0.0.1").getFirst().split(", (?=[a-z]+ \\()"))
                .containsExactlyInAnyOrder("systemd (pid 1, uid 32)", "rpcbind (pid 123, uid 32)");
    }

    @Test
    void freePortHasNoHolder() throws IOException {
        table("tcp", row("00000000", 112, LISTENING, 0, 500));
        assertThat(found(IpProtocol.TCP, "0.0.0.0")).isEmpty();
        assertThat(found(IpProtocol.UDP, "0.0.0.0")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // table, its address, wanted, whether it is in the way
        "tcp, 00000000, 127.0.0.1, true",
        "tcp, 00000000, 0.0.0.0, true",
        "tcp, 0100007F, 0.0.0.0, true",
        "tcp, 0100007F, 127.0.0.1, true",
        "tcp, 0100007F, 127.0.0.5, false",
        "tcp, 00000000, ::, false",
        "tcp6, 00000000000000000000000000000000, ::, true",
        "tcp6, 00000000000000000000000000000000, ::1, true",
        "tcp6, 00000000000000000000000001000000, ::, true",
        "tcp6, 00000000000000000000000001000000, ::1, true",
        "tcp6, 00000000000000000000000001000000, fd00::1, false",
        "tcp6, 00000000000000000000000001000000, 127.0.0.1, false",
        // a dual-stack socket holds the IPv4 port too; a v4-mapped one holds only that
        "tcp6, 00000000000000000000000000000000, 127.0.0.1, true",
        "tcp6, 0000000000000000FFFF00000100007F, 127.0.0.1, true",
        "tcp6, 0000000000000000FFFF00000100007F, 0.0.0.0, true",
        "tcp6, 0000000000000000FFFF00000100007F, 127.0.0.5, false",
        "tcp6, 0000000000000000FFFF00000100007F, ::, false",
    })
    void onlyAnAddressThatConflictsIsInTheWay(String table, String address, String wanted, boolean inTheWay)
            throws IOException {
        table(table, row(address, 111, LISTENING, 0, 500));
        assertThat(found(IpProtocol.TCP, wanted)).hasSize(inTheWay ? 1 : 0);
    }

    @Test
    void ipv6WildcardIsNotBlamedWhenAnIpv4SocketIsInTheWay() throws IOException {
        table("udp", row("00000000", 111, UNCONNECTED, 0, 500));
        table("udp6", row("0".repeat(32), 111, UNCONNECTED, 1000, 600));
        process(123, "rpcbind", "socket:[500]");
        process(124, "other", "socket:[600]");
        assertThat(found(IpProtocol.UDP, "0.0.0.0")).containsExactly("rpcbind (pid 123, uid 0)");
        assertThat(found(IpProtocol.UDP, "::")).containsExactly("other (pid 124, uid 1000)");
    }

    @Test
    void tcpConnectionHoldsNothingButAConnectedUdpSocketDoes() throws IOException {
        table("tcp", row("0100007F", 111, ESTABLISHED, 0, 500));
        table("udp", row("0100007F", 111, ESTABLISHED, 0, 501));
        assertThat(found(IpProtocol.TCP, "0.0.0.0")).isEmpty();
        assertThat(found(IpProtocol.UDP, "0.0.0.0")).hasSize(1);
    }

    @Test
    void socketWithoutAProcessIsTheKernels() throws IOException {
        table("tcp", row("00000000", 2049, LISTENING, 0, 500));
        process(124, "other", "socket:[501]");
        List<PortHolder> holders = new PortHolders(proc).of(IpProtocol.TCP, at("0.0.0.0", 2049));
        assertThat(holders)
                .containsExactly(new PortHolder(0, List.of(), true))
                .first()
                .hasToString("a socket of uid 0 without a process here (the kernel's, or another container's)");
    }

    @Test
    void processThatMayNotBeLookedAtLeavesTheUser() throws IOException {
        table("tcp", row("00000000", 111, LISTENING, 0, 500));
        Files.writeString(Files.createDirectories(proc.resolve("123")).resolve("fd"), "no folder: cannot be listed");
        assertThat(found(IpProtocol.TCP, "0.0.0.0"))
                .containsExactly("a process of uid 0 (which one is hidden from this user; root may see it)");
    }

    @Test
    void nameOfAProcessCannotSpeakToTheTerminal() throws IOException {
        table("tcp", row("00000000", 111, LISTENING, 1000, 500));
        process(123, "\u001b[2Jroot\u0007\n", "socket:[500]");
        assertThat(found(IpProtocol.TCP, "0.0.0.0")).containsExactly("?[2Jroot? (pid 123, uid 1000)");
    }

    @Test
    void listsAreBounded() throws IOException {
        String row = row("00000000", 111, LISTENING, 0, 500);
        table("tcp", row, row, row, row, row("00000000", 111, LISTENING, 0, 501));
        for (int pid = 1; pid <= 10; pid++) {
            process(pid, "worker", "socket:[500]", "socket:[501]");
        }
        List<PortHolder> holders = new PortHolders(proc).of(IpProtocol.TCP, at("0.0.0.0", 111));
        assertThat(holders)
                .singleElement()
                .satisfies(holder -> assertThat(holder.processes()).hasSize(4));
    }

    @ParameterizedTest
    @EnumSource(IpProtocol.class)
    void ownSocketIsFoundOnThisHost(IpProtocol protocol) throws IOException {
        InetSocketAddress any = at("127.0.0.1", 0);
        try (UdpSocket udp = UdpSocket.bind(any);
                ServerSocket tcp = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = protocol == IpProtocol.UDP ? udp.localAddress().getPort() : tcp.getLocalPort();
            List<PortHolder> holders = PortHolders.ofThisHost().of(protocol, at("0.0.0.0", port));
            String command = Files.readAllLines(Path.of("/proc/self/comm")).getFirst();
            PortHolder.HoldingProcess ourselves =
                    new PortHolder.HoldingProcess(ProcessHandle.current().pid(), command);
            long uid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
            assertThat(holders).singleElement().satisfies(holder -> {
                assertThat(holder.uid()).isEqualTo(uid);
                assertThat(holder.processes()).containsExactly(ourselves);
            });
        }
    }

    private List<String> found(IpProtocol protocol, String wanted) throws IOException {
        return new PortHolders(proc)
                .of(protocol, at(wanted, 111)).stream()
                        .map(PortHolder::toString)
                        .toList();
    }

    private void table(String name, String... rows) throws IOException {
        String headline =
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
        Files.writeString(proc.resolve("net").resolve(name), headline + String.join("", rows));
    }

    private static String row(String address, int port, int state, long uid, long inode) {
        String peer = "0".repeat(address.length());
        return "   0: %s:%04X %s:0000 %02X 00000000:00000000 00:00000000 00000000 %5d        0 %d 1 0000000000000000 0%n"
                .formatted(address, port, peer, state, uid, inode);
    }

    private void process(int pid, String command, String... descriptors) throws IOException {
        Path process = proc.resolve(Integer.toString(pid));
        Path fd = Files.createDirectories(process.resolve("fd"));
        Files.writeString(process.resolve("comm"), command + "\n");
        for (int i = 0; i < descriptors.length; i++) {
            Files.createSymbolicLink(fd.resolve(Integer.toString(i)), Path.of(descriptors[i]));
        }
    }
}
