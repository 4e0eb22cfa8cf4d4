package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.transport.RecordReader;

/** The tables of limits in docs/operating.md say what the code does. */
final class LimitsDocumentTest {
    private static final Path MANUAL = Path.of("..", "docs", "operating.md");
    private static final Pattern ROW = Pattern.compile("^\\| ([^|]+) \\| ([0-9]+|false) \\|.*", Pattern.MULTILINE);

    @Test
    void theTablesAreTheLimitsOfTheCode() throws Exception {
        Map<String, String> told = new LinkedHashMap<>();
        Matcher rows = ROW.matcher(Files.readString(MANUAL));
        while (rows.find()) {
            told.put(rows.group(1), rows.group(2));
        }
        Map<String, String> limits = new LinkedHashMap<>();
        configurable().forEach((what, limit) -> limits.put("`" + what + "`", String.valueOf(limit)));
        constant().forEach((what, limit) -> limits.put(what, String.valueOf(limit)));
        assertThat(told).isEqualTo(limits);
    }

    private static Map<String, Object> configurable() {
        PortmapperConfig.Protection protection = PortmapperConfig.DEFAULT_PROTECTION;
        return Map.of(
                "connections", protection.connections(),
                "connections-per-source", protection.connectionsPerSource(),
                "long-udp-replies", protection.longUdpReplies(),
                "udp-errors-per-second", protection.udpErrorsPerSecond());
    }

    private static Map<String, Object> constant() throws ReflectiveOperationException {
        Class<?> indirectCall = Class.forName("org.portmapper.program.IndirectCall");
        Class<?> dump = Class.forName("org.portmapper.program.Dump");
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("local connections", Limits.LOCAL_CONNECTIONS);
        limits.put("local connections of root and the kernel beside them", Limits.SUPERUSER_CONNECTIONS);
        limits.put("seconds that a record may stand half-sent", seconds(Limits.HALF_SENT_RECORD));
        limits.put("bytes of a record", Limits.RECORD);
        limits.put("empty fragments in a record", of(RecordReader.class, "EMPTY_FRAGMENTS_LIMIT"));
        limits.put("bytes of replies that wait for one peer", Limits.UNSENT);
        limits.put("bindings of a list that is kept as it is sent", of(dump, "KEPT"));
        limits.put("bytes of a list that are encoded in a row", of(dump, "PIECE"));
        limits.put("bytes that all TCP connections, or all local ones, may have held for them", Limits.HELD);
        limits.put("calls of one connection that wait for the disk", Limits.UNANSWERED);
        limits.put("seconds that a peer may leave a reply unread", seconds(Limits.UNREAD_REPLY));
        limits.put("bytes of a reply over UDP", Limits.UDP_REPLY);
        limits.put("sources with room for errors of their own", ErrorRate.PLACES);
        limits.put("calls that are passed on at once", of(indirectCall, "PENDING_LIMIT"));
        limits.put("bytes of results that are passed on", of(indirectCall, "RESULTS_LIMIT"));
        limits.put("bytes of a credential or verifier", OpaqueAuth.BODY_LIMIT);
        limits.put("bytes of AUTH_SYS's machine name", AuthSys.MACHINE_NAME_LIMIT);
        limits.put("groups in AUTH_SYS", AuthSys.GIDS_LIMIT);
        limits.put("bytes of a netid", Rpcb.NETID_LIMIT);
        limits.put("bytes of a universal address", UniversalAddress.LIMIT);
        limits.put("bytes of an owner", Owner.LIMIT);
        limits.put("bytes of a transport address", TransportAddress.LIMIT);
        limits.put("registrations of one program", of(BindingRegistry.class, "PROGRAM_LIMIT"));
        limits.put("registrations in all", BindingRegistry.LIMIT);
        return limits;
    }

    private static long seconds(Duration duration) {
        return duration.toSeconds();
    }

    /** A constant that nobody else than its package has to see. */
    private static Object of(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }
}
