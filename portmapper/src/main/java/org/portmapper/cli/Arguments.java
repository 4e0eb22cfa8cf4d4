package org.portmapper.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.portmapper.config.Setting;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.UnsignedInt;

/** What may stand in the arguments that several commands have. */
final class Arguments {
    /** The version of a program. */
    static final Setting<Long> VERSION =
            new Setting<>(true, "a number of 0 to " + UnsignedInt.MAX, List.of(), Arguments::readUnsigned);

    /** A netid of RFC 5665 section 5.1 that this program knows. */
    static final Setting<Netid> NETID = netid();

    /** The port of a portmapper that is asked. */
    static final Setting<Integer> ASKED_PORT = new Setting<>(
            true,
            "a number of 1 to 65535",
            List.of(),
            text -> Setting.PORT.reading().apply(text).filter(port -> port > 0));

    /** The local socket of a portmapper that is asked; abstract ones are for libtirpc, every portmapper has a path too. */
    static final Setting<String> ASKED_SOCKET = new Setting<>(
            false,
            "a path that begins with \"/\", at most 107 bytes",
            List.of(),
            text -> Setting.SOCKET.reading().apply(text).filter(path -> path.startsWith("/")));

    /** How long an answer may take: longer than anybody waits at a terminal is no use. */
    static final Setting<Duration> TIMEOUT =
            new Setting<>(true, "seconds, 0.001 to 99.999", List.of(), Arguments::readSeconds);

    private static final String PROGRAM_EXPECTED =
            "a program's number, in decimal or 0x hexadecimal, or a name as in /etc/rpc";

    private Arguments() {}

    /** A program: its number or one of its names. */
    static Setting<Long> program(ProgramNames names) {
        return new Setting<>(false, PROGRAM_EXPECTED, names.words(), names::number);
    }

    /** The address of a service on a transport, as a universal address or as host and port. */
    static Setting<UniversalAddress> address(Netid netid) {
        String expected = switch (netid.family()) {
            case INET -> "an IPv4 address and port, 127.0.0.1.8.1 or 127.0.0.1:2049";
            case INET6 -> "an IPv6 address and port, ::1.8.1 or [::1]:2049";
            case LOOPBACK -> "the path of a local socket";
        };
        return new Setting<>(
                false,
                expected,
                List.of(),
                text -> UniversalAddress.parse(netid.family(), text)
                        .or(() -> readHostAndPort(text)
                                .flatMap(inet -> UniversalAddress.parse(netid.family(), inet.text()))));
    }

    private static Optional<UniversalAddress.Inet> readHostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        boolean ambiguous = !bracketed && host.indexOf(':') >= 0;
        return AddressText.parse(bracketed ? host.substring(1, host.length() - 1) : host)
                .filter(address -> !ambiguous)
                .flatMap(address -> Setting.PORT
                        .reading()
                        .apply(text.substring(colon + 1))
                        .map(port -> new UniversalAddress.Inet(address, port)));
    }

    private static Optional<Long> readUnsigned(String text) {
        return text.matches("[0-9]{1,10}")
                ? Optional.of(Long.valueOf(text)).filter(number -> number <= UnsignedInt.MAX)
                : Optional.empty();
    }

    private static Optional<Duration> readSeconds(String text) {
        if (!text.matches("[0-9]{1,2}(\\.[0-9]{1,3})?")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)))
                .filter(Duration::isPositive);
    }

    private static Setting<Netid> netid() {
        List<String> words = Arrays.stream(Netid.values()).map(Netid::text).toList();
        return new Setting<>(false, "udp, tcp, udp6, tcp6, local or unix", words, Netid::of);
    }
}
