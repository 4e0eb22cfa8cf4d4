package org.portmapper.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.state.Registrations.SYSTEM;
import static org.portmapper.state.Registrations.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;

/** The bytes of the state file, and that nothing of a damaged one is believed. */
final class StateFormatTest {
    private static final String GOLDEN = """
            706f72746d617070 6572207374617465    magic: "portmapper state"
            00000001                             version: 1
            00000008 626f6f74206e6574            system: "boot net"
            00000001                             there is a binding:
            000186a3 00000003                      program 100003, version 3
            00000003 74637000                      netid: "tcp"
            00000004 00000000 00000801             host 0.0.0.0, port 2049
            00000004 31303030                      owner: "1000"
            00000001 000003e8                      evidence: IP sockets of uid 1000,
            00000001 0000000000001234                one, with this cookie
            00000001                             there is another one:
            20000001 00000003                      program 0x20000001, version 3
            00000005 6c6f63616c000000              netid: "local"
            00000000                               no host,
            00000006 2f72756e2f730000                but a path: "/run/s"
            00000004 31303030                      owner: "1000"
            00000002                               evidence: a local socket
            0000000000000007 0000000000000008        its inode and cookie
            00000000                             there is no more
            """;

    private static final List<Registration> BINDINGS = List.of(
            tcp(100003, 2049, 0x1234L),
            Registrations.of(0x2000_0001L, Netid.LOCAL, "/run/s", new Evidence.LocalSocket(7, 8)));

    @Test
    void theBytesAreThoseOfTheDescriptionAndTheirChecksum() throws Exception {
        byte[] body = hex(GOLDEN.lines().map(line -> line.substring(0, 37)).toList());
        assertThat(bytes(BINDINGS)).isEqualTo(checked(body));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        List<Registration> all = List.of(
                tcp(1, 1, 1L, 2L, 3L),
                Registrations.of(
                        2, Netid.UDP6, "::1.255.255", new Evidence.IpSockets(0xffff_fffeL, List.of(Long.MIN_VALUE))),
                Registrations.of(3, Netid.UDP, "10.0.0.1.0.7", new Evidence.Word()),
                Registrations.of(0xffff_ffffL, Netid.LOCAL, "@name", new Evidence.LocalSocket(-1, -1)));

        assertThat(read(bytes(all))).isEqualTo(new SavedBindings.Saved(SYSTEM, all));
        assertThat(read(bytes(List.of()))).isEqualTo(new SavedBindings.Saved(SYSTEM, List.of()));
    }

    @Test
    void thePortmappersOwnBindingsAreNotSaved() throws Exception {
        Registration own = Registrations.of(100000, Netid.TCP, "0.0.0.0.0.111", new Evidence.Portmapper());
        assertThat(bytes(List.of(own))).isEqualTo(bytes(List.of()));
    }

    @Test
    void aFileCutOffAnywhereIsDamaged() throws Exception {
        byte[] whole = bytes(BINDINGS);
        for (int length = 0; length < whole.length; length++) {
            assertThat(StateFormat.read(ByteBuffer.wrap(whole, 0, length)))
                    .as("cut off after %d bytes", length)
                    .isInstanceOf(SavedBindings.Damaged.class);
        }
    }

    @Test
    void aFileWithOneBitTurnedIsDamaged() throws Exception {
        byte[] bytes = bytes(BINDINGS);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(read(bytes)).as("bit %d", bit).isInstanceOf(SavedBindings.Damaged.class);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    /** Somebody has computed the checksum, and it is wrong all the same. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another magic,      706f72746d617070,      706f72746d617071, magic",
        "another version,    6572207374617465 00000001, 6572207374617465 00000002, version: 2 (expected: 1)",
        "a netid of nobody,  74637000,              74637800, netid",
        "a host of 3 bytes,  00000004 00000000 00000801, 00000003 00000000 00000801, 'host, port: 000000, 2049'",
        "a port of 17 bits,  00000000 00000801, 00000000 00010801, 'host, port: 00000000, 67585'",
        "a path of nobody,   2f72756e2f730000, 7f72756e2f730000, address: ",
        "a path for TCP,     00000004 00000000 00000801, 00000000 00000004 2f72756e, address: /run",
        "unknown evidence,   00000002 0000000000000007, 00000003 0000000000000007, evidence: 3",
        "bytes after the end, 0000000000000008 00000000, 0000000000000008 00000000 00000000, end: 4 bytes more",
    })
    void whatMakesNoSenseIsDamaged(String name, String written, String instead, String reason) {
        String hex = HexFormat.of()
                .formatHex(hex(GOLDEN.lines().map(line -> line.substring(0, 37)).toList()));
        assertThat(hex).contains(written.replace(" ", ""));
        byte[] changed = HexFormat.of().parseHex(hex.replace(written.replace(" ", ""), instead.replace(" ", "")));

        assertThat(read(checked(changed)))
                .isInstanceOfSatisfying(
                        SavedBindings.Damaged.class,
                        damaged -> assertThat(damaged.reason()).contains(reason));
    }

    @Test
    void oneBindingHasAtMostSoManySockets() throws Exception {
        List<Registration> most = List.of(tcp(1, 1, cookies(1_024)));
        assertThat(read(bytes(most))).isEqualTo(new SavedBindings.Saved(SYSTEM, most));
        assertThat(read(bytes(List.of(tcp(1, 1, cookies(1_025))))))
                .isEqualTo(new SavedBindings.Damaged("cookies: 1025 (expected: at most 1024)"));
    }

    @Test
    void thereAreAtMostSoManyBindings() throws Exception {
        Registration any = Registrations.of(1, Netid.UDP, "0.0.0.0.0.1", new Evidence.Word());
        List<Registration> most = Collections.nCopies(BindingRegistry.LIMIT, any);
        assertThat(read(bytes(most))).isInstanceOf(SavedBindings.Saved.class);
        List<Registration> more = new ArrayList<>(most);
        more.add(any);
        assertThat(read(bytes(more)))
                .isEqualTo(
                        new SavedBindings.Damaged("bindings: more (expected: at most " + BindingRegistry.LIMIT + ")"));
    }

    @Test
    void theOwnerStaysWhatItWas() throws Exception {
        Registration any = Registrations.of(1, Netid.UDP, "0.0.0.0.0.1", new Evidence.Word());
        SavedBindings read = read(bytes(List.of(any)));
        assertThat(((SavedBindings.Saved) read)
                        .registrations()
                        .getFirst()
                        .binding()
                        .owner())
                .isEqualTo(Owner.ofUid(1000));
    }

    private static Long[] cookies(int count) {
        return Collections.nCopies(count, 7L).toArray(Long[]::new);
    }

    private static byte[] bytes(List<Registration> registrations) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StateFormat.write(SYSTEM, registrations, bytes -> {
            while (bytes.hasRemaining()) {
                out.write(bytes.get());
            }
        });
        return out.toByteArray();
    }

    private static SavedBindings read(byte[] bytes) {
        return StateFormat.read(ByteBuffer.wrap(bytes));
    }

    private static byte[] checked(byte[] body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        return ByteBuffer.allocate(body.length + 4)
                .put(body)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static byte[] hex(List<String> lines) {
        return HexFormat.of().parseHex(String.join("", lines).replace(" ", ""));
    }
}
