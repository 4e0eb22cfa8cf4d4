package org.portmapper.rpc.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.RpcCall;

/**
 * Prints how exactly deadlines hold on this machine, for silent peers. Not a test: how long something takes is nothing that a
 * build can promise. Run its main method with the test class path.
 */
final class DeadlineMeasurement {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int ROUNDS = 3;

    private DeadlineMeasurement() {}

    /** Each transport with few and with many calls. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            for (int calls : new int[] {2_000, 100_000}) {
                try (UdpPeer peer = new UdpPeer(call -> List.of());
                        RpcTransport transport = UdpTransport.open(peer.address())) {
                    report("udp", calls, endsOf(transport, calls));
                }
                try (StreamPeer peer = StreamPeer.onTcp(DeadlineMeasurement::onlyRead);
                        RpcTransport transport = StreamTransport.openTcp(peer.address())) {
                    report("tcp", calls, endsOf(transport, calls));
                }
            }
        }
    }

    private static void onlyRead(StreamPeer.Connection connection) throws IOException {
        while (true) {
            connection.read();
        }
    }

    /** How long after its deadline each call ended, in nanoseconds. */
    private static long[] endsOf(RpcTransport transport, int calls) throws InterruptedException {
        long[] late = new long[calls];
        CountDownLatch waiting = new CountDownLatch(calls);
        for (int i = 0; i < calls; i++) {
            int index = i;
            RpcCall call = Calls.call(transport.nextXid());
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            // Not whenComplete, whose own exception with a stack trace would be most of what is measured.
            var unused = transport.send(call, DEADLINE).handle((reply, failure) -> {
                late[index] = System.nanoTime() - deadline;
                waiting.countDown();
                return index;
            });
        }
        waiting.await();
        return late;
    }

    private static void report(String transport, int calls, long[] late) {
        Arrays.sort(late);
        System.out.printf(
                "%s, %,d calls: late by min %.2f, median %.2f, 99 %% %.2f, 99.9 %% %.2f, max %.2f ms%n",
                transport, calls, at(late, 0), at(late, 0.5), at(late, 0.99), at(late, 0.999), at(late, 1));
    }

    private static double at(long[] sorted, double part) {
        long nanos = sorted[(int) ((sorted.length - 1) * part)];
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
