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

    /** Where a program is served on the portmapper's transport, if not in this version then perhaps in another one. */
    static Question<Optional<UniversalAddress>> address(long program, long version, RpcAddress portmapper) {
        return address(program, version, portmapper, RpcbindProcedure.GETADDR);
    }

    /** Where this version of a program is served; only version 4 can be asked so, the others may answer another version's. */
    static Question<Optional<UniversalAddress>> exactAddress(long program, long version, RpcAddress portmapper) {
        return address(program, version, portmapper, RpcbindProcedure.GETVERSADDR);
    }

    private static Question<Optional<UniversalAddress>> address(
            long program, long version, RpcAddress portmapper, RpcbindProcedure inVersion4) {
        // The hint is the portmapper's own address as we see it, so that the answer is one that we can reach too.
        Rpcb asked = asked(program, version, portmapper);
        Mapping mapping = new Mapping(program, version, portmapper.netid().protocol(), 0);
        return new Question<>(
                portmapper.netid().hasMapping() ? Rpcbind.VERSION_2 : Rpcbind.VERSION_3, spoken -> switch ((int)
                        spoken) {
                    case (int) Rpcbind.VERSION_2 ->
                        new ProcedureCall<>(
                                PortmapProcedure.GETPORT.number(),
                                encode(mapping::writeTo),
                                reader -> readPort(reader, portmapper));
                    case (int) Rpcbind.VERSION_3 -> addressCall(RpcbindProcedure.GETADDR, asked, portmapper);
                    default -> addressCall(inVersion4, asked, portmapper);
                });
    }

    private static ProcedureCall<Optional<UniversalAddress>> addressCall(
            RpcbindProcedure procedure, Rpcb asked, RpcAddress portmapper) {
        return new ProcedureCall<>(
                procedure.number(), encode(asked::writeTo), reader -> readAddress(reader, portmapper));
    }

    private static Rpcb asked(long program, long version, RpcAddress portmapper) {
        return new Rpcb(
                program,
                version,
                portmapper.netid().text(),
                portmapper.address().text(),
                "");
    }

    static Question<List<RpcbEntry>> addresses(long program, long version, RpcAddress portmapper) {
        Rpcb asked = asked(program, version, portmapper);
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

    private static Optional<UniversalAddress> readAddress(XdrReader reader, RpcAddress portmapper) throws XdrException {
        Netid netid = portmapper.netid();
        String text = reader.readString("address", UniversalAddress.LIMIT);
        Optional<UniversalAddress> address = UniversalAddress.parse(netid.family(), text);
        if (address.isEmpty() && !text.isEmpty()) {
            throw new XdrException("address: " + PrintableText.of(text) + " (expected: one of " + netid.text() + ")");
        }
        return address.flatMap(registered -> ReachableAddress.of(registered, List.of(portmapper)));
    }

    private static Optional<UniversalAddress> readPort(XdrReader reader, RpcAddress portmapper) throws XdrException {
        long port = reader.readUnsignedInt("port");
        if (port > 0xffff) {
            throw new XdrException("port: " + port + " (expected: 0 to 65535)");
        }
        UniversalAddress registered =
                new UniversalAddress.Inet(ReachableAddress.wildcard(Netid.Family.INET), (int) port);
        return port == 0 ? Optional.empty() : ReachableAddress.of(registered, List.of(portmapper));
    }

    private static List<RpcbStatistics> readStatistics(XdrReader reader) throws XdrException {
        List<RpcbStatistics> statistics = new ArrayList<>(RpcbStatistics.VERSIONS);
        for (int i = 0; i < RpcbStatistics.VERSIONS; i++) {
            statistics.add(RpcbStatistics.read(reader));
        }
        return List.copyOf(statistics);
    }
}
