package org.portmapper.rpc.rpcbind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Allocation;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.WireForm;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrWriter;

/** The limits of the structs of RFC 1833: the limit is read, one more is refused, and no length is believed. */
class StructLimitTest {
    /** More than refusing a struct may take, and much less than the lengths in it claim. */
    private static final long SMALL = 1 << 20;

    /** A form, a value of it whose one item has the given length, that item's name, and its limit. */
    static Stream<Arguments> limits() {
        return Stream.of(
                limit(StructTest.RPCB, n -> new Rpcb(1, 2, "n".repeat(n), "a", "o"), "netid", 32),
                limit(StructTest.RPCB, n -> new Rpcb(1, 2, "n", "a".repeat(n), "o"), "address", 256),
                limit(StructTest.RPCB, n -> new Rpcb(1, 2, "n", "a", "o".repeat(n)), "owner", 256),
                limit(StructTest.ENTRY, n -> new RpcbEntry("a".repeat(n), "n", 1, "f", "p"), "address", 256),
                limit(StructTest.ENTRY, n -> new RpcbEntry("a", "n".repeat(n), 1, "f", "p"), "netid", 32),
                limit(StructTest.ENTRY, n -> new RpcbEntry("a", "n", 1, "f".repeat(n), "p"), "protocol family", 32),
                limit(StructTest.ENTRY, n -> new RpcbEntry("a", "n", 1, "f", "p".repeat(n)), "protocol", 32),
                limit(
                        StructTest.REMOTE_CALL,
                        n -> new RemoteCall(new Procedure(1, 2, 3), zeros(n)),
                        "arguments",
                        65507),
                limit(StructTest.TRANSPORT_ADDRESS, n -> new TransportAddress(0xffff_ffffL, zeros(n)), "netbuf", 128),
                limit(StructTest.TRANSPORT_ADDRESS, n -> new TransportAddress(16, zeros(n)), "netbuf", 16),
                limit(StructTest.TRANSPORT_ADDRESS, n -> new TransportAddress(0, zeros(n)), "netbuf", 0));
    }

    @ParameterizedTest
    @MethodSource("limits")
    <T> void anItemAtTheLimitIsReadAndOneByteMoreIsRefused(
            WireForm<T> form, IntFunction<T> value, String name, int limit) throws XdrException {
        form.assertReadsBack(value.apply(limit));
        Opaque over = form.write(value.apply(limit + 1));
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> form.reading().read(over.reader()))
                .withMessage(name + " length: " + (limit + 1) + " (expected: at most " + limit + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "80000000", "7fffffff"})
    void aLyingLengthAllocatesNothing(String length) throws Throwable {
        Opaque rpcb = HexText.bytes("00000001 00000002" + length + "00000000");
        Opaque remoteCall = HexText.bytes("00000001 00000002 00000003" + length + "00000000");
        Opaque transportAddress = HexText.bytes("ffffffff" + length + "00000000");
        long allocated = Allocation.bytesOf(() -> {
            assertThatExceptionOfType(XdrException.class).isThrownBy(() -> Rpcb.read(rpcb.reader()));
            assertThatExceptionOfType(XdrException.class).isThrownBy(() -> RemoteCall.read(remoteCall.reader()));
            assertThatExceptionOfType(XdrException.class)
                    .isThrownBy(() -> TransportAddress.read(transportAddress.reader()));
        });
        assertThat(allocated).isLessThan(SMALL);
    }

    @Test
    void aListEndsWithAZeroAndNothingElseThanAOneGoesOn() {
        Opaque neverEnding = HexText.bytes("00000001 00000001 00000002 00000006 0000006f");
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> XdrList.read(neverEnding.reader(), Mapping::read))
                .withMessage("list continues: 0 bytes left (expected: 4)");
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> XdrList.read(HexText.bytes("00000002").reader(), Mapping::read))
                .withMessage("list continues: 2 (expected: 0 or 1)");
    }

    @Test
    void aListIsReadToTheEndOfALongMessage() throws XdrException {
        int items = 10_000;
        XdrWriter writer = new XdrWriter();
        for (int i = 0; i < items; i++) {
            writer.writeBool(true);
            new Mapping(i, 1, 6, 111).writeTo(writer);
        }
        assertThat(XdrList.read(writer.writeBool(false).toOpaque().reader(), Mapping::read))
                .hasSize(items)
                .endsWith(new Mapping(items - 1, 1, 6, 111));
    }

    /** Values with one number that may be any, and what that number is called. */
    static Stream<Arguments> numbers() {
        return Stream.of(
                number(n -> new Mapping(n, 0, 0, 0), "program"),
                number(n -> new Mapping(0, n, 0, 0), "version"),
                number(n -> new Mapping(0, 0, n, 0), "protocol"),
                number(n -> new Mapping(0, 0, 0, n), "port"),
                number(n -> new Rpcb(n, 0, "", "", ""), "program"),
                number(n -> new Rpcb(0, n, "", "", ""), "version"),
                number(n -> new Binding(n, 0, Netid.LOCAL, new UniversalAddress.Local("/x"), Owner.UNKNOWN), "program"),
                number(n -> new Binding(0, n, Netid.LOCAL, new UniversalAddress.Local("/x"), Owner.UNKNOWN), "version"),
                number(n -> new RpcbEntry("", "", n, "", ""), "semantics"),
                number(n -> new TransportAddress(n, Opaque.EMPTY), "netbuf maxlen"),
                number(n -> new RpcbStatistics.Lookups(n, 0, 0, 0, ""), "program"),
                number(n -> new RpcbStatistics.Lookups(0, n, 0, 0, ""), "version"),
                number(n -> new RpcbStatistics.Lookups(0, 0, n, 0, ""), "successes"),
                number(n -> new RpcbStatistics.Lookups(0, 0, 0, n, ""), "failures"),
                number(n -> new RpcbStatistics.RemoteCalls(new Procedure(1, 2, 3), n, 0, 0, ""), "successes"),
                number(n -> new RpcbStatistics.RemoteCalls(new Procedure(1, 2, 3), 0, n, 0, ""), "failures"),
                number(n -> new RpcbStatistics.RemoteCalls(new Procedure(1, 2, 3), 0, 0, n, ""), "indirect"),
                number(Owner::ofUid, "uid"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberHas32Bits(LongFunction<Object> value, String name) {
        assertThat(value.apply(0)).isNotNull();
        assertThat(value.apply(0xffff_ffffL)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value.apply(-1))
                .withMessage(name + ": -1 (expected: 0 to 4294967295)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value.apply(0x1_0000_0000L))
                .withMessage(name + ": 4294967296 (expected: 0 to 4294967295)");
    }

    private static <T> Arguments limit(WireForm<T> form, IntFunction<T> value, String name, int limit) {
        return arguments(form, value, name, limit);
    }

    private static Arguments number(LongFunction<Object> value, String name) {
        return arguments(value, name);
    }

    private static Opaque zeros(int length) {
        return Opaque.of(new byte[length]);
    }
}
