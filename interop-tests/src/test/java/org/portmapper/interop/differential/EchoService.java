package org.portmapper.interop.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.GarbageArguments;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.ReceivedMessage;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** A service on loopback UDP that calls are passed on to: its procedures are the ways in which a service can answer. */
final class EchoService implements AutoCloseable {
    /** Its port; the network namespace is ours alone. */
    static final int PORT = 2049;

    static final int NULL = 0;
    /** Answers with its arguments. */
    static final int ECHO = 1;
    /** Answers with the flavor and the body of the credential that it was called with, a stamp left out. */
    static final int WHO = 2;
    /** Answers that it could not decode its arguments. */
    static final int GARBAGE = 3;
    /** Answers that it failed. */
    static final int FAIL = 4;
    /** Answers that the credential is too weak. */
    static final int DENY = 5;
    /** Does not answer. */
    static final int SILENT = 6;

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int STAMP = 4;

    private final List<DatagramChannel> channels;

    private EchoService(List<DatagramChannel> channels) {
        this.channels = channels;
    }

    static EchoService start() throws IOException {
        List<DatagramChannel> channels = new ArrayList<>();
        for (String host : List.of(Caller.Host.LOOPBACK, Caller.Host.LOOPBACK6)) {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getByName(host), PORT));
            Thread.ofPlatform().daemon().name("echo-" + host).start(() -> serve(channel));
            channels.add(channel);
        }
        return new EchoService(channels);
    }

    private static void serve(DatagramChannel channel) {
        ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
        try {
            while (true) {
                datagram.clear();
                SocketAddress source = channel.receive(datagram);
                Optional<RpcReply> reply = answer(ReceivedMessage.read(datagram.flip()));
                if (reply.isPresent()) {
                    channel.send(reply.get().toBuffer(), source);
                }
            }
        } catch (AsynchronousCloseException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<RpcReply> answer(ReceivedMessage message) {
        if (!(message instanceof RpcCall call)) {
            return Optional.empty();
        }
        return switch ((int) call.procedure().number()) {
            case NULL -> accepted(call, new Success(Opaque.EMPTY));
            case ECHO -> accepted(call, new Success(call.arguments()));
            case WHO -> accepted(call, new Success(who(call)));
            case GARBAGE -> accepted(call, new GarbageArguments());
            case FAIL -> accepted(call, new SystemError());
            case DENY -> Optional.of(new DeniedReply(call.xid(), new Denial.AuthError(AuthStat.TOO_WEAK)));
            case SILENT -> Optional.empty();
            default -> accepted(call, new ProcedureUnavailable());
        };
    }

    private static Optional<RpcReply> accepted(RpcCall call, AcceptedStatus status) {
        return Optional.of(new AcceptedReply(call.xid(), status));
    }

    private static Opaque who(RpcCall call) {
        byte[] body = call.credential().body().toBytes();
        Arrays.fill(body, 0, Math.min(STAMP, body.length), (byte) 0);
        return new XdrWriter()
                .writeUnsignedInt(call.credential().flavor().number())
                .writeOpaque(Opaque.of(body))
                .toOpaque();
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
