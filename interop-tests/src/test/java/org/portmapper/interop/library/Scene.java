package org.portmapper.interop.library;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;

/** A portmapper and a way to it. */
record Scene(Portmapper portmapper, RpcAddress way) {
    /** Longer than a case may take: where the library waits for a time-out before it goes on, the case fails. */
    static final Duration DEADLINE = Duration.ofMinutes(5);

    /** In the range of programs that every user may register; each is used once, so no case sees what another one left. */
    private static final AtomicLong NEXT_PROGRAM = new AtomicLong(0x2000_2000);

    static long freshProgram() {
        return NEXT_PROGRAM.getAndIncrement();
    }

    RpcbindClient client() {
        return RpcbindClient.open(way).within(DEADLINE);
    }

    /** A client that registers: over this way if the portmapper lets it. */
    RpcbindClient registrar() {
        return RpcbindClient.open(registrarsWay()).within(DEADLINE);
    }

    RpcAddress registrarsWay() {
        return portmapper.registersOver(way.netid()) ? way : RpcAddress.ofPortmapper("127.0.0.1", Netid.TCP);
    }

    /** Version 2 has no addresses of IPv6, so there is nothing to ask for. */
    boolean canAskForAddresses() {
        return portmapper.knowsNetids() || way.netid().family() != Netid.Family.INET6;
    }

    Case tested(String name, Case.Check check) {
        return new Case(way + ": " + name, check);
    }
}
