package org.portmapper.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.server.StartException;

/** A program that registers a service of its own with a portmapper of its own, on every way there is, and prints the owners. */
final class RegisteringProgram {
    private static final long PROGRAM = 0x2000_0001L;

    private RegisteringProgram() {}

    public static void main(String[] arguments) throws StartException, IOException {
        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start();
                ServerSocket service = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = new UniversalAddress.Inet(service.getInetAddress(), service.getLocalPort()).text();
            for (Netid way : portmapper.netids()) {
                System.out.println(
                        way.text() + " " + register(portmapper, way, new Rpcb(PROGRAM, 1, "tcp", address, "")));
            }
        }
    }

    private static String register(EmbeddedPortmapper portmapper, Netid way, Rpcb service) {
        try (RpcbindClient client = RpcbindClient.open(portmapper.address(way));
                RpcbindClient local = portmapper.client()) {
            boolean registered = client.set(service);
            String owner = local.list().stream()
                    .filter(rpcb -> rpcb.program() == service.program())
                    .map(Rpcb::owner)
                    .findFirst()
                    .orElse("nobody");
            local.unset(service.program(), service.version(), service.netid());
            return registered ? owner : "refused";
        }
    }
}
