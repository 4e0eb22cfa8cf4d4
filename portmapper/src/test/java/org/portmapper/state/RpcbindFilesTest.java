package org.portmapper.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;

/** rpcbind's two files, byte for byte. */
class RpcbindFilesTest {
    private static final Rpcb NFS = new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "superuser");
    private static final Rpcb STATD = new Rpcb(100024, 1, "udp6", "::.223.91", "104");

    /** What rpcbind 1.2.6 wrote when it ended. */
    private static final Opaque BINDINGS = hex(""
            + "00000001" // an item follows
            + "000186a3 00000003" // r_prog 100003, r_vers 3
            + "00000003 74637000" // r_netid "tcp", one fill byte
            + "0000000b 302e302e 302e302e 382e3100" // r_addr "0.0.0.0.8.1", one fill byte
            + "00000009 73757065 72757365 72000000" // r_owner "superuser", three fill bytes
            + "00000001" // another one
            + "000186b8 00000001" // r_prog 100024, r_vers 1
            + "00000004 75647036" // r_netid "udp6"
            + "00000009 3a3a2e32 32332e39 31000000" // r_addr "::.223.91", three fill bytes
            + "00000003 31303400" // r_owner "104", one fill byte
            + "00000000"); // no more

    /** Its other file: version 2 cannot say udp6. */
    private static final Opaque MAPPINGS = hex(
            "" //
                    + "00000001" // an item follows
                    + "000186a3 00000003" // prog 100003, vers 3
                    + "00000006 00000801" // prot 6 is tcp, port 2049
                    + "00000000"); // no more

    @TempDir
    private Path folder;

    private static Opaque hex(String digits) {
        return Opaque.ofHex(digits.replace(" ", ""));
    }

    private RpcbindFiles files() {
        return new RpcbindFiles(folder);
    }

    private void put(String name, Opaque bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes.toBytes());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatRpcbindWroteIsRead() throws Exception {
        put("rpcbind.xdr", BINDINGS);
        put("portmap.xdr", MAPPINGS);
        assertThat(files().read()).isEqualTo(new RpcbindFiles.Found(List.of(NFS, STATD), List.of()));
    }

    @Test
    void whatIsWrittenIsWhatRpcbindWrites() throws Exception {
        files().write(List.of(NFS, STATD));
        assertThat(folder.resolve("rpcbind.xdr")).hasBinaryContent(BINDINGS.toBytes());
        assertThat(folder.resolve("portmap.xdr")).hasBinaryContent(MAPPINGS.toBytes());
        try (var all = Files.list(folder)) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void nobodyElseMayReadThem() throws Exception {
        files().write(List.of(NFS));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("rpcbind.xdr"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theyAreReplacedAndRemoved() throws Exception {
        files().write(List.of(NFS));
        files().write(List.of(STATD));
        assertThat(files().read().claims()).containsExactly(STATD);
        assertThat(files().arePresent()).isTrue();
        files().remove();
        assertThat(files().arePresent()).isFalse();
        assertThat(files().read()).isEqualTo(RpcbindFiles.Found.NOTHING);
    }

    @Test
    void thePortmapperItselfIsLeftOut() throws Exception {
        files().write(List.of(new Rpcb(100000, 2, "tcp", "0.0.0.0.0.111", "superuser"), NFS));
        assertThat(Files.size(folder.resolve("portmap.xdr"))).isEqualTo(2 * 20 + 4);
        assertThat(files().read().claims()).containsExactly(NFS);
    }

    @Test
    void aMappingThatIsNoBindingNamesNoOwner() throws Exception {
        put("portmap.xdr", MAPPINGS);
        assertThat(files().read())
                .isEqualTo(new RpcbindFiles.Found(
                        List.of(new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "unknown")), List.of()));
    }

    @Test
    void oneThatIsDamagedDoesNotSpoilTheOther() throws Exception {
        put("rpcbind.xdr", hex("00000002"));
        put("portmap.xdr", MAPPINGS);
        RpcbindFiles.Found found = files().read();
        assertThat(found.claims()).hasSize(1);
        assertThat(found.problems())
                .containsExactly(folder.resolve("rpcbind.xdr") + ": damaged, list continues: 2 (expected: 0 or 1)");
    }

    @Test
    void oneThatIsCutOffAnywhereGivesNothing() throws Exception {
        byte[] whole = BINDINGS.toBytes();
        for (int length = 0; length < whole.length; length++) {
            put("rpcbind.xdr", Opaque.of(Arrays.copyOf(whole, length)));
            RpcbindFiles.Found found = files().read();
            assertThat(found.claims()).as("%s bytes", length).isEmpty();
            assertThat(found.problems()).as("%s bytes", length).hasSize(1);
        }
    }

    @Test
    void whatComesAfterTheEndIsNotLookedAt() throws Exception {
        put("rpcbind.xdr", hex(BINDINGS.toHex() + "ffff"));
        assertThat(files().read()).isEqualTo(new RpcbindFiles.Found(List.of(NFS, STATD), List.of()));
    }

    @Test
    void aStringTooLongToHaveComeOverTheNetworkIsDamage() throws Exception {
        put("rpcbind.xdr", hex("00000001 000186a3 00000003 00002329" + "41".repeat(12000)));
        assertThat(files().read().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).endsWith("netid length: 9001 (expected: at most 9000)"));
    }

    @Test
    void aRowThatMakesNoSenseIsStillAClaim() throws Exception {
        Rpcb odd = new Rpcb(1, 0, "x".repeat(3000), "", "anybody");
        files().write(List.of(odd, NFS));
        assertThat(files().read().claims()).containsExactly(odd, NFS);
    }

    @Test
    void aFileOverTheLimitIsRefused() throws Exception {
        put("rpcbind.xdr", BINDINGS);
        try (var file = Files.newByteChannel(folder.resolve("rpcbind.xdr"), java.nio.file.StandardOpenOption.WRITE)) {
            file.position(RpcbindFiles.BYTES_LIMIT).write(java.nio.ByteBuffer.allocate(1));
        }
        assertThat(files().read())
                .isEqualTo(new RpcbindFiles.Found(
                        List.of(),
                        List.of(folder.resolve("rpcbind.xdr") + ": " + (RpcbindFiles.BYTES_LIMIT + 1)
                                + " bytes (expected: at most " + RpcbindFiles.BYTES_LIMIT + ")")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rpcbind.xdr", "portmap.xdr"})
    void aSymbolicLinkIsNotFollowed(String name) throws Exception {
        put("elsewhere", name.equals("rpcbind.xdr") ? BINDINGS : MAPPINGS);
        Files.createSymbolicLink(folder.resolve(name), folder.resolve("elsewhere"));
        assertThat(files().read())
                .isEqualTo(new RpcbindFiles.Found(
                        List.of(),
                        List.of(folder.resolve(name) + ": no regular file (expected: one, and no link to one)")));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-rw----, mode 0660 (expected: writable by its owner only)",
        "rw----r--, ''",
        "rw-----w-, mode 0602 (expected: writable by its owner only)",
    })
    void oneThatOthersMayWriteIsNotBelieved(String mode, String problem) throws Exception {
        put("rpcbind.xdr", BINDINGS);
        Files.setPosixFilePermissions(folder.resolve("rpcbind.xdr"), PosixFilePermissions.fromString(mode));
        assertThat(files().read().problems())
                .isEqualTo(problem.isEmpty() ? List.of() : List.of(folder.resolve("rpcbind.xdr") + ": " + problem));
    }

    @Test
    void aFolderInWhichOthersMayWriteIsNotBelieved() throws Exception {
        put("rpcbind.xdr", BINDINGS);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(files().read().problems())
                .containsExactly(folder.resolve("rpcbind.xdr")
                        + ": in a folder of mode 0777 (expected: writable by its owner only)");
    }

    @Test
    void itIsSeenWhenOneHasBeenWritten() throws Exception {
        assertThat(files().times()).isEmpty();
        put("portmap.xdr", MAPPINGS);
        assertThat(files().times()).hasSize(1);
    }
}
