package org.portmapper.interop.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcPortmapClient;
import org.acplt.oncrpc.OncRpcProtocols;
import org.dcache.oncrpc4j.portmap.GenericPortmapClient;
import org.dcache.oncrpc4j.rpc.OncRpcClient;
import org.portmapper.rpc.client.FoundService;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * A library over a transport.
 *
 * @param opening makes a client; the first look-up of it is a cold one
 */
record Contestant(String name, Opening opening) {
    /** Opens a client. */
    interface Opening {
        LookupClient open() throws Exception;
    }

    private static final int PORT = 111;
    private static final Duration LONG = Duration.ofHours(1);

    static List<Contestant> all(Program program) {
        return List.of(
                new Contestant(
                        "this library, udp", () -> ours(program, RpcAddress.ofPortmapper("127.0.0.1", Netid.UDP))),
                new Contestant(
                        "this library, tcp", () -> ours(program, RpcAddress.ofPortmapper("127.0.0.1", Netid.TCP))),
                new Contestant("this library, local", () -> ours(program, RpcAddress.ofLocal("/run/rpcbind.sock"))),
                new Contestant("Remote Tea 1.1.6, udp", () -> remoteTea(program, OncRpcProtocols.ONCRPC_UDP)),
                new Contestant("Remote Tea 1.1.6, tcp", () -> remoteTea(program, OncRpcProtocols.ONCRPC_TCP)),
                new Contestant("oncrpc4j 3.4.2, udp", () -> oncrpc4j(program, OncRpcProtocols.ONCRPC_UDP)),
                new Contestant("oncrpc4j 3.4.2, tcp", () -> oncrpc4j(program, OncRpcProtocols.ONCRPC_TCP)));
    }

    /** Only ours remembers. */
    static Contestant cached(Program program) {
        return new Contestant(
                "this library, cached",
                () -> ours(program, RpcbindClient.ofHost("127.0.0.1").caching(LONG), Netid.TCP));
    }

    private static LookupClient ours(Program program, RpcAddress way) {
        return ours(program, RpcbindClient.open(way), way.netid());
    }

    private static LookupClient ours(Program program, RpcbindClient client, Netid netid) {
        return new LookupClient() {
            @Override
            public int port() {
                FoundService found = client.lookup(program.number(), program.version(), netid)
                        .orElseThrow();
                return found.service().universalAddress() instanceof UniversalAddress.Inet inet
                        ? inet.port()
                        : program.port();
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    private static LookupClient remoteTea(Program program, int protocol) throws Exception {
        OncRpcPortmapClient client = new OncRpcPortmapClient(InetAddress.getLoopbackAddress(), protocol);
        return new LookupClient() {
            @Override
            public int port() throws Exception {
                return client.getPort((int) program.number(), (int) program.version(), protocol);
            }

            @Override
            public void close() throws OncRpcException {
                client.close();
            }
        };
    }

    /** Its client asks with two pings first which version the portmapper speaks. */
    private static LookupClient oncrpc4j(Program program, int protocol) throws Exception {
        OncRpcClient client = new OncRpcClient(InetAddress.getLoopbackAddress(), protocol, PORT);
        GenericPortmapClient portmapper = new GenericPortmapClient(client.connect());
        String netid = protocol == OncRpcProtocols.ONCRPC_UDP ? "udp" : "tcp";
        return new LookupClient() {
            @Override
            public int port() throws Exception {
                String address = portmapper.getPort((int) program.number(), (int) program.version(), netid);
                return org.dcache.oncrpc4j.rpc.net.netid.getPort(address);
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }
}
