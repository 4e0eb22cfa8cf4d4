package org.portmapper.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.xdr.Opaque;

/** Calls as bytes, over the JDK's sockets: what the library's client would never send, or not so. */
final class RawCalls {
    /** How long a test waits for what must come; what never comes fails it. */
    static final int PATIENCE_MILLIS = 20_000;

    private RawCalls() {}

    static InetAddress ip(String text) {
        return AddressText.parse(text).orElseThrow();
    }

    static Socket connect(EmbeddedPortmapper portmapper) throws IOException {
        Socket connection = new Socket(ip("127.0.0.1"), portmapper.port());
        connection.setSoTimeout(PATIENCE_MILLIS);
        connection.setTcpNoDelay(true);
        return connection;
    }

    /** Sends a datagram from loopback and receives the reply, from the address that was asked and no other. */
    static RpcReply askUdp(EmbeddedPortmapper portmapper, String address, ByteBuffer message) throws Exception {
        try (DatagramSocket client = new DatagramSocket(0, ip("127.0.0.1"))) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.connect(ip(address), portmapper.port());
            send(client, message);
            return receive(client);
        }
    }

    static void send(DatagramSocket client, ByteBuffer message) throws IOException {
        client.send(new DatagramPacket(message.array(), message.arrayOffset(), message.remaining()));
    }

    static RpcReply receive(DatagramSocket client) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        client.receive(packet);
        return RpcReply.read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    static ByteBuffer call(int xid, long version, long procedure, Opaque arguments) {
        return RpcCall.anonymous(xid, new Procedure(100000, version, procedure), arguments)
                .toBuffer();
    }

    /** A record of one fragment. */
    static byte[] record(ByteBuffer message) {
        ByteBuffer record = ByteBuffer.allocate(4 + message.remaining());
        record.putInt(0x8000_0000 | message.remaining()).put(message.duplicate());
        return record.array();
    }

    /** The next reply of a stream, whatever its fragments. */
    static RpcReply readRecord(Socket connection) throws Exception {
        return readRecord(new DataInputStream(connection.getInputStream()));
    }

    static RpcReply readRecord(DataInputStream in) throws Exception {
        byte[] record = new byte[0];
        int header;
        do {
            header = in.readInt();
            byte[] fragment = in.readNBytes(header & 0x7fff_ffff);
            byte[] longer = java.util.Arrays.copyOf(record, record.length + fragment.length);
            System.arraycopy(fragment, 0, longer, record.length, fragment.length);
            record = longer;
        } while (header >= 0);
        return RpcReply.read(ByteBuffer.wrap(record));
    }

    /** Whether the daemon has closed the connection: an orderly end or a reset, and no further byte before it. */
    static boolean isClosed(Socket connection) throws IOException {
        try {
            return connection.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
