package org.portmapper.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.PrintableText;
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
 *   unsigned program, version;
 *   string netid<32>;
 *   opaque host<16>;                4 or 16 bytes, and then: unsigned port; or none, and then: string path<256>
 *   string owner<256>;
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
    private static final int HOST_LIMIT = 16;

    /** Sockets behind one binding: the kernel lists some two hundred of each family, and more are not looked at. */
    private static final int SOCKETS_LIMIT = 1_024;

    /** Bindings handed on at once: few system calls, and no memory that counts. */
    private static final int BINDINGS_IN_A_PIECE = 512;

    /** Bytes that so many take up with usual addresses and one socket each. */
    private static final int PIECE = 48_000;

    private static final int WORD = 0;
    private static final int IP_SOCKETS = 1;
    private static final int LOCAL_SOCKET = 2;

    private StateFormat() {}

    /** Writes what is registered, except what is the portmapper's own; it may change meanwhile. */
    static void write(SystemIdentity system, Iterable<Registration> registrations, ReplacedFile.Sink sink)
            throws IOException {
        Pieces pieces = new Pieces(sink);
        pieces.writer().writeFixedOpaque(MAGIC).writeUnsignedInt(VERSION).writeString(system.text());
        for (Registration each : registrations) {
            if (!(each.evidence() instanceof Evidence.Portmapper)) {
                write(each, pieces.writer());
                pieces.written();
            }
        }
        pieces.writer().writeBool(false);
        pieces.end();
    }

    private static void write(Registration registration, XdrWriter writer) {
        Binding binding = registration.binding();
        writer.writeBool(true)
                .writeUnsignedInt(binding.program())
                .writeUnsignedInt(binding.version())
                .writeString(binding.netid().text());
        switch (binding.address()) {
            case UniversalAddress.Inet(InetAddress host, int port) ->
                writer.writeOpaque(Opaque.of(host.getAddress())).writeInt(port);
            case UniversalAddress.Local local ->
                writer.writeOpaque(Opaque.EMPTY).writeString(local.text());
        }
        writer.writeString(binding.owner().name());
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
    }

    /** Hands on what is written a few hundred bindings at a time, and keeps the checksum. */
    private static final class Pieces {
        private final ReplacedFile.Sink sink;
        private final CRC32C checksum = new CRC32C();
        private XdrWriter writer = new XdrWriter(PIECE);
        private int bindings;

        Pieces(ReplacedFile.Sink sink) {
            this.sink = sink;
        }

        XdrWriter writer() {
            return writer;
        }

        /** A binding is complete. */
        void written() throws IOException {
            bindings++;
            if (bindings == BINDINGS_IN_A_PIECE) {
                handOn();
                bindings = 0;
            }
        }

        void end() throws IOException {
            handOn();
            writer.writeUnsignedInt(checksum.getValue());
            handOn();
        }

        private void handOn() throws IOException {
            ByteBuffer bytes = writer.toBuffer();
            checksum.update(bytes.duplicate());
            sink.write(bytes);
            writer = new XdrWriter(PIECE);
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
        long program = reader.readUnsignedInt("program");
        long version = reader.readUnsignedInt("version");
        String name = reader.readString("netid", Rpcb.NETID_LIMIT);
        Netid netid = Netid.of(name)
                .orElseThrow(() ->
                        new XdrException("netid: \"" + PrintableText.of(name) + "\" (expected: one of RFC 5665)"));
        UniversalAddress address = readAddress(netid.family(), reader);
        Owner owner = new Owner(reader.readString("owner", Owner.LIMIT));
        return new Registration(new Binding(program, version, netid, address, owner), readEvidence(reader));
    }

    private static UniversalAddress readAddress(Netid.Family family, XdrReader reader) throws XdrException {
        Opaque host = reader.readOpaque("host", HOST_LIMIT);
        String text = switch (host.length()) {
            case 0 -> reader.readString("path", UniversalAddress.LIMIT);
            default -> inetText(host, reader.readUnsignedInt("port"));
        };
        return UniversalAddress.parse(family, text)
                .orElseThrow(() -> new XdrException(
                        "address: " + PrintableText.of(text) + " (expected: one of the netid's family)"));
    }

    private static String inetText(Opaque host, long port) throws XdrException {
        if ((host.length() != 4 && host.length() != HOST_LIMIT) || port > 0xffff) {
            throw new XdrException("host, port: " + host.toHex() + ", " + port + " (expected: 4 or 16 bytes, 16 bits)");
        }
        return AddressText.of(address(host)) + "." + (port >> 8) + "." + (port & 0xff);
    }

    private static InetAddress address(Opaque host) {
        try {
            return InetAddress.getByAddress(host.toBytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
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
