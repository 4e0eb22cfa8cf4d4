package org.portmapper.demo;

import java.io.IOException;
import java.net.InetAddress;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.server.OncRpcServerTransport;
import org.portmapper.demo.stub.DemoServerStub;

/** A service as any program with Remote Tea has it: on ports that the system chooses, at 127.0.0.1. */
final class GreetingService implements AutoCloseable {
    private final Greeting greeting;

    private GreetingService(Greeting greeting) {
        this.greeting = greeting;
    }

    /** What jrpcgen leaves to write. */
    private static final class Greeting extends DemoServerStub {
        Greeting() throws OncRpcException, IOException {
            super(InetAddress.ofLiteral("127.0.0.1"), 0);
        }

        @Override
        public String GREET_1(String name) {
            return "Hello, " + name + "!";
        }
    }

    /** Starts to serve over UDP and TCP, without telling any portmapper. */
    static GreetingService start() throws OncRpcException, IOException {
        Greeting greeting = new Greeting();
        // Not run(): it registers at port 111 of this host, and that is another portmapper than ours.
        for (OncRpcServerTransport transport : greeting.transports) {
            transport.listen();
        }
        return new GreetingService(greeting);
    }

    /** The UDP port. */
    int udpPort() {
        return greeting.transports[0].getPort();
    }

    /** The TCP port. */
    int tcpPort() {
        return greeting.transports[1].getPort();
    }

    @Override
    public void close() {
        for (OncRpcServerTransport transport : greeting.transports) {
            transport.close();
        }
    }
}
