package org.portmapper.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.portmapper.rpc.message.ReceivedMessage;
import org.portmapper.rpc.message.RpcCall;

/** A server on a free UDP port of loopback that answers by a script: for each datagram with the datagrams it is told. */
public final class UdpPeer implements AutoCloseable {
    /** The answers to one call, in the order in which they are sent. */
    @FunctionalInterface
    public interface Script {
        /** The datagrams that answer this call. */
        List<ByteBuffer> answer(RpcCall call);
    }

    private final DatagramChannel channel;
    private final PeerThread thread;
    private final ByteBuffer datagram = ByteBuffer.allocate(65_535);
    private final Queue<RpcCall> calls = new ConcurrentLinkedQueue<>();

    /** Begins to answer. */
    public UdpPeer(Script script) throws IOException {
        this(Loopback.INET, script);
    }

    /** Begins to answer on a loopback address. */
    public UdpPeer(InetAddress host, Script script) throws IOException {
        channel = DatagramChannel.open().bind(new InetSocketAddress(host, 0));
        thread = new PeerThread("udp-peer", () -> answerOne(script));
    }

    private void answerOne(Script script) throws IOException {
        InetSocketAddress caller = (InetSocketAddress) channel.receive(datagram.clear());
        RpcCall call = (RpcCall) ReceivedMessage.read(datagram.flip());
        calls.add(call);
        for (ByteBuffer answer : script.answer(call)) {
            channel.send(answer, caller);
        }
    }

    /** Where it is. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** The calls that have arrived, repetitions included. */
    public List<RpcCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() throws IOException {
        thread.end();
        channel.close();
    }
}
