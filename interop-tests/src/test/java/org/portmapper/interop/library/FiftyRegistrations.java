package org.portmapper.interop.library;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.portmapper.rpc.client.Registration;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;

/**
 * Fifty registrations of one process, each with a socket of its own, while the portmapper is killed and started again and
 * again. Prints for each time how long it took from the first answer of the new one until all fifty were listed.
 */
public final class FiftyRegistrations {
    private static final int REGISTRATIONS = 50;
    private static final RpcAddress PORTMAPPER = RpcAddress.ofPortmapper("127.0.0.1", Netid.TCP);
    /** One that does not answer is not there yet, or busy. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private FiftyRegistrations() {}

    /** Argument: how many times the portmapper is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Script script = new Script();
        List<Service> sockets = new ArrayList<>();
        Set<Rpcb> expected = new HashSet<>();
        try (RpcbindClient client = RpcbindClient.ofThisHost()) {
            List<Registration> registrations = new ArrayList<>();
            for (int i = 0; i < REGISTRATIONS; i++) {
                Service socket = Service.open(Netid.TCP);
                sockets.add(socket);
                registrations.add(client.register(socket.serves(Scene.freshProgram(), 1)));
                expected.add(registrations.get(i).services().get(0).toRpcb());
            }
            awaitListed(expected);
            System.out.println("registered " + listed(expected).size());
            for (int times = 0; times < Integer.parseInt(arguments[0]); times++) {
                System.out.println("back after " + restart(script, expected) + " ms");
            }
            awaitRegistered(registrations);
        }
        Mismatch.unlessEqual("what is left", Set.of(), listed(expected));
        for (Service socket : sockets) {
            socket.close();
        }
        System.exit(0);
    }

    /** A portmapper that keeps what is registered has it back before they have said it again. */
    private static void awaitRegistered(List<Registration> registrations) throws InterruptedException {
        while (!registrations.stream().allMatch(each -> each.status() instanceof Registration.Registered)) {
            Thread.sleep(1);
        }
    }

    private static long restart(Script script, Set<Rpcb> expected) throws IOException, InterruptedException {
        script.restartPortmapper();
        awaitAnswer();
        long start = System.nanoTime();
        awaitListed(expected);
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void awaitAnswer() throws InterruptedException {
        while (true) {
            try (RpcbindClient client = RpcbindClient.open(PORTMAPPER).within(PATIENCE)) {
                client.ping();
                return;
            } catch (RpcException e) {
                Thread.sleep(1);
            }
        }
    }

    private static void awaitListed(Set<Rpcb> expected) throws InterruptedException {
        while (!listed(expected).equals(expected)) {
            Thread.sleep(1);
        }
    }

    /** Which of these are listed, whoever their owner is. */
    private static Set<Rpcb> listed(Set<Rpcb> expected) {
        try (RpcbindClient client = RpcbindClient.open(PORTMAPPER)) {
            return client.list().stream()
                    .map(each -> new Rpcb(each.program(), each.version(), each.netid(), each.address(), ""))
                    .filter(expected::contains)
                    .collect(Collectors.toSet());
        }
    }
}
