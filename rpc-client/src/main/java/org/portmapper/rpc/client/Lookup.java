package org.portmapper.rpc.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.UnsignedInt;

/**
 * What is looked up: a version of a program on a transport. A portmapper answers about the transport by which it is asked
 * (RFC 1833 section 2.2.1); what is on a transport by which it is not reached is taken from the list of all services.
 */
record Lookup(long program, long version, Netid netid) {
    Lookup {
        UnsignedInt.require("program", program);
        UnsignedInt.require("version", version);
    }

    /** This version and no other, as far as the portmapper can say that. */
    CompletableFuture<Optional<FoundService>> exact(Portmapper portmapper, Deadline deadline) {
        return find(portmapper, way -> Questions.exactAddress(program, version, way), this::exactlyOf, deadline);
    }

    /** This version, or another one where it is not there. */
    CompletableFuture<Optional<FoundService>> anyVersion(Portmapper portmapper, Deadline deadline) {
        return find(portmapper, way -> Questions.address(program, version, way), this::preferablyOf, deadline);
    }

    /**
     * Asks by the transport itself where the portmapper answers on it, and takes it from the list where it does not.
     *
     * @param choice what it is in a list of all services of the program
     */
    private CompletableFuture<Optional<FoundService>> find(
            Portmapper portmapper,
            Function<RpcAddress, Question<Optional<UniversalAddress>>> question,
            Function<List<FoundService>, Optional<FoundService>> choice,
            Deadline deadline) {
        return Handover.then(portmapper.ways(deadline), ways -> {
            List<RpcAddress> direct = portmapper.answering(ways, netid);
            if (direct.isEmpty()) {
                return Handover.map(services(portmapper, program, deadline), choice);
            }
            boolean noOther = direct.size() == ways.size();
            CompletableFuture<Optional<FoundService>> answer = Handover.map(
                    portmapper.ask(Asked.by(direct, question), ways, deadline.share(noOther ? 1 : 2)), this::found);
            return Handover.otherwise(
                    answer,
                    failure -> noOther || !Portmapper.isSilence(failure)
                            ? CompletableFuture.failedFuture(failure)
                            : Handover.otherwise(
                                    Handover.map(services(portmapper, program, deadline), choice),
                                    last -> Portmapper.bothFailed(failure, last)));
        });
    }

    private Optional<FoundService> found(Answer<Optional<UniversalAddress>> answer) {
        return answer.value()
                .map(address -> new FoundService(
                        new ServiceAddress(program, version, new RpcAddress(netid, address)),
                        Optional.empty(),
                        answer.origin()));
    }

    private Optional<FoundService> exactlyOf(List<FoundService> services) {
        return services.stream()
                .filter(found ->
                        found.service().version() == version && found.service().netid() == netid)
                .findFirst();
    }

    private Optional<FoundService> preferablyOf(List<FoundService> services) {
        return exactlyOf(services)
                .or(() -> services.stream()
                        .filter(found -> found.service().netid() == netid)
                        .findFirst());
    }

    /** All services of a program that can be reached from here, in the portmapper's order. */
    static CompletableFuture<List<FoundService>> services(Portmapper portmapper, long program, Deadline deadline) {
        UnsignedInt.require("program", program);
        return Handover.then(
                portmapper.ways(deadline),
                ways -> Handover.map(
                        portmapper.ask(Asked.byStream(Questions.list()), deadline),
                        answer -> services(program, answer, ways)));
    }

    private static List<FoundService> services(long program, Answer<List<Rpcb>> answer, List<RpcAddress> ways) {
        List<RpcAddress> theirsFirst =
                Stream.concat(Stream.of(answer.portmapper()), ways.stream()).toList();
        return answer.value().stream()
                .filter(binding -> binding.program() == program)
                .flatMap(binding -> reachable(binding, theirsFirst).stream()
                        .map(service -> new FoundService(service, owner(binding), answer.origin())))
                .toList();
    }

    private static Optional<String> owner(Rpcb binding) {
        return Optional.of(binding.owner()).filter(owner -> !owner.isEmpty());
    }

    /** What a portmapper of this host has registered, as it is reached from here. */
    static Optional<ServiceAddress> onThisHost(Rpcb binding) {
        return reachable(
                binding, List.of(RpcAddress.of(ReachableAddress.loopback(Netid.Family.INET), Rpcbind.PORT, Netid.TCP)));
    }

    /** Empty for what this library cannot call: a transport that it does not know, or an address that is none. */
    private static Optional<ServiceAddress> reachable(Rpcb binding, List<RpcAddress> ways) {
        return Netid.of(binding.netid())
                .flatMap(netid -> UniversalAddress.parse(netid.family(), binding.address())
                        .flatMap(registered -> ReachableAddress.of(registered, ways))
                        .map(address -> new RpcAddress(netid, address)))
                .map(address -> new ServiceAddress(binding.program(), binding.version(), address));
    }

    @Override
    public String toString() {
        return "program " + program + " version " + version + " on " + netid.text();
    }
}
