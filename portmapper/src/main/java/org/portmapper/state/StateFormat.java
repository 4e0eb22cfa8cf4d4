package org.portmapper.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/**
 * The bytes of the state file, in XDR (RFC 4506):
 *
 * <pre>{@code
 * opaque magic[16];                 "portmapper state"
 * unsigned version;                 1
 * string system<128>;               SystemIdentity
 * { bool more = TRUE;
 *   rpcb binding;                   RFC 1833 section 2.1, its owner included
 *   unsigned kind; ... }            Evidence: 0 word, 1 IP sockets (uid, cookies<>), 2 local socket (inode, cookie)
 * bool more = FALSE;
 * unsigned checksum;                CRC-32C of everything before
 * }</pre>
 */
final class StateFormat {
    static final long VERSION = 1;

    private static final Opaque MAGIC = Opaque.of("portmapper state".getBytes(StandardCharsets.US_ASCII));
    private static final int MAGIC_BYTES = 16;
    private static final int CHECKSUM_BYTES = 4;

    /** Sockets behind one binding: the kernel lists some two hundred of each family, and more are not looked at. */
    private static final int SOCKETS_LIMIT = 1_024;

    /** Bytes handed on at once: a thousand bindings are a few system calls, and take no memory that counts. */
    private static final int PIECE = 65_536;

    private static final int WORD = 0;
    private static final int IP_SOCKETS = 1;
    private static final int LOCAL_SOCKET = 2;

    private StateFormat() {}

    /** Writes what is registered, except what is the portmapper's own; it may change meanwhile. */
    static void write(SystemIdentity system, Iterable<Registration> registrations, ReplacedFile.Sink sink)
            throws IOException {
        Pieces pieces = new Pieces(sink);
        pieces.add(new XdrWriter()
                .writeFixedOpaque(MAGIC)
                .writeUnsignedInt(VERSION)
                .writeString(system.text()));
        for (Registration each : registrations) {
            if (!(each.evidence() instanceof Evidence.Portmapper)) {
                pieces.add(written(each));
            }
        }
        pieces.add(new XdrWriter(4).writeBool(false));
        pieces.end();
    }

    private static XdrWriter written(Registration registration) {
        XdrWriter writer = new XdrWriter(160).writeBool(true);
        registration.binding().toRpcb().writeTo(writer);
        switch (registration.evidence()) {
            case Evidence.Portmapper own -> throw new IllegalArgumentException("the portmapper's own are not saved");
            case Evidence.Word word -> writer.writeInt(WORD);
            case Evidence.IpSockets(long uid, List<Long> cookies) -> {
                writer.writeInt(IP_SOCKETS).writeUnsignedInt(uid).writeInt(cookies.size());
                cookies.forEach(writer::writeHyper);
            }
            case Evidence.LocalSocket(long inode, long cookie) ->
                writer.writeInt(LOCAL_SOCKET).writeHyper(inode).writeHyper(cookie);
        }
        return writer;
    }

    /** Gathers small pieces, and keeps the checksum. */
    private static final class Pieces {
        private final ReplacedFile.Sink sink;
        private final ByteBuffer gathered = ByteBuffer.allocate(PIECE);
        private final CRC32C checksum = new CRC32C();

        Pieces(ReplacedFile.Sink sink) {
            this.sink = sink;
        }

        void add(XdrWriter writer) throws IOException {
            ByteBuffer bytes = writer.toBuffer();
            if (bytes.remaining() > gathered.remaining()) {
                handOn();
            }
            checksum.update(bytes.duplicate());
            gathered.put(bytes);
        }

        void end() throws IOException {
            add(new XdrWriter(CHECKSUM_BYTES).writeUnsignedInt(checksum.getValue()));
            handOn();
        }

        private void handOn() throws IOException {
            sink.write(gathered.flip());
            gathered.clear();
        }
    }

    /** Reads all of a file. */
    static SavedBindings read(ByteBuffer bytes) {
        try {
            return readChecked(bytes);
        } catch (XdrException e) {
            return new SavedBindings.Damaged(String.valueOf(e.getMessage()));
        }
    }

    private static SavedBindings readChecked(ByteBuffer bytes) throws XdrException {
        XdrReader head = new XdrReader(bytes.duplicate());
        if (!head.readFixedOpaque("magic", MAGIC_BYTES).equals(MAGIC)) {
            throw new XdrException("magic: other bytes (expected: \"portmapper state\")");
        }
        long version = head.readUnsignedInt("version");
        if (version != VERSION) {
            throw new XdrException("version: " + version + " (expected: " + VERSION + ")");
        }
        XdrReader body = new XdrReader(checked(bytes));
        body.readFixedOpaque("magic", MAGIC_BYTES);
        body.readUnsignedInt("version");
        SystemIdentity system = new SystemIdentity(body.readString("system", SystemIdentity.LIMIT));
        return new SavedBindings.Saved(system, readAll(body));
    }

    /** The bytes before the checksum, if it is theirs. */
    private static ByteBuffer checked(ByteBuffer bytes) throws XdrException {
        int length = bytes.remaining() - CHECKSUM_BYTES;
        ByteBuffer body = bytes.slice(bytes.position(), length);
        CRC32C checksum = new CRC32C();
        checksum.update(body.duplicate());
        long written = Integer.toUnsignedLong(bytes.getInt(bytes.position() + length));
        if (checksum.getValue() != written) {
            throw new XdrException("checksum: %08x (expected: %08x)".formatted(written, checksum.getValue()));
        }
        return body;
    }

    private static List<Registration> readAll(XdrReader reader) throws XdrException {
        List<Registration> registrations = new ArrayList<>();
        while (reader.readBool("more")) {
            if (registrations.size() == BindingRegistry.LIMIT) {
                throw new XdrException("bindings: more (expected: at most " + BindingRegistry.LIMIT + ")");
            }
            registrations.add(readRegistration(reader));
        }
        if (reader.remaining() != 0) {
            throw new XdrException("end: " + reader.remaining() + " bytes more (expected: none)");
        }
        return registrations;
    }

    private static Registration readRegistration(XdrReader reader) throws XdrException {
        Rpcb rpcb = Rpcb.read(reader);
        Binding binding = binding(rpcb)
                .orElseThrow(() -> new XdrException("binding: " + rpcb + " (expected: a netid and an address)"));
        return new Registration(binding, readEvidence(reader));
    }

    private static Optional<Binding> binding(Rpcb rpcb) {
        return Netid.of(rpcb.netid())
                .flatMap(netid -> UniversalAddress.parse(netid.family(), rpcb.address())
                        .map(address ->
                                new Binding(rpcb.program(), rpcb.version(), netid, address, new Owner(rpcb.owner()))));
    }

    private static Evidence readEvidence(XdrReader reader) throws XdrException {
        int kind = reader.readInt("evidence");
        return switch (kind) {
            case WORD -> new Evidence.Word();
            case IP_SOCKETS -> new Evidence.IpSockets(reader.readUnsignedInt("uid"), readCookies(reader));
            case LOCAL_SOCKET -> new Evidence.LocalSocket(reader.readHyper("inode"), reader.readHyper("cookie"));
            default -> throw new XdrException("evidence: " + kind + " (expected: 0, 1 or 2)");
        };
    }

    private static List<Long> readCookies(XdrReader reader) throws XdrException {
        long count = reader.readUnsignedInt("cookies");
        if (count > SOCKETS_LIMIT) {
            throw new XdrException("cookies: " + count + " (expected: at most " + SOCKETS_LIMIT + ")");
        }
        List<Long> cookies = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            cookies.add(reader.readHyper("cookie"));
        }
        return cookies;
    }
}
