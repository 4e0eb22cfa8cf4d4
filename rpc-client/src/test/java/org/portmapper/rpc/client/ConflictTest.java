package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** What counts as the same registration, and what cannot be judged. */
class ConflictTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final ServiceAddress ON_TCP = ServiceAddress.of(PROGRAM, 1, Netid.TCP, 2049);

    private static Answer<List<Rpcb>> listed(RpcAddress portmapper, Rpcb binding) {
        return new Answer<>(
                List.of(binding), portmapper, new Procedure(Rpcbind.PROGRAM, 4, 4), new CompletableFuture<>());
    }

    @Test
    void registrationAtAnotherHostsPortmapperIsNotJudgedFromHere() throws Exception {
        Rpcb other = new Rpcb(PROGRAM, 1, "tcp", "0.0.0.0.0.1", "");
        RpcAddress elsewhere = RpcAddress.ofPortmapper("192.0.2.1", Netid.TCP);
        Conflict conflict = Conflict.of(ON_TCP, listed(elsewhere, other), List.of(ON_TCP));
        try (Portmapper portmapper = new Portmapper(new PortmapperPlace.Known(List.of(elsewhere)))) {
            assertThat(Patience.await(conflict.clear(portmapper, Deadline.in(Duration.ofSeconds(20)))))
                    .isEqualTo(new Conflict.Unclear(other));
        }
    }

    /** A port of one address is not that port of another one; a wildcard has them all. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            127.0.0.1.8.1, 127.0.0.1.8.1, true
            127.0.0.1.8.1, 0.0.0.0.8.1,   true
            127.0.0.1.8.1, 0.0.0.0.8.2,   false
            127.0.0.1.8.1, 127.0.0.2.8.1, false
            0.0.0.0.8.1,   127.0.0.1.8.1, false
            127.0.0.1.8.1, nowhere,       false
            """)
    void whatIsTheSame(String own, String registered, boolean same) {
        UniversalAddress address =
                UniversalAddress.parse(Netid.Family.INET, own).orElseThrow();
        ServiceAddress service = new ServiceAddress(PROGRAM, 1, new RpcAddress(Netid.TCP, address));
        Answer<List<Rpcb>> listed =
                listed(RpcAddress.ofLocal("/run/rpcbind.sock"), new Rpcb(PROGRAM, 1, "tcp", registered, ""));
        assertThat(Conflict.areListed(List.of(service), listed)).isEqualTo(same);
        assertThat(Conflict.of(service, listed, List.of(service)).present()).isEqualTo(same);
        assertThat(Conflict.of(service, listed, List.of(service)).others()).hasSize(same ? 0 : 1);
    }
}
