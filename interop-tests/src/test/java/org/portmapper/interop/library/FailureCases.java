package org.portmapper.interop.library;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** What the library does when no answer comes, or when nobody wants it any more. */
record FailureCases(Scene scene, Script script) {
    /** As many as a transport has places for calls that wait. */
    private static final int MANY = 1000;

    static Stream<Case> of(Scene scene, Script script) {
        FailureCases cases = new FailureCases(scene, script);
        return Stream.of(
                scene.tested("gives up at its deadline, and asks again afterwards", cases::deadline),
                scene.tested("lets go of a thousand questions that are cancelled", cases::cancellation),
                scene.tested("ends the questions of a client that is closed", cases::closed),
                scene.tested("tells that nobody is there", cases::unreachable));
    }

    private void deadline() throws IOException, InterruptedException {
        try (RpcbindClient client = scene.client().within(Duration.ofMillis(200))) {
            script.stopPortmapper();
            Mismatch.unlessThrown(RpcException.TimedOut.class, client::ping);
        } finally {
            script.continuePortmapper();
        }
        try (RpcbindClient client = scene.client()) {
            client.ping();
        }
    }

    private void cancellation() throws IOException, InterruptedException {
        try (RpcbindClient client = scene.client()) {
            client.ping();
            script.stopPortmapper();
            List<CompletableFuture<List<Rpcb>>> questions =
                    Stream.generate(client::listAsync).limit(MANY).toList();
            questions.forEach(question -> question.cancel(true));
            script.continuePortmapper();
            client.ping();
        } finally {
            script.continuePortmapper();
        }
    }

    private void closed() throws IOException, InterruptedException {
        RpcbindClient client = scene.client();
        try {
            script.stopPortmapper();
            CompletableFuture<Boolean> waiting = client.pingAsync();
            client.close();
            Mismatch.unlessFailed(RpcException.Closed.class, waiting);
        } finally {
            script.continuePortmapper();
        }
        Mismatch.unlessThrown(RpcException.Closed.class, client::ping);
    }

    private void unreachable() {
        RpcAddress nobody = scene.way().address() instanceof UniversalAddress.Inet inet
                ? RpcAddress.of(inet.host(), 1, scene.way().netid())
                : RpcAddress.ofLocal("/nonexistent/socket");
        try (RpcbindClient client = RpcbindClient.open(nobody).within(Scene.DEADLINE)) {
            Mismatch.unlessThrown(RpcException.Unreachable.class, client::ping);
        }
    }
}
