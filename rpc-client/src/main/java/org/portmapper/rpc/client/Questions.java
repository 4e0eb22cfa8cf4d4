package org.portmapper.rpc.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.PrintableText;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** The questions that {@link RpcbindClient} asks, in the words of each version: RFC 1833 sections 2.2.1 and 3.2. */
final class Questions {
    private Questions() {}

    static Question<Boolean> ping() {
        return Question.of(
                new ProcedureCall<>(PortmapProcedure.NULL.number(), Opaque.EMPTY, reader -> true),
                new ProcedureCall<>(RpcbindProcedure.NULL.number(), Opaque.EMPTY, reader -> true));
    }

    static Question<List<Rpcb>> list() {
        return Question.of(
                new ProcedureCall<>(
                        PortmapProcedure.DUMP.number(),
                        Opaque.EMPTY,
                        reader -> XdrList.read(reader, item -> toRpcb(Mapping.read(item)))),
                new ProcedureCall<>(
                        RpcbindProcedure.DUMP.number(),
                        Opaque.EMPTY,
                        reader -> XdrList.read(reader, Questions::readRpcb)));
    }

    /** With the portmapper's own address as we see it for a hint, so that the answer is one that we can reach too. */
    static Question<Optional<UniversalAddress>> address(long program, long version, RpcAddress portmapper) {
        Netid netid = portmapper.netid();
        Rpcb asked =
                new Rpcb(program, version, netid.text(), portmapper.address().text(), "");
        ProcedureCall<Optional<UniversalAddress>> getAddr = new ProcedureCall<>(
                RpcbindProcedure.GETADDR.number(), encode(asked::writeTo), reader -> readAddress(reader, netid));
        if (!netid.hasMapping() || !(portmapper.address() instanceof UniversalAddress.Inet own)) {
            return Question.since(Rpcbind.VERSION_3, getAddr);
        }
        Mapping mapping = new Mapping(program, version, netid.protocol(), 0);
        return Question.of(
                new ProcedureCall<>(
                        PortmapProcedure.GETPORT.number(), encode(mapping::writeTo), reader -> readPort(reader, own)),
                getAddr);
    }

    static Question<List<RpcbEntry>> addresses(long program, long version, RpcAddress portmapper) {
        Rpcb asked = new Rpcb(
                program,
                version,
                portmapper.netid().text(),
                portmapper.address().text(),
                "");
        return Question.since(
                Rpcbind.VERSION_4,
                new ProcedureCall<>(
                        RpcbindProcedure.GETADDRLIST.number(),
                        encode(asked::writeTo),
                        reader -> XdrList.read(reader, RpcbEntry::read)));
    }

    static Question<Boolean> set(Rpcb binding) {
        ProcedureCall<Boolean> set = new ProcedureCall<>(
                RpcbindProcedure.SET.number(), encode(binding::writeTo), reader -> reader.readBool("set"));
        return toMapping(binding)
                .map(mapping -> Question.of(
                        new ProcedureCall<>(
                                PortmapProcedure.SET.number(),
                                encode(mapping::writeTo),
                                reader -> reader.readBool("set")),
                        set))
                .orElseGet(() -> Question.since(Rpcbind.VERSION_3, set));
    }

    static Question<Boolean> unset(long program, long version, String netid) {
        Rpcb binding = new Rpcb(program, version, netid, "", "");
        ProcedureCall<Boolean> unset = new ProcedureCall<>(
                RpcbindProcedure.UNSET.number(), encode(binding::writeTo), reader -> reader.readBool("unset"));
        return Netid.of(netid)
                .filter(Netid::hasMapping)
                .map(known -> new Mapping(program, version, known.protocol(), 0))
                .map(mapping -> Question.of(
                        new ProcedureCall<>(
                                PortmapProcedure.UNSET.number(),
                                encode(mapping::writeTo),
                                reader -> reader.readBool("unset")),
                        unset))
                .orElseGet(() -> Question.since(Rpcbind.VERSION_3, unset));
    }

    static Question<Instant> time() {
        return Question.since(
                Rpcbind.VERSION_3,
                new ProcedureCall<>(
                        RpcbindProcedure.GETTIME.number(),
                        Opaque.EMPTY,
                        reader -> Instant.ofEpochSecond(reader.readUnsignedInt("time"))));
    }

    static Question<List<RpcbStatistics>> statistics() {
        return Question.since(
                Rpcbind.VERSION_4,
                new ProcedureCall<>(RpcbindProcedure.GETSTAT.number(), Opaque.EMPTY, Questions::readStatistics));
    }

    private static Opaque encode(Consumer<XdrWriter> item) {
        XdrWriter writer = new XdrWriter();
        item.accept(writer);
        return writer.toOpaque();
    }

    /** Without the limits that we set ourselves: others may keep longer strings, and one must not hide all the rest. */
    private static Rpcb readRpcb(XdrReader reader) throws XdrException {
        return new Rpcb(
                reader.readUnsignedInt("program"),
                reader.readUnsignedInt("version"),
                reader.readString("netid", reader.remaining()),
                reader.readString("address", reader.remaining()),
                reader.readString("owner", reader.remaining()));
    }

    /** As version 4 would list it; a protocol or port that cannot be is shown and not judged. */
    private static Rpcb toRpcb(Mapping mapping) {
        String netid = Netid.ofProtocol(mapping.protocol())
                .map(Netid::text)
                .orElseGet(() -> Long.toString(mapping.protocol()));
        String address = "0.0.0.0." + (mapping.port() >> 8) + "." + (mapping.port() & 0xff);
        return new Rpcb(mapping.program(), mapping.version(), netid, address, "");
    }

    private static Optional<Mapping> toMapping(Rpcb binding) {
        return Netid.of(binding.netid())
                .filter(Netid::hasMapping)
                .flatMap(netid -> UniversalAddress.parseInet(binding.address())
                        .map(inet -> new Mapping(binding.program(), binding.version(), netid.protocol(), inet.port())));
    }

    private static Optional<UniversalAddress> readAddress(XdrReader reader, Netid netid) throws XdrException {
        String text = reader.readString("address", UniversalAddress.LIMIT);
        Optional<UniversalAddress> address = UniversalAddress.parse(netid.family(), text);
        if (address.isEmpty() && !text.isEmpty()) {
            throw new XdrException("address: " + PrintableText.of(text) + " (expected: one of " + netid.text() + ")");
        }
        return address;
    }

    private static Optional<UniversalAddress> readPort(XdrReader reader, UniversalAddress.Inet own)
            throws XdrException {
        long port = reader.readUnsignedInt("port");
        if (port > 0xffff) {
            throw new XdrException("port: " + port + " (expected: 0 to 65535)");
        }
        return port == 0 ? Optional.empty() : Optional.of(new UniversalAddress.Inet(own.host(), (int) port));
    }

    private static List<RpcbStatistics> readStatistics(XdrReader reader) throws XdrException {
        List<RpcbStatistics> statistics = new ArrayList<>(RpcbStatistics.VERSIONS);
        for (int i = 0; i < RpcbStatistics.VERSIONS; i++) {
            statistics.add(RpcbStatistics.read(reader));
        }
        return List.copyOf(statistics);
    }
}
