package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** What a registered address means to whoever reaches the portmapper in one or another way. */
class ReachableAddressTest {
    private static RpcAddress way(String text) {
        return AddressText.parse(text)
                .map(host -> RpcAddress.of(host, 111, text.contains(":") ? Netid.TCP6 : Netid.TCP))
                .orElseGet(() -> RpcAddress.ofLocal(text));
    }

    private static UniversalAddress registered(String text) {
        return UniversalAddress.parseInet(text)
                .<UniversalAddress>map(inet -> inet)
                .orElseGet(() -> new UniversalAddress.Local(text));
    }

    @ParameterizedTest(name = "{0} by way of {1}")
    @CsvSource(textBlock = """
            # registered,     ways,                             reached at
            0.0.0.0.8.1,      192.0.2.1,                        192.0.2.1.8.1
            0.0.0.0.8.1,      192.0.2.1 192.0.2.2,              192.0.2.1.8.1
            0.0.0.0.8.1,      2001:db8::1 192.0.2.2,            192.0.2.2.8.1
            0.0.0.0.8.1,      2001:db8::1,
            0.0.0.0.8.1,      127.0.0.1,                        127.0.0.1.8.1
            0.0.0.0.8.1,      ::1,                              127.0.0.1.8.1
            0.0.0.0.8.1,      /run/rpcbind.sock,                127.0.0.1.8.1
            ::.8.1,           2001:db8::1,                      2001:db8::1.8.1
            ::.8.1,           192.0.2.1,
            ::.8.1,           127.0.0.1,                        ::1.8.1
            ::.8.1,           /run/rpcbind.sock 127.0.0.1 ::1,  ::1.8.1
            192.0.2.7.8.1,    192.0.2.1,                        192.0.2.7.8.1
            192.0.2.7.8.1,    2001:db8::1,                      192.0.2.7.8.1
            192.0.2.7.8.1,    127.0.0.1,                        192.0.2.7.8.1
            2001:db8::7.8.1,  192.0.2.1,                        2001:db8::7.8.1
            127.0.0.1.8.1,    192.0.2.1,
            127.0.0.1.8.1,    192.0.2.1 127.0.0.1,              127.0.0.1.8.1
            127.0.0.2.8.1,    /run/rpcbind.sock,                127.0.0.2.8.1
            ::1.8.1,          2001:db8::1,
            ::1.8.1,          127.0.0.1,                        ::1.8.1
            /run/nfs.sock,    192.0.2.1,
            /run/nfs.sock,    127.0.0.1,                        /run/nfs.sock
            /run/nfs.sock,    /run/rpcbind.sock,                /run/nfs.sock
            """)
    void addressIsTheOneThatTheCallerReaches(String registered, String ways, String reached) {
        List<RpcAddress> all =
                Stream.of(ways.split(" ")).map(ReachableAddressTest::way).toList();
        assertThat(ReachableAddress.of(registered(registered), all).map(UniversalAddress::text))
                .isEqualTo(Optional.ofNullable(reached));
    }
}
