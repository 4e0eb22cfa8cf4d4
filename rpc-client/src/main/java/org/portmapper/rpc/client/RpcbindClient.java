package org.portmapper.rpc.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * Asks a portmapper, in version 4, 3 or 2 of RFC 1833, whichever is the highest that it serves. Thread-safe.
 *
 * <p>A method that waits ends with its result or an {@link RpcException}, at the latest when the deadline has passed once for
 * each version tried. The form whose name ends with {@code Async} gives a future of the same.
 */
public final class RpcbindClient implements AutoCloseable {
    private final RpcProgram portmapper;
    private final VersionFallback fallback;

    private RpcbindClient(RpcProgram portmapper) {
        this.portmapper = portmapper;
        this.fallback = new VersionFallback(portmapper);
    }

    /** A client of the portmapper at an address, with {@link RpcProgram#DEADLINE}. */
    public static RpcbindClient open(RpcAddress address) {
        return open(address, RpcProgram.DEADLINE);
    }

    /** A client of the portmapper at an address; see {@link RpcProgram#open(long, RpcAddress, Duration)}. */
    public static RpcbindClient open(RpcAddress address, Duration deadline) {
        return new RpcbindClient(RpcProgram.open(Rpcbind.PROGRAM, address, deadline));
    }

    /** Where the portmapper is. */
    public RpcAddress address() {
        return portmapper.address();
    }

    /** The version that is spoken: 4, until the portmapper has said in an answer that it serves only lower ones. */
    public long version() {
        return fallback.version();
    }

    /** Makes sure that a portmapper answers there; see {@link #pingAsync}. */
    public void ping() {
        answer(Questions.ping());
    }

    /** Calls procedure 0, which does nothing; the value means nothing. */
    public CompletableFuture<Boolean> pingAsync() {
        return ask(Questions.ping());
    }

    /** All bindings, as the portmapper keeps them; see {@link #listAsync}. */
    public List<Rpcb> list() {
        return answer(Questions.list());
    }

    /**
     * DUMP: all bindings in the portmapper's order, their strings unchecked. What a portmapper of version 2 keeps is given as
     * netid tcp or udp (the protocol's number for others), address {@code 0.0.0.0.high.low} and an empty owner. Over UDP a
     * portmapper may have more bindings than fit into its reply.
     */
    public CompletableFuture<List<Rpcb>> listAsync() {
        return ask(Questions.list());
    }

    /** Where a program is served on this client's transport; see {@link #addressAsync}. */
    public Optional<UniversalAddress> address(long program, long version) {
        return answer(Questions.address(program, version, address()));
    }

    /**
     * GETADDR, in version 2 GETPORT: where a program is served on this client's transport, empty where it is not. A
     * portmapper may answer with the address of another version when it does not have this one.
     */
    public CompletableFuture<Optional<UniversalAddress>> addressAsync(long program, long version) {
        return ask(Questions.address(program, version, address()));
    }

    /** Where a version of a program is served on every transport; see {@link #addressesAsync}. */
    public List<RpcbEntry> addresses(long program, long version) {
        return answer(Questions.addresses(program, version, address()));
    }

    /** GETADDRLIST, which only version 4 has: where exactly this version of a program is served on every transport. */
    public CompletableFuture<List<RpcbEntry>> addressesAsync(long program, long version) {
        return ask(Questions.addresses(program, version, address()));
    }

    /** Registers a binding; see {@link #setAsync}. */
    public boolean set(Rpcb binding) {
        return answer(Questions.set(binding));
    }

    /**
     * SET: registers a binding; false where the portmapper refuses, because another one is registered or because it does not
     * let this caller. Version 2 can express netids udp and tcp only.
     */
    public CompletableFuture<Boolean> setAsync(Rpcb binding) {
        return ask(Questions.set(binding));
    }

    /** Withdraws a binding; see {@link #unsetAsync}. */
    public boolean unset(long program, long version, String netid) {
        return answer(Questions.unset(program, version, netid));
    }

    /**
     * UNSET: withdraws the binding on one netid, or on every netid where it is empty; false where the portmapper refuses or
     * has none, which over UDP can be the answer to a repetition. A portmapper of version 2 withdraws udp and tcp together, whichever is named.
     */
    public CompletableFuture<Boolean> unsetAsync(long program, long version, String netid) {
        return ask(Questions.unset(program, version, netid));
    }

    /** The portmapper's clock; see {@link #timeAsync}. */
    public Instant time() {
        return answer(Questions.time());
    }

    /** GETTIME, which version 2 lacks: the portmapper's clock in whole seconds. */
    public CompletableFuture<Instant> timeAsync() {
        return ask(Questions.time());
    }

    /** What the portmapper counted; see {@link #statisticsAsync}. */
    public List<RpcbStatistics> statistics() {
        return answer(Questions.statistics());
    }

    /** GETSTAT, which only version 4 has: what was counted in versions 2, 3 and 4, at the indexes 0, 1 and 2. */
    public CompletableFuture<List<RpcbStatistics>> statisticsAsync() {
        return ask(Questions.statistics());
    }

    private <T> T answer(Question<T> question) {
        return Handover.await(fallback.ask(question));
    }

    private <T> CompletableFuture<T> ask(Question<T> question) {
        return Handover.toProgram(fallback.ask(question));
    }

    /** Closes the socket without waiting; questions that still wait end with {@link RpcException.Closed}. */
    @Override
    public void close() {
        portmapper.close();
    }
}
