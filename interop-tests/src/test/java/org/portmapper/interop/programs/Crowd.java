package org.portmapper.interop.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A crowd at the portmapper: many connections that say nothing, and one client that sends DUMP after DUMP and never reads a reply. Says
 * {@code ready} when all are there; for every line of input it sends NULL over each idle connection and says how many answered.
 */
public final class Crowd {
    private static final int VERSION = 4;
    private static final int NULL = 0;
    private static final int DUMP = 4;

    /** One call record without arguments: the record mark and ten words. */
    private static final int CALL_BYTES = 44;

    /** A NULL reply with its record mark. */
    private static final int NULL_REPLY_BYTES = 28;

    /** More requests than any socket buffer holds replies of: 4 MiB of requests, some 60 MiB of replies. */
    private static final int UNREAD_DUMPS = 100_000;

    private Crowd() {}

    /** Arguments: how many connections over TCP to 127.0.0.1:111, how many to /run/rpcbind.sock. */
    public static void main(String[] arguments) throws IOException {
        SocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), 111);
        List<SocketChannel> idle = new ArrayList<>();
        open(idle, Integer.parseInt(arguments[0]), tcp);
        open(idle, Integer.parseInt(arguments[1]), UnixDomainSocketAddress.of("/run/rpcbind.sock"));
        SocketChannel deaf = SocketChannel.open(tcp);
        Thread.ofPlatform().daemon().start(() -> sendDumps(deaf));
        IO.println("ready");
        while (IO.readln() != null) {
            IO.println(idle.stream().filter(Crowd::answers).count() + " answer");
        }
    }

    private static void open(List<SocketChannel> channels, int count, SocketAddress address) throws IOException {
        for (int i = 0; i < count; i++) {
            channels.add(SocketChannel.open(address));
        }
    }

    private static void sendDumps(SocketChannel deaf) {
        try {
            for (int xid = 0; xid < UNREAD_DUMPS; xid++) {
                ByteBuffer call = call(xid, DUMP);
                while (call.hasRemaining()) {
                    deaf.write(call);
                }
            }
        } catch (IOException e) {
            System.err.println("the client that never reads: " + e.getMessage());
        }
    }

    private static boolean answers(SocketChannel channel) {
        try {
            channel.write(call(1, NULL));
            ByteBuffer reply = ByteBuffer.allocate(NULL_REPLY_BYTES);
            while (reply.hasRemaining()) {
                if (channel.read(reply) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            System.err.println("an idle connection: " + e.getMessage());
            return false;
        }
    }

    private static ByteBuffer call(int xid, int procedure) {
        int lastFragment = 1 << 31;
        int call = 0;
        int rpcVersion = 2;
        int program = 100000;
        int authNone = 0;
        ByteBuffer record = ByteBuffer.allocate(CALL_BYTES);
        record.putInt(lastFragment | (CALL_BYTES - Integer.BYTES));
        record.putInt(xid).putInt(call).putInt(rpcVersion);
        record.putInt(program).putInt(VERSION).putInt(procedure);
        record.putInt(authNone).putInt(0).putInt(authNone).putInt(0);
        return record.flip();
    }
}
