package org.portmapper.fuzz;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.message.ReceivedMessage;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.RemoteCall;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.transport.RecordException;
import org.portmapper.rpc.transport.RecordReader;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** Everything that is read from the wire: whatever the bytes, it is a value that is written as it was read, or an error. */
public final class CodecTarget {
    private static final int RECORD_LIMIT = 1_000;

    /** What a value is read and written by. */
    private record Form<T>(XdrList.ItemReader<T> reader, Writer<T> writer) {}

    @FunctionalInterface
    private interface Writer<T> {
        void write(T value, XdrWriter writer);
    }

    private static final List<Form<?>> FORMS = List.of(
            new Form<>(Mapping::read, Mapping::writeTo),
            new Form<>(Rpcb::read, Rpcb::writeTo),
            new Form<>(RpcbEntry::read, RpcbEntry::writeTo),
            new Form<>(RemoteCall::read, RemoteCall::writeTo),
            new Form<>(TransportAddress::read, TransportAddress::writeTo),
            new Form<>(RpcbStatistics::read, RpcbStatistics::writeTo),
            new Form<>(
                    AuthSys::read,
                    (auth, writer) -> writer.writeBytes(auth.toCredential().body())),
            new Form<>(
                    reader -> XdrList.read(reader, Rpcb::read),
                    (list, writer) -> XdrList.write(writer, list, Rpcb::writeTo)));

    private CodecTarget() {}

    /** Reads the bytes as everything that they could be; throws where any of it does not hold. */
    public static void fuzzerTestOneInput(byte[] input) {
        message(input);
        reply(input);
        Opaque whole = Opaque.of(input);
        FORMS.forEach(form -> value(form, whole));
        records(input);
    }

    private static void message(byte[] input) {
        switch (ReceivedMessage.read(ByteBuffer.wrap(input))) {
            case RpcCall call -> {
                require(call.equals(ReceivedMessage.read(call.toBuffer())), "a call is not what it is written as");
                Opaque arguments = call.arguments();
                FORMS.forEach(form -> value(form, arguments));
                value(FORMS.get(6), call.credential().body());
            }
            case RpcReply denied ->
                require(denied.xid() == ByteBuffer.wrap(input).getInt(), "the xid of a denial");
            case ReceivedMessage.Unanswerable nothing ->
                require(!nothing.reason().isEmpty(), "a reason");
        }
    }

    private static void reply(byte[] input) {
        try {
            RpcReply reply = RpcReply.read(ByteBuffer.wrap(input));
            require(reply.equals(RpcReply.read(reply.toBuffer())), "a reply is not what it is written as");
        } catch (XdrException e) {
            require(e.getMessage() != null, "a reason");
        }
    }

    private static <T> void value(Form<T> form, Opaque bytes) {
        try {
            T value = form.reader().read(bytes.reader());
            XdrWriter writer = new XdrWriter();
            form.writer().write(value, writer);
            XdrReader again = writer.toOpaque().reader();
            require(value.equals(form.reader().read(again)), "a value is not what it is written as");
            require(again.readRemaining().length() == 0, "more is written than read");
        } catch (XdrException e) {
            require(e.getMessage() != null, "a reason");
        }
    }

    /** Wherever the stream is cut, the same records come out of it, and those that a reader without any state would find. */
    private static void records(byte[] stream) {
        int step = stream.length == 0 ? 1 : 1 + (stream[0] & 0x3f);
        List<Opaque> whole = records(stream, Math.max(1, stream.length));
        require(whole.equals(records(stream, step)), "records depend on where the stream is cut");
        require(whole.equals(Records.of(stream, RECORD_LIMIT)), "records are not those of the stream");
    }

    private static List<Opaque> records(byte[] stream, int step) {
        RecordReader reader = new RecordReader(RECORD_LIMIT);
        List<Opaque> records = new ArrayList<>();
        try {
            for (int from = 0; from < stream.length; from += step) {
                int to = Math.min(stream.length, from + step);
                reader.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(stream, from, to)));
                Optional<ByteBuffer> record = reader.next();
                while (record.isPresent()) {
                    byte[] bytes = new byte[record.get().remaining()];
                    record.get().get(bytes);
                    records.add(Opaque.of(bytes));
                    record = reader.next();
                }
            }
        } catch (RecordException e) {
            require(e.getMessage() != null, "a reason");
        }
        return records;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
