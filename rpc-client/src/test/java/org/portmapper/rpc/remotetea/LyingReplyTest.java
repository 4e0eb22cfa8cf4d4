package org.portmapper.rpc.remotetea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrAble;
import org.acplt.oncrpc.XdrDecodingStream;
import org.acplt.oncrpc.XdrEncodingStream;
import org.acplt.oncrpc.XdrVoid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Allocation;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** Replies whose lengths are not true: what Remote Tea would allocate for them is not allocated, and the caller lives. */
@Timeout(60)
class LyingReplyTest {
    /** Far less than the large lies, more than a call, even the first one, which loads classes. */
    private static final long ALLOCATION_LIMIT = 64 << 20;

    /** Decodes results. */
    @FunctionalInterface
    interface Decoding {
        Object of(XdrDecodingStream xdr) throws OncRpcException, IOException;
    }

    /** Something that has a length before it. */
    record Counted(String name, Decoding decoding) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Counted> COUNTED = List.of(
            new Counted("opaque", XdrDecodingStream::xdrDecodeDynamicOpaque),
            new Counted("string", XdrDecodingStream::xdrDecodeString),
            new Counted("bytes", XdrDecodingStream::xdrDecodeByteVector),
            new Counted("shorts", XdrDecodingStream::xdrDecodeShortVector),
            new Counted("ints", XdrDecodingStream::xdrDecodeIntVector),
            new Counted("longs", XdrDecodingStream::xdrDecodeLongVector),
            new Counted("floats", XdrDecodingStream::xdrDecodeFloatVector),
            new Counted("doubles", XdrDecodingStream::xdrDecodeDoubleVector),
            new Counted("booleans", XdrDecodingStream::xdrDecodeBooleanVector),
            new Counted("strings", XdrDecodingStream::xdrDecodeStringVector));

    private static final List<Integer> LIES = List.of(Integer.MAX_VALUE, 1_500_000_000, -1, Integer.MIN_VALUE, 4096);

    /** Results as generated code holds them. */
    private static final class Results implements XdrAble {
        private final Decoding decoding;
        private Object value = "nothing";

        Results(Decoding decoding) {
            this.decoding = decoding;
        }

        @Override
        public void xdrEncode(XdrEncodingStream xdr) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void xdrDecode(XdrDecodingStream xdr) throws OncRpcException, IOException {
            value = decoding.of(xdr);
        }
    }

    private static Object decode(XdrWriter results, Decoding decoding) throws Exception {
        AcceptedStatus success = new AcceptedStatus.Success(results.toOpaque());
        try (UdpPeer peer = new UdpPeer(call -> List.of(new AcceptedReply(call.xid(), success).toBuffer()));
                RemoteTeaClient client = RemoteTeaClient.open(
                        RpcAddress.of(Loopback.INET, peer.address().getPort(), Netid.UDP), 0x2000_0007, 1)) {
            Results decoded = new Results(decoding);
            client.call(1, 1, XdrVoid.XDR_VOID, decoded);
            return decoded.value;
        }
    }

    private static OncRpcException refusal(XdrWriter results, Decoding decoding) throws Throwable {
        List<OncRpcException> failures = new ArrayList<>();
        long bytes = Allocation.bytesOf(
                () -> failures.add(catchThrowableOfType(OncRpcException.class, () -> decode(results, decoding))));
        OncRpcException failure = failures.get(0);
        assertThat(bytes).isLessThan(ALLOCATION_LIMIT);
        assertThat(failure.getReason()).as(failure.getMessage()).isEqualTo(OncRpcException.RPC_CANTDECODERES);
        return failure;
    }

    static Stream<Arguments> lies() {
        return COUNTED.stream().flatMap(item -> LIES.stream().map(lie -> Arguments.of(item, lie)));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void lieAtTheBeginningIsRefused(Counted item, int lie) throws Throwable {
        XdrWriter results = new XdrWriter().writeInt(lie).writeInt(1).writeInt(2);
        assertThat(refusal(results, item.decoding()))
                .hasMessageStartingWith(
                        "length in the results: " + Integer.toUnsignedLong(lie) + " (expected: at most ");
    }

    @ParameterizedTest
    @MethodSource("lies")
    void lieBehindALongVectorIsRefused(Counted item, int lie) throws Throwable {
        XdrWriter results = ints(5000, 2_000_000_000).writeInt(lie).writeInt(1);
        refusal(
                results,
                xdr -> List.of(xdr.xdrDecodeIntVector(), item.decoding().of(xdr)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 1_500_000_000, -1})
    void lieInsideAVectorOfStringsIsRefused(int lie) throws Throwable {
        XdrWriter results = new XdrWriter().writeInt(5000);
        for (int i = 0; i < 4999; i++) {
            results.writeInt(0);
        }
        refusal(results.writeInt(lie), XdrDecodingStream::xdrDecodeStringVector);
    }

    /** The arrays of structs that jrpcgen's code allocates itself: what Java says to that is no more than a failed call. */
    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void lieToGeneratedCodeEndsTheCall(int lie) throws Throwable {
        XdrWriter results = new XdrWriter().writeInt(lie).writeInt(1);
        assertThat(refusal(results, xdr -> new Sample[xdr.xdrDecodeInt()]))
                .hasMessageContaining(
                        "program 536870919 version 1 procedure 1: the results cannot be decoded: java.lang.");
    }

    private static Object nested(XdrDecodingStream xdr) throws OncRpcException, IOException {
        return xdr.xdrDecodeBoolean() ? List.of(nested(xdr)) : List.of();
    }

    @Test
    void resultsThatNestTooDeeplyEndTheCall() throws Throwable {
        XdrWriter results = new XdrWriter();
        for (int i = 0; i < 16_000; i++) {
            results.writeInt(1);
        }
        FutureTask<Throwable> failure =
                new FutureTask<>(() -> catchThrowable(() -> decode(results, LyingReplyTest::nested)));
        new Thread(null, failure, "small stack", 64 << 10).start();
        assertThat(failure.get()).isInstanceOf(OncRpcException.class).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void cutOffResultsAreRefused() throws Exception {
        Opaque whole = Sample.full().encoded();
        for (int length = 0; length < whole.length(); length++) {
            XdrWriter results = new XdrWriter().writeBytes(Opaque.of(Arrays.copyOf(whole.toBytes(), length)));
            assertThatThrownBy(() -> decode(results, LyingReplyTest::sample))
                    .as("first %d bytes", length)
                    .isInstanceOf(OncRpcException.class);
        }
    }

    private static Sample sample(XdrDecodingStream xdr) throws OncRpcException, IOException {
        Sample sample = new Sample();
        sample.xdrDecode(xdr);
        return sample;
    }

    private static XdrWriter ints(int count, int each) {
        XdrWriter results = new XdrWriter().writeInt(count);
        for (int i = 0; i < count; i++) {
            results.writeInt(each);
        }
        return results;
    }

    /** Numbers that could be lies, were they lengths. */
    @ParameterizedTest
    @ValueSource(ints = {2_000_000_000, -1, 4096, Integer.MIN_VALUE})
    void largeNumbersAreNoLengths(int number) throws Exception {
        for (int count : new int[] {0, 1, 2, 4095, 4096, 16_000}) {
            int[] expected = new int[count];
            Arrays.fill(expected, number);
            assertThat(decode(ints(count, number), XdrDecodingStream::xdrDecodeIntVector))
                    .isEqualTo(expected);
        }
        assertThat(decode(ints(5, number), xdr -> List.of(xdr.xdrDecodeInt(), xdr.xdrDecodeInt(), xdr.xdrDecodeLong())))
                .isEqualTo(List.of(5, number, ((long) number << 32) | Integer.toUnsignedLong(number)));
    }

    @Test
    void longItemsAreDecoded() throws Exception {
        String text = "x".repeat(60_000);
        assertThat(decode(new XdrWriter().writeString(text), XdrDecodingStream::xdrDecodeString))
                .isEqualTo(text);
        assertThat(decode(new XdrWriter().writeString(text), XdrDecodingStream::xdrDecodeDynamicOpaque))
                .isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
    }
}
