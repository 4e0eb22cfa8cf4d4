package org.portmapper.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcProtocols;
import org.portmapper.demo.stub.DemoClient;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Shows a service being started, registered, looked up, called and withdrawn, with a daemon that nobody else sees. */
public final class Demo {
    private static final long PROGRAM = org.portmapper.demo.stub.Demo.DEMO;
    private static final long VERSION = org.portmapper.demo.stub.Demo.DEMO_V1;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** How long a call of the service may take, in milliseconds: it is in this process. */
    private static final int CALL_MILLISECONDS = 3000;

    private static final String NAME = "portmapper";

    private final DemoSetup setup;

    private Demo(DemoSetup setup) {
        this.setup = setup;
    }

    /** A part of the demonstration that is told as one. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException, OncRpcException;
    }

    /**
     * Takes all steps, and leaves nothing behind.
     *
     * @throws DemoException naming the step that failed
     */
    public static void run(DemoSetup setup) throws DemoException {
        long start = System.nanoTime();
        Demo demo = new Demo(setup);
        try (TemporaryFolder folder = step("make a temporary folder", TemporaryFolder::create)) {
            demo.withDaemon(folder);
        } catch (IOException e) {
            throw new DemoException("remove the temporary folder", e);
        }
        demo.tell(String.format(Locale.ROOT, "all steps done in %.1f s", (System.nanoTime() - start) / 1e9));
    }

    private void withDaemon(TemporaryFolder folder) throws DemoException {
        try (DaemonProcess daemon = step("start a daemon", () -> DaemonProcess.start(setup, folder.path()))) {
            tell("started a portmapper: process " + daemon.pid() + ", port " + daemon.port() + " at 127.0.0.1, socket "
                    + daemon.socket());
            withService(daemon);
            int exitCode = step("stop the daemon", daemon::stop);
            if (exitCode != 0) {
                throw new DemoException("stop the daemon", "exit code " + exitCode + " (expected: 0)");
            }
            tell("stopped the portmapper: it ended with exit code 0");
        }
    }

    private void withService(DaemonProcess daemon) throws DemoException {
        try (GreetingService service = step("start a Remote Tea service", GreetingService::start)) {
            tell("started a Remote Tea service: program " + PROGRAM + " version " + VERSION + ", UDP port "
                    + service.udpPort() + ", TCP port " + service.tcpPort());
            register(daemon, Netid.UDP, service.udpPort());
            register(daemon, Netid.TCP, service.tcpPort());
            list(daemon);
            call(daemon, Netid.UDP);
            call(daemon, Netid.TCP);
            unregister(daemon);
            tell("stopped the service");
        }
    }

    private void register(DaemonProcess daemon, Netid netid, int port) throws DemoException {
        String step = "register " + netid.text() + " over the local socket";
        String address = new UniversalAddress.Inet(LOOPBACK, port).text();
        boolean registered = step(step, () -> {
            try (RpcbindClient portmapper = atLocalSocket(daemon)) {
                return portmapper.set(new Rpcb(PROGRAM, VERSION, netid.text(), address, ""));
            }
        });
        if (!registered) {
            throw new DemoException(step, "the portmapper refuses");
        }
        tell("registered it over the local socket: " + netid.text() + " " + address);
    }

    private void list(DaemonProcess daemon) throws DemoException {
        List<Rpcb> bindings = step("list what is registered", () -> {
            try (RpcbindClient portmapper = atLocalSocket(daemon)) {
                return portmapper.list();
            }
        });
        tell("what the portmapper lists:");
        setup.table().apply(bindings).lines().forEach(line -> setup.out().println("    " + line));
    }

    private void call(DaemonProcess daemon, Netid netid) throws DemoException {
        String step = "look it up and call it over " + netid.text();
        Optional<UniversalAddress> address = step(step, () -> address(daemon, netid));
        if (!(address.orElse(null) instanceof UniversalAddress.Inet inet)) {
            throw new DemoException(step, "the portmapper does not know it");
        }
        String answer = step(step, () -> greet(inet, netid));
        if (!answer.equals("Hello, " + NAME + "!")) {
            throw new DemoException(step, "an unexpected answer came: " + answer);
        }
        tell("looked it up over " + netid.text() + " at " + inet.text() + ", called it there: " + answer);
    }

    private void unregister(DaemonProcess daemon) throws DemoException {
        String step = "withdraw it";
        boolean withdrawn = step(step, () -> {
            try (RpcbindClient portmapper = atLocalSocket(daemon)) {
                return portmapper.unset(PROGRAM, VERSION, "");
            }
        });
        if (!withdrawn || step(step, () -> address(daemon, Netid.TCP)).isPresent()) {
            throw new DemoException(step, "the portmapper still knows it");
        }
        tell("withdrew it: the portmapper does not know it any more");
    }

    private static RpcbindClient atLocalSocket(DaemonProcess daemon) {
        return RpcbindClient.open(RpcAddress.ofLocal(daemon.socket().toString()));
    }

    private static Optional<UniversalAddress> address(DaemonProcess daemon, Netid netid) {
        try (RpcbindClient portmapper = RpcbindClient.open(RpcAddress.of(LOOPBACK, daemon.port(), netid))) {
            return portmapper
                    .lookup(PROGRAM, VERSION, netid)
                    .map(found -> found.service().universalAddress());
        }
    }

    private static String greet(UniversalAddress.Inet at, Netid netid) throws IOException, OncRpcException {
        int protocol = netid == Netid.UDP ? OncRpcProtocols.ONCRPC_UDP : OncRpcProtocols.ONCRPC_TCP;
        DemoClient client = new DemoClient(at.host(), at.port(), protocol);
        try {
            client.getClient().setTimeout(CALL_MILLISECONDS);
            return client.GREET_1(NAME);
        } finally {
            client.close();
        }
    }

    private static <T> T step(String name, Step<T> step) throws DemoException {
        try {
            return step.take();
        } catch (IOException | OncRpcException | RpcException e) {
            throw new DemoException(name, e);
        }
    }

    private void tell(String sentence) {
        setup.out().println(sentence);
        setup.out().flush();
    }
}
