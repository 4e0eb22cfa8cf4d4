package org.portmapper.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;

/** Datagrams and streams to a daemon, in rounds; after each round what must hold is looked at. */
final class Load implements AutoCloseable {
    /** Bytes of a record that the daemon takes. */
    private static final int RECORD_LIMIT = 65_536;

    private static final int REPLY_LIMIT = 1 << 26;
    private static final int ROUND = 8 * Datagrams.TOGETHER;
    private static final int MESSAGES = 6;
    private static final String USER = Owner.ofUid(uid()).name();

    private final SocketAddress tcp;
    private final SocketAddress local;
    private final Hang hang = new Hang();
    private final KnownServices services;
    private final Replies datagramReplies = new Replies();
    private final Replies streamReplies = new Replies();
    private final List<Datagrams> datagrams = new ArrayList<>();
    private final Mutation mutation;
    private final SplittableRandom random;

    /** Loads the daemon at these places: UDP and TCP at the addresses, and its local socket. */
    Load(long seed, List<InetAddress> addresses, int port, SocketAddress local) throws IOException {
        this.tcp = new InetSocketAddress(addresses.getFirst(), port);
        this.local = local;
        try (Connection connection = new Connection(local, hang)) {
            services = new KnownServices(connection);
        }
        for (InetAddress address : addresses) {
            datagrams.add(new Datagrams(new InetSocketAddress(address, port), datagramReplies));
        }
        random = new SplittableRandom(seed);
        mutation = new Mutation(seed, Seeds.of(services.port()));
    }

    /** So much of both, mixed. */
    void run(long datagramCount, long streamCount) throws Exception {
        long rounds = Math.max(1, Math.ceilDiv(datagramCount, ROUND));
        for (long round = 0; round < rounds; round++) {
            sendDatagrams();
            for (long i = streamCount * round / rounds; i < streamCount * (round + 1) / rounds; i++) {
                stream(i % 2 == 0 ? tcp : local);
            }
            check(round % 16 == 15 || round == rounds - 1);
        }
    }

    private void sendDatagrams() throws IOException {
        for (int sent = 0; sent < ROUND; sent += Datagrams.TOGETHER) {
            Datagrams address = datagrams.get(random.nextInt(datagrams.size()));
            for (int i = 0; i < Datagrams.TOGETHER; i++) {
                address.send(mutation.next());
            }
            address.settle();
        }
    }

    /** A few messages, cut anywhere; the replies are to calls in them, in their order, and to none twice. */
    private void stream(SocketAddress daemon) throws IOException {
        List<byte[]> messages = Stream.generate(mutation::next)
                .limit(random.nextInt(1, MESSAGES))
                .toList();
        messages.forEach(streamReplies::number);
        byte[] stream = Framing.of(messages, random);
        try (Connection connection = new Connection(daemon, hang)) {
            int from = 0;
            while (from < stream.length) {
                int to = Math.min(stream.length, from + 1 + random.nextInt(stream.length));
                from = connection.send(stream, from, to) ? to : stream.length;
            }
            if (random.nextInt(16) > 0) {
                requireReplies(connection.rest(), Records.of(stream, RECORD_LIMIT));
            }
        }
    }

    private void requireReplies(byte[] replies, List<Opaque> calls) {
        int call = 0;
        for (Opaque reply : Records.of(replies, REPLY_LIMIT)) {
            int xid = streamReplies.take(ByteBuffer.wrap(reply.toBytes()));
            while (call < calls.size() && !hasXid(calls.get(call), xid)) {
                call++;
            }
            assertThat(call)
                    .as("the place of the call that reply %d is to", xid)
                    .isLessThan(calls.size());
        }
    }

    private static boolean hasXid(Opaque message, int xid) {
        return message.length() >= 4 && message.toBuffer().getInt() == xid;
    }

    private void check(boolean removing) throws Exception {
        try (Connection byTcp = new Connection(tcp, hang);
                Connection byLocal = new Connection(local, hang)) {
            services.requireFound(byTcp);
            List<Rpcb> registered = Views.requireEqual(byLocal::ask);
            assertThat(registered).allMatch(each -> isProven(each.owner()));
            if (removing) {
                KnownServices.removeOthers(byLocal, registered);
            }
        }
    }

    /** Nobody calls but this process: the portmapper's own apart, everything belongs to its user. */
    private static boolean isProven(String owner) {
        return owner.equals(Owner.SUPERUSER.name()) || owner.equals(USER);
    }

    private static long uid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was sent and what came back. */
    String figures() {
        return "datagrams: " + datagramReplies + "\nstreams: " + streamReplies;
    }

    @Override
    public void close() throws IOException {
        for (Datagrams each : datagrams) {
            each.close();
        }
        services.close();
        hang.close();
    }
}
