package org.portmapper.rpc.client;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.UnsignedInt;

/**
 * Looks services up at a portmapper, registers them and calls them; in version 4, 3 or 2 of RFC 1833, whichever is the
 * highest that the portmapper serves. Thread-safe.
 *
 * <p>A method that waits ends with its result or an {@link RpcException}, when the deadline has passed at the latest: five
 * seconds for each question, or as {@link #within} says. The form whose name ends with {@code Async} gives a future of the
 * same; cancelling it gives the question up. Numbers that 32 bits cannot hold are an {@link IllegalArgumentException} of both.
 *
 * <p>Connections are made when they are needed, and again when they have ended. {@link #within} and {@link #caching} give views
 * that share them; closing any of them closes these.
 */
public final class RpcbindClient implements AutoCloseable {
    private static final Path LOCAL_SOCKET = Path.of("/run/rpcbind.sock");

    private final Portmapper portmapper;
    private final Duration deadline;
    private final LookupCache cache;

    private RpcbindClient(Portmapper portmapper, Duration deadline, LookupCache cache) {
        this.portmapper = portmapper;
        this.deadline = deadline;
        this.cache = cache;
    }

    static RpcbindClient of(PortmapperPlace place) {
        return new RpcbindClient(new Portmapper(place), RpcProgram.DEADLINE, new LookupCache(Duration.ZERO));
    }

    /** The portmapper at exactly this address, asked by this transport and no other. */
    public static RpcbindClient open(RpcAddress address) {
        return of(new PortmapperPlace.Known(List.of(address)));
    }

    /**
     * The portmapper of this host: at {@code /run/rpcbind.sock}, where the kernel tells it who calls; at port 111 of loopback
     * where there is no such socket, or nobody answers at it.
     */
    public static RpcbindClient ofThisHost() {
        return of(new PortmapperPlace.ThisHost(LOCAL_SOCKET, Rpcbind.PORT));
    }

    /** The portmapper of a host, at port 111; see {@link #ofHost(String, int)}. */
    public static RpcbindClient ofHost(String host) {
        return ofHost(host, Rpcbind.PORT);
    }

    /**
     * The portmapper of a host by its name or address, by UDP and TCP at every address that it has, until one answers. The
     * name is resolved at the first question, and anew after none of the addresses has answered.
     *
     * @param host a name or an address; of a name the first 16 addresses are tried
     * @param port 1 to 65535
     */
    public static RpcbindClient ofHost(String host, int port) {
        return of(NamedHost.of(host, port));
    }

    /**
     * The same client, with another deadline in place of {@link RpcProgram#DEADLINE}: the time for a question with all that it
     * takes, be it a name service, several addresses or older versions.
     *
     * @param deadline more than 0, at most a day
     */
    public RpcbindClient within(Duration deadline) {
        return new RpcbindClient(portmapper, Deadline.require(deadline), cache);
    }

    /**
     * The same client, which remembers what {@link #lookup} finds for a time, 0 to a day; not what it does not find. A service
     * that has moved is found at its old address so long, unless {@link #forget} is called; {@link #program} calls it by itself.
     */
    public RpcbindClient caching(Duration lifetime) {
        return new RpcbindClient(portmapper, deadline, new LookupCache(lifetime));
    }

    /** The version that is spoken: 4, until the portmapper has said in an answer that it serves only lower ones. */
    public long version() {
        return portmapper.version();
    }

    /** Where a version of a program is served; see {@link #lookupAsync}. */
    public Optional<FoundService> lookup(long program, long version, Netid netid) {
        return Handover.await(find(new Lookup(program, version, netid)));
    }

    /**
     * Where a version of a program is served on a transport, as it is reached from here; empty where it is not. The portmapper
     * is asked over that transport: GETVERSADDR, or what lower versions have instead, which may find another version of the
     * program. Where it does not answer on it, its list is searched. {@link FoundService#origin} tells which it was.
     */
    public CompletableFuture<Optional<FoundService>> lookupAsync(long program, long version, Netid netid) {
        return Handover.toProgram(find(new Lookup(program, version, netid)));
    }

    private CompletableFuture<Optional<FoundService>> find(Lookup wanted) {
        Optional<FoundService> remembered = cache.find(wanted);
        return remembered.isPresent()
                ? CompletableFuture.completedFuture(remembered)
                : Handover.map(wanted.exact(portmapper, Deadline.in(deadline)), found -> cache.remember(wanted, found));
    }

    /** Forgets what {@link #caching} has remembered about it, so that the next look-up asks. */
    public void forget(long program, long version, Netid netid) {
        cache.forget(new Lookup(program, version, netid));
    }

    /** All services of a program; see {@link #servicesAsync}. */
    public List<FoundService> services(long program) {
        return Handover.await(Lookup.services(portmapper, program, Deadline.in(deadline)));
    }

    /**
     * DUMP: every version and transport of a program, with owners where the portmapper tells them, in its order. Left out is what
     * cannot be reached from here: loopback of another host, transports and addresses that this library does not know.
     */
    public CompletableFuture<List<FoundService>> servicesAsync(long program) {
        return Handover.toProgram(Lookup.services(portmapper, program, Deadline.in(deadline)));
    }

    /**
     * A program that is looked up at its first call, and again when it has moved. It may find another version than the one
     * called, whose server then says which ones it has. Close it when it is no longer needed.
     *
     * @param program 0 to 4,294,967,295
     */
    public RpcProgram program(long program, Netid netid) {
        return RpcProgram.open(program, new FoundDestination(portmapper, cache, netid), deadline);
    }

    /** Makes sure that a portmapper answers; see {@link #pingAsync}. */
    public void ping() {
        answer(Asked.byDatagram(Questions.ping()));
    }

    /** Calls procedure 0, which does nothing; the value means nothing. */
    public CompletableFuture<Boolean> pingAsync() {
        return ask(Asked.byDatagram(Questions.ping()));
    }

    /** All bindings, as the portmapper keeps them; see {@link #listAsync}. */
    public List<Rpcb> list() {
        return answer(Asked.byStream(Questions.list()));
    }

    /**
     * DUMP: all bindings in the portmapper's order, their strings unchecked. What a portmapper of version 2 keeps is given as
     * netid tcp or udp (the protocol's number for others), address {@code 0.0.0.0.high.low} and an empty owner. Over UDP a
     * portmapper may have more bindings than fit into its reply.
     */
    public CompletableFuture<List<Rpcb>> listAsync() {
        return ask(Asked.byStream(Questions.list()));
    }

    /** Where a version of a program is served on every transport; see {@link #addressesAsync}. */
    public List<RpcbEntry> addresses(long program, long version) {
        return answer(addressesOf(program, version));
    }

    /**
     * GETADDRLIST, which only version 4 has: where exactly this version of a program is served on every transport of the
     * family by which the portmapper is asked, as it says.
     */
    public CompletableFuture<List<RpcbEntry>> addressesAsync(long program, long version) {
        return ask(addressesOf(program, version));
    }

    private static Asked<List<RpcbEntry>> addressesOf(long program, long version) {
        UnsignedInt.require("program", program);
        UnsignedInt.require("version", version);
        return Asked.byNetwork(way -> Questions.addresses(program, version, way));
    }

    /** Registers a binding; see {@link #setAsync}. */
    public boolean set(Rpcb binding) {
        return answer(Asked.byStream(Questions.set(binding)));
    }

    /**
     * SET, a single one: true where the binding is registered, false where the portmapper refuses, because another one is
     * registered or because it does not let this caller. Version 2 can express netids udp and tcp only. For services that are to stay
     * registered see {@link #register(List)}.
     */
    public CompletableFuture<Boolean> setAsync(Rpcb binding) {
        return ask(Asked.byStream(Questions.set(binding)));
    }

    /** Withdraws a binding; see {@link #unsetAsync}. */
    public boolean unset(long program, long version, String netid) {
        return answer(Asked.byStream(Questions.unset(program, version, netid)));
    }

    /**
     * UNSET: withdraws the binding on one netid, or on every netid where it is empty; false where the portmapper refuses or
     * has none, which can be the answer to a repetition. A portmapper of version 2 withdraws udp and tcp together, whichever is named.
     */
    public CompletableFuture<Boolean> unsetAsync(long program, long version, String netid) {
        return ask(Asked.byStream(Questions.unset(program, version, netid)));
    }

    /** Registers services; see {@link #register(List)}. */
    public Registration register(ServiceAddress... services) {
        return register(List.of(services));
    }

    /**
     * Registers services, all or nothing, and keeps them registered until the result, or the client, is closed.
     *
     * <p>What a dead service has left behind in their place is withdrawn: if the portmapper is on this host, and the host says
     * that nobody listens there, or the program is not served. A living service is not touched; but a portmapper that speaks
     * version 2 only withdraws UDP and TCP of a version together, also when this registration is closed.
     *
     * @param services 1 to {@value Registration#SERVICES_LIMIT}
     * @throws RpcException.RegistrationRefused if the portmapper does not register one of them; the text says what to do
     * @throws RpcException if the portmapper is not there or does not answer, see {@link #registerWhenPresent}
     */
    public Registration register(List<ServiceAddress> services) {
        Registration registration = new Registration(portmapper, services, deadline);
        registration.begin();
        return registration;
    }

    /**
     * As {@link #register(List)}, for a program that can do without: where there is no portmapper, it returns at once, and where
     * one does not answer, when the deadline has passed; the services are registered as soon as one answers, as
     * {@link Registration#status} tells.
     *
     * @throws RpcException.RegistrationRefused if there is a portmapper and it does not register one of them
     */
    public Registration registerWhenPresent(List<ServiceAddress> services) {
        Registration registration = new Registration(portmapper, services, deadline);
        registration.beginWhenPresent();
        return registration;
    }

    /** The portmapper's clock; see {@link #timeAsync}. */
    public Instant time() {
        return answer(Asked.byDatagram(Questions.time()));
    }

    /** GETTIME, which version 2 lacks: the portmapper's clock in whole seconds. */
    public CompletableFuture<Instant> timeAsync() {
        return ask(Asked.byDatagram(Questions.time()));
    }

    /** What the portmapper counted; see {@link #statisticsAsync}. */
    public List<RpcbStatistics> statistics() {
        return answer(Asked.byStream(Questions.statistics()));
    }

    /** GETSTAT, which only version 4 has: what was counted in versions 2, 3 and 4, at the indexes 0, 1 and 2. */
    public CompletableFuture<List<RpcbStatistics>> statisticsAsync() {
        return ask(Asked.byStream(Questions.statistics()));
    }

    private <T> T answer(Asked<T> asked) {
        return Handover.await(value(asked));
    }

    private <T> CompletableFuture<T> ask(Asked<T> asked) {
        return Handover.toProgram(value(asked));
    }

    private <T> CompletableFuture<T> value(Asked<T> asked) {
        return Handover.map(portmapper.ask(asked, Deadline.in(deadline)), Answer::value);
    }

    /**
     * Closes all connections; questions that still wait end with {@link RpcException.Closed}. It does not wait, but for open
     * registrations, which are closed first.
     */
    @Override
    public void close() {
        portmapper.close();
    }
}
