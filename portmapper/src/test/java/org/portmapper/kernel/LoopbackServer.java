package org.portmapper.kernel;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A socket under test with its batch, and clients of the JDK's that talk to it over loopback. */
final class LoopbackServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    final UdpSocket socket;
    final DatagramBatch batch;
    private final QueuedDatagrams queued;
    private final List<DatagramSocket> clients = new ArrayList<>();

    LoopbackServer(UdpSocket socket, DatagramBatch batch) {
        this.socket = socket;
        this.batch = batch;
        this.queued = new QueuedDatagrams(socket);
    }

    static LoopbackServer at(String host) throws ErrnoException {
        return new LoopbackServer(UdpSocket.bind(Addresses.at(host, 0)), new DatagramBatch());
    }

    /** A client that accepts answers only from {@code host}, the address that it asked. */
    DatagramSocket clientOf(String host) throws Exception {
        DatagramSocket client = new DatagramSocket();
        clients.add(client);
        client.setSoTimeout(PATIENCE_MILLIS);
        client.connect(InetAddress.ofLiteral(host), socket.localAddress().getPort());
        return client;
    }

    /** Sends a datagram and hands over what the batch received. */
    Datagram receive(DatagramSocket client, byte[] payload) throws Exception {
        client.send(new DatagramPacket(payload, payload.length));
        return received();
    }

    /** Hands over the one datagram that was sent. */
    Datagram received() throws ErrnoException {
        queued.await(1);
        if (batch.receive(socket) != 1) {
            throw new AssertionError("not one datagram");
        }
        return batch.datagram(0);
    }

    /** Sends one datagram from each client, all of the same size, and waits until all have arrived. */
    void sendEach(List<DatagramSocket> senders, String text) throws Exception {
        byte[] payload = bytes(text);
        senders.getFirst().send(new DatagramPacket(payload, payload.length));
        queued.awaitFirst();
        for (DatagramSocket client : senders.subList(1, senders.size())) {
            client.send(new DatagramPacket(payload, payload.length));
        }
        queued.await(senders.size());
    }

    /** The next answer that a client gets. */
    static String answer(DatagramSocket client) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        client.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    static String text(Datagram datagram) {
        return StandardCharsets.US_ASCII.decode(datagram.payload()).toString();
    }

    @Override
    public void close() {
        clients.forEach(DatagramSocket::close);
        socket.close();
    }
}
