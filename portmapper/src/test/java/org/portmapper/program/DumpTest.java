package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.dispatch.Answer;
import org.portmapper.dispatch.Pieces;
import org.portmapper.liveness.KnownAddresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The lists of DUMP, whole or piece by piece, and what becomes of them when the registry changes in the midst. */
final class DumpTest {
    /** Several pieces. */
    private static final int MANY = 5_000;

    private final BindingRegistry registry = new BindingRegistry();
    private final KnownAddresses addresses = new KnownAddresses();
    private final Liveness liveness = new Liveness(registry, addresses, ports -> {}, (gone, reason) -> {});
    private final Dump bindings = Dump.ofBindings(registry, liveness);
    private final Dump mappings = Dump.ofMappings(registry, liveness);

    @ParameterizedTest
    @CsvSource({
        "udp,   0.0.0.0.0.111",
        "tcp,   0.0.0.0.255.255",
        "tcp,   10.0.0.1.8.1",
        "udp6,  ::.0.111",
        "tcp6,  fe80::1.1.100",
        "tcp6,  2001:db8:1111:2222:3333:4444:5555:6666.10.99",
        "local, /run/rpcbind.sock",
        "local, '@a'",
    })
    void aRowIsTheRpcbThatItMeans(String netid, String address) {
        register(7, netid, address, new Evidence.Word());
        XdrWriter expected = new XdrWriter();
        XdrList.write(
                expected, registry.all(), (each, to) -> each.binding().toRpcb().writeTo(to));
        assertThat(whole(bindings)).isEqualTo(expected.toOpaque());
    }

    @Test
    void theLongestRowFits() {
        String path = "/" + "x".repeat(107);
        Binding longest = new Binding(
                0xffff_ffffL, 0xffff_ffffL, Netid.LOCAL, new UniversalAddress.Local(path), new Owner("o".repeat(256)));
        Rows rows = new Rows(512);
        assertThat(rows.hasRoom()).isFalse();
        rows = new Rows(516);
        assertThat(rows.hasRoom()).isTrue();
        rows.addBinding(longest);
        rows.end();
        XdrWriter expected = new XdrWriter();
        XdrList.write(expected, List.of(longest.toRpcb()), Rpcb::writeTo);
        assertThat(bytes(rows)).isEqualTo(expected.toOpaque());
    }

    private static Opaque bytes(Rows rows) {
        byte[] written = new byte[rows.written().remaining()];
        rows.written().get(written);
        return Opaque.of(written);
    }

    @Test
    void aShortListComesAsAWholeAndIsEncodedOnce() {
        registerMany(Dump.KEPT);
        Opaque first = whole(bindings);
        assertThat(whole(bindings)).isSameAs(first);
        register(Dump.KEPT, "tcp", "0.0.0.0.1.1", new Evidence.Word());
        assertThat(bindings.answer()).isInstanceOf(Answer.Streamed.class);
        registry.remove(Dump.KEPT, registry.program(Dump.KEPT).registrations());
        assertThat(whole(bindings)).isEqualTo(first);
    }

    @Test
    void aLongListComesInPiecesOfLimitedSize() throws Exception {
        registerMany(MANY);
        Pieces list = streamed(bindings);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Pieces.Piece piece;
        int pieces = 0;
        do {
            piece = list.next();
            assertThat(piece.bytes().remaining()).isLessThanOrEqualTo(Dump.PIECE);
            all.write(piece.bytes().array(), 0, piece.bytes().remaining());
            pieces++;
        } while (!piece.last());
        assertThat(pieces).isGreaterThan(3);
        assertThat(programs(Opaque.of(all.toByteArray())))
                .containsExactlyElementsOf(LongStream.range(0, MANY).boxed().toList());
    }

    @Test
    void ofVersion2TheListIsThatOfItsMappings() throws Exception {
        registerMany(MANY);
        register(MANY + 1, "tcp6", "::.1.1", new Evidence.Word());
        register(MANY + 2, "local", "/run/x", new Evidence.Word());
        register(MANY + 3, "udp", "0.0.0.0.1.1", new Evidence.Word());
        List<Mapping> listed = XdrList.read(rest(streamed(mappings)).reader(), Mapping::read);
        assertThat(listed).hasSize(MANY + 1).endsWith(new Mapping(MANY + 3, 1, 17, 257));
    }

    @Test
    void whatIsThereFromBeginningToEndIsListedOnceWhateverChangesMeanwhile() throws Exception {
        registerMany(MANY);
        Pieces list = streamed(bindings);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Pieces.Piece first = list.next();
        all.write(first.bytes().array(), 0, first.bytes().remaining());
        // Listed already and registered again; not listed yet, and withdrawn or registered again; and one more.
        for (long program : new long[] {3, MANY - 3, MANY - 2}) {
            registry.remove(program, registry.program(program).registrations());
        }
        register(3, "tcp", "0.0.0.0.1.1", new Evidence.Word());
        register(MANY - 3, "tcp", "0.0.0.0.1.1", new Evidence.Word());
        register(MANY, "tcp", "0.0.0.0.1.1", new Evidence.Word());
        all.writeBytes(rest(list).toBytes());

        assertThat(programs(Opaque.of(all.toByteArray())))
                .containsExactlyElementsOf(LongStream.range(0, MANY)
                        .filter(program -> program < MANY - 3 || program == MANY - 1)
                        .boxed()
                        .toList());
    }

    @Test
    void twoReadersOfDifferentSpeedGetTheSame() throws Exception {
        registerMany(MANY);
        Pieces slow = streamed(bindings);
        Pieces.Piece piece = slow.next();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(piece.bytes().array(), 0, piece.bytes().remaining());
        Opaque fast = rest(streamed(bindings));
        all.writeBytes(rest(slow).toBytes());
        assertThat(Opaque.of(all.toByteArray())).isEqualTo(fast);
    }

    @Test
    void whatIsGoneIsNotListedAndSocketsAreLookedAtAFewAtATime() throws Exception {
        registerMany(MANY);
        for (int i = 0; i < 100; i++) {
            addresses.close(i);
            register(MANY + i, "tcp", "0.0.0.0.8." + i, new Evidence.IpSockets(1000, List.of((long) i)));
        }
        Pieces list = streamed(bindings);
        assertThat(list.next().bytes().remaining()).isZero();
        assertThat(registry.size()).isBetween(MANY + 50, MANY + 99);
        assertThat(programs(rest(list))).hasSize(MANY).allMatch(program -> program < MANY);
    }

    @Test
    void whatAStrangerSharesIsNotListed() throws Exception {
        registerMany(MANY);
        addresses.share(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}));
        register(MANY, "tcp", "10.0.0.1.8.1", new Evidence.IpSockets(1000, List.of(1L)));
        register(MANY + 1, "tcp", "10.0.0.2.8.1", new Evidence.IpSockets(1000, List.of(2L)));
        assertThat(programs(rest(streamed(bindings)))).hasSize(MANY + 1).endsWith(MANY + 1L);
    }

    private static Opaque whole(Dump dump) {
        Answer.Accepted accepted = (Answer.Accepted) dump.answer();
        return ((AcceptedStatus.Success) accepted.status()).results();
    }

    private static Pieces streamed(Dump dump) {
        return ((Answer.Streamed) dump.answer()).results();
    }

    private static Opaque rest(Pieces list) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Pieces.Piece piece;
        do {
            piece = list.next();
            all.write(piece.bytes().array(), 0, piece.bytes().remaining());
        } while (!piece.last());
        return Opaque.of(all.toByteArray());
    }

    private static List<Long> programs(Opaque list) throws Exception {
        return XdrList.read(list.reader(), Rpcb::read).stream()
                .map(Rpcb::program)
                .toList();
    }

    private void registerMany(int count) {
        IntStream.range(0, count).forEach(i -> register(i, "tcp", "0.0.0.0.4." + i % 256, new Evidence.Word()));
    }

    private void register(long program, String name, String address, Evidence evidence) {
        Netid netid = Netid.of(name).orElseThrow();
        UniversalAddress parsed =
                UniversalAddress.parse(netid.family(), address).orElseThrow();
        registry.set(new Registration(new Binding(program, 1, netid, parsed, Owner.ofUid(1000)), evidence));
    }
}
