package org.portmapper.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.List;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** Two services that are there all the time, and must be found all the time; what else is registered is of no use. */
final class KnownServices implements AutoCloseable {
    /** No seed has it, nor anything like it. */
    private static final long PROGRAM = 0x2ed3_96c1L;

    private final ServerSocket tcp = new ServerSocket(0);
    private final DatagramSocket udp = new DatagramSocket(0);

    /** Opens and registers them. */
    KnownServices(Connection local) throws IOException {
        requireTrue(local, 1, new Rpcb(PROGRAM, 1, "tcp", "0.0.0.0" + port(tcp.getLocalPort()), ""));
        requireTrue(local, 1, new Rpcb(PROGRAM, 1, "udp", "0.0.0.0" + port(udp.getLocalPort()), ""));
    }

    /** A port at which there is a socket of ours. */
    int port() {
        return udp.getLocalPort();
    }

    private static String port(int number) {
        return "." + number / 256 + "." + number % 256;
    }

    private static void requireTrue(Connection connection, long procedure, Rpcb rpcb) {
        assertThat(results(connection, 4, procedure, rpcb(rpcb)))
                .as("procedure %d of %s", procedure, rpcb)
                .isEqualTo(Opaque.ofHex("00000001"));
    }

    /** Looks both up in each way that there is over TCP. */
    void requireFound(Connection connection) throws XdrException {
        assertThat(results(connection, 2, 3, mapping(6)).reader().readUnsignedInt("port"))
                .isEqualTo(tcp.getLocalPort());
        assertThat(results(connection, 2, 3, mapping(17)).reader().readUnsignedInt("port"))
                .isEqualTo(udp.getLocalPort());
        Opaque wanted = rpcb(new Rpcb(PROGRAM, 1, "", "", ""));
        for (XdrReader found : List.of(
                results(connection, 3, 3, wanted).reader(),
                results(connection, 4, 3, wanted).reader(),
                results(connection, 4, 9, wanted).reader())) {
            assertThat(found.readString("address", 99)).isEqualTo("127.0.0.1" + port(tcp.getLocalPort()));
        }
    }

    /** Removes what else somebody has registered. */
    static void removeOthers(Connection local, List<Rpcb> registered) {
        registered.stream()
                .filter(each -> each.program() != PROGRAM && each.program() != 100_000)
                .forEach(each -> requireTrue(local, 2, each));
    }

    private static Opaque mapping(long protocol) {
        XdrWriter writer = new XdrWriter();
        new Mapping(PROGRAM, 1, protocol, 0).writeTo(writer);
        return writer.toOpaque();
    }

    private static Opaque rpcb(Rpcb rpcb) {
        XdrWriter writer = new XdrWriter();
        rpcb.writeTo(writer);
        return writer.toOpaque();
    }

    private static Opaque results(Connection connection, long version, long procedure, Opaque arguments) {
        Procedure called = new Procedure(100_000, version, procedure);
        return connection.ask(RpcCall.anonymous(1, called, arguments).toBuffer()) instanceof AcceptedReply accepted
                        && accepted.status() instanceof AcceptedStatus.Success success
                ? success.results()
                : Opaque.EMPTY;
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
    }
}
