package org.portmapper.rpc.rpcbind;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.WireForm;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;

/** Every struct of RFC 1833 on the wire. */
class StructTest {
    static final WireForm<Mapping> MAPPING = new WireForm<>(Mapping::read, Mapping::writeTo);
    static final WireForm<Rpcb> RPCB = new WireForm<>(Rpcb::read, Rpcb::writeTo);
    static final WireForm<RpcbEntry> ENTRY = new WireForm<>(RpcbEntry::read, RpcbEntry::writeTo);
    static final WireForm<RemoteCall> REMOTE_CALL = new WireForm<>(RemoteCall::read, RemoteCall::writeTo);
    static final WireForm<TransportAddress> TRANSPORT_ADDRESS =
            new WireForm<>(TransportAddress::read, TransportAddress::writeTo);
    static final WireForm<RpcbStatistics> STATISTICS = new WireForm<>(RpcbStatistics::read, RpcbStatistics::writeTo);
    static final WireForm<List<Mapping>> MAPPINGS = new WireForm<>(
            reader -> XdrList.read(reader, Mapping::read),
            (items, writer) -> XdrList.write(writer, items, Mapping::writeTo));
    static final WireForm<List<RpcbEntry>> ENTRIES = new WireForm<>(
            reader -> XdrList.read(reader, RpcbEntry::read),
            (items, writer) -> XdrList.write(writer, items, RpcbEntry::writeTo));

    static Stream<Arguments> structs() {
        return Stream.of(
                arguments(MAPPING, new Mapping(200100, 1, 17, 4000), """
                        00030da4    # program 200100
                        00000001    # version 1
                        00000011    # protocol 17, udp
                        00000fa0    # port 4000
                        """),
                arguments(RPCB, new Rpcb(300100, 1, "tcp", "127.0.0.1.17.92", "me"), """
                        00049444    # program 300100
                        00000001    # version 1
                        00000003    # netid of 3 bytes
                        74637000    #   "tcp" and a fill byte
                        0000000f    # address of 15 bytes
                        3132372e302e302e312e31372e3932 # "127.0.0.1.17.92"
                        00          #   a fill byte
                        00000002    # owner of 2 bytes
                        6d650000    #   "me" and 2 fill bytes
                        """),
                arguments(ENTRY, new RpcbEntry("127.0.0.1.5.2", "udp", 1, "inet", "udp"), """
                        0000000d    # address of 13 bytes
                        3132372e302e302e312e352e32 # "127.0.0.1.5.2"
                        000000      #   3 fill bytes
                        00000003    # netid of 3 bytes
                        75647000    #   "udp" and a fill byte
                        00000001    # semantics: datagrams
                        00000004    # protocol family of 4 bytes
                        696e6574    #   "inet"
                        00000003    # protocol of 3 bytes
                        75647000    #   "udp" and a fill byte
                        """),
                arguments(REMOTE_CALL, new RemoteCall(new Procedure(100003, 3, 1), Opaque.ofHex("0102030405")), """
                        000186a3    # program 100003
                        00000003    # version 3
                        00000001    # procedure 1
                        00000005    # arguments of 5 bytes
                        0102030405  #   the arguments
                        000000      #   3 fill bytes
                        """));
    }

    static Stream<Arguments> addressesAndLists() {
        return Stream.of(
                arguments(
                        TRANSPORT_ADDRESS,
                        new TransportAddress(16, Opaque.ofHex("0200006f7f0000010000000000000000")),
                        """
                        00000010          # maxlen 16
                        00000010          # 16 bytes
                        0200              #   AF_INET in host byte order
                        006f              #   port 111
                        7f000001          #   127.0.0.1
                        0000000000000000  #   zeros
                        """),
                arguments(TRANSPORT_ADDRESS, new TransportAddress(0x6e, Opaque.ofHex("01002f72756e2f78")), """
                        0000006e          # maxlen 110
                        00000008          # 8 bytes
                        0100              #   AF_UNIX in host byte order
                        2f72756e2f78      #   "/run/x"
                        """),
                arguments(TRANSPORT_ADDRESS, TransportAddress.NONE, "00000000 00000000 # maxlen and length"),
                arguments(MAPPINGS, List.of(), "00000000 # no item"),
                arguments(MAPPINGS, List.of(new Mapping(100000, 2, 6, 111), new Mapping(100000, 2, 17, 111)), """
                        00000001                             # an item
                        000186a0 00000002 00000006 0000006f  #   100000, 2, tcp, 111
                        00000001                             # an item
                        000186a0 00000002 00000011 0000006f  #   100000, 2, udp, 111
                        00000000                             # the end
                        """),
                arguments(ENTRIES, List.of(new RpcbEntry("", "tcp6", 3, "inet6", "-")), """
                        00000001                             # an item
                        00000000                             #   address ""
                        00000004 74637036                    #   netid "tcp6"
                        00000003                             #   semantics: a stream
                        00000005 696e657436 000000           #   protocol family "inet6"
                        00000001 2d 000000                   #   protocol "-"
                        00000000                             # the end
                        """));
    }

    @ParameterizedTest
    @MethodSource({"structs", "addressesAndLists"})
    <T> void aStructStandsAsTheRfcSays(WireForm<T> form, T value, String hex) throws XdrException {
        form.assertStandsAs(value, HexText.bytes(hex));
    }

    @ParameterizedTest
    @MethodSource({"structs", "addressesAndLists"})
    <T> void everyTruncationIsRefused(WireForm<T> form, T value) {
        form.assertEveryTruncationIsRefused(value);
    }

    @Seeded
    void structsAreReadAsTheyWereWritten(long seed) throws XdrException {
        RandomValues values = new RandomValues(seed);
        RandomBindings random = new RandomBindings(values);
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            MAPPING.assertReadsBack(random.mapping());
            RPCB.assertReadsBack(random.rpcb());
            RPCB.assertReadsBack(random.binding().toRpcb());
            ENTRY.assertReadsBack(random.entry());
            REMOTE_CALL.assertReadsBack(random.remoteCall());
            TRANSPORT_ADDRESS.assertReadsBack(random.transportAddress());
            STATISTICS.assertReadsBack(random.statistics());
            MAPPINGS.assertReadsBack(values.list(20, random::mapping));
            ENTRIES.assertReadsBack(values.list(5, random::entry));
        }
    }
}
