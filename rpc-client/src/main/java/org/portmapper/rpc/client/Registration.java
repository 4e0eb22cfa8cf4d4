package org.portmapper.rpc.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.rpcbind.Netid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that stay registered until this is closed: whenever the portmapper has gone and come back, they are registered
 * again. Thread-safe.
 *
 * <p>That it has gone is known from the connection over which they were registered; where that was UDP, by asking once a
 * second. The log gets the first failure and the recovery, not each attempt.
 */
public final class Registration implements AutoCloseable {
    /** Services of one registration: each is a question of its own, and all are undone together. */
    static final int SERVICES_LIMIT = 1000;

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final Portmapper portmapper;
    private final List<ServiceAddress> services;
    private final Duration deadline;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** Whoever reads or changes what follows holds the lock of this object, and asks the portmapper nothing meanwhile. */
    private Status status = new Waiting(Instant.now(), "not yet tried");

    /** Whether the log has the failure that lasts. */
    private boolean told;

    private final Pauses pauses = new Pauses(System::nanoTime);
    /** Whether a portmapper has registered them and has not said since that it does no longer. */
    private boolean mayBeRegistered;
    /** The last one. */
    private Optional<RegistrationAttempt> attempt = Optional.empty();
    /** By which they were registered last: a portmapper may know the caller by this one only. */
    private Optional<RpcAddress> way = Optional.empty();

    /** How the services stand with the portmapper. */
    public sealed interface Status permits Registered, Waiting, Refused, Closed {}

    /**
     * They are registered, as far as this side knows.
     *
     * @param since when they were registered after they had not been
     */
    public record Registered(Instant since) implements Status {}

    /**
     * There is no portmapper, or it does not answer; they are registered as soon as it does.
     *
     * @param since when that was found out
     * @param reason how: the text of the first failure
     */
    public record Waiting(Instant since, String reason) implements Status {}

    /**
     * The portmapper refuses; it is asked again after a second, for it may be starting, and after a few times every 30
     * seconds.
     *
     * @param since when it first did
     * @param reason why, and what to do: the text of {@link RpcException.RegistrationRefused}
     */
    public record Refused(Instant since, String reason) implements Status {}

    /** This, or the client that it is of, has been closed; they are withdrawn. */
    public record Closed() implements Status {}

    Registration(Portmapper portmapper, List<ServiceAddress> services, Duration deadline) {
        if (services.isEmpty() || services.size() > SERVICES_LIMIT) {
            throw new IllegalArgumentException(
                    "services: " + services.size() + " (expected: 1 to " + SERVICES_LIMIT + ")");
        }
        this.portmapper = portmapper;
        this.services = List.copyOf(services);
        this.deadline = deadline;
    }

    /** Registers them, or ends and throws why they are not registered. */
    void begin() {
        portmapper.keep(this);
        try {
            Handover.await(attempt());
        } catch (RpcException e) {
            var unused = end();
            throw e;
        }
    }

    /** Registers them, now or as soon as there is a portmapper; or ends and throws why it does not want them. */
    void beginWhenPresent() {
        portmapper.keep(this);
        try {
            Handover.await(attempt());
        } catch (RpcException e) {
            if (Portmapper.isSilence(e) && !isClosed()) {
                failed(e);
            } else {
                var unused = end();
                throw e;
            }
        }
    }

    /** One attempt; where it succeeds, this has taken notice of it when the future ends. */
    private CompletableFuture<Void> attempt() {
        return Handover.then(lastIsOver(), all -> beginNext()).thenAcceptAsync(this::registered, Handover.STAGES);
    }

    /** What the last attempt still withdraws must not be what the next one has registered. */
    private CompletableFuture<Boolean> lastIsOver() {
        return last().map(RegistrationAttempt::giveUp).orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    private synchronized Optional<RegistrationAttempt> last() {
        return attempt;
    }

    private CompletableFuture<Answer<?>> beginNext() {
        RegistrationAttempt next = new RegistrationAttempt(portmapper, services, only(), deadline);
        synchronized (this) {
            if (isClosed()) {
                return CompletableFuture.failedFuture(new RpcException.Closed(text() + ": closed by this program"));
            }
            attempt = Optional.of(next);
        }
        return next.begin();
    }

    /** The way of before, as long as a portmapper may be starting: it may listen for others sooner than there. */
    private synchronized Optional<RpcAddress> only() {
        return pauses.areShort() ? way : Optional.empty();
    }

    private synchronized Optional<RpcAddress> way() {
        return way;
    }

    private void tryAgain() {
        var unused = attempt()
                .exceptionallyAsync(
                        failure -> {
                            failed(Handover.unwrap(failure));
                            return null;
                        },
                        Handover.STAGES);
    }

    private synchronized boolean isClosed() {
        return status instanceof Closed;
    }

    private void registered(Answer<?> first) {
        synchronized (this) {
            if (isClosed()) {
                return;
            }
            if (!(status instanceof Registered)) {
                status = new Registered(Instant.now());
            }
            if (told) {
                log.info("{}: registered with the portmapper at {}", text(), first.portmapper());
            }
            told = false;
            mayBeRegistered = true;
            way = Optional.of(first.portmapper());
            pauses.registered();
        }
        watch(first);
    }

    private void watch(Answer<?> first) {
        if (first.portmapper().netid().semantics() == Netid.Semantics.CONNECTIONLESS) {
            later(Pauses.LONGEST, this::check);
        } else {
            var unused = first.connectionEnd().whenCompleteAsync((reason, failure) -> lost(), Handover.STAGES);
        }
    }

    private void check() {
        if (isClosed()) {
            return;
        }
        var unused = portmapper
                .ask(Asked.byStream(Questions.list()), Deadline.in(deadline))
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null && Conflict.areListed(services, answer)) {
                                later(Pauses.LONGEST, this::check);
                            } else {
                                lost();
                            }
                        },
                        Handover.STAGES);
    }

    private void lost() {
        Duration pause;
        synchronized (this) {
            pause = pauses.afterLoss();
        }
        later(pause, this::tryAgain);
    }

    /** Goes on after a failure: the portmapper may come, or change its mind. */
    private void failed(Throwable reason) {
        Duration pause;
        synchronized (this) {
            if (isClosed()) {
                return;
            }
            boolean refused = reason instanceof RpcException.RegistrationRefused;
            mayBeRegistered &= !refused;
            tell(refused, String.valueOf(reason.getMessage()));
            pause = refused ? pauses.afterRefusal() : pauses.afterFailure();
        }
        later(pause, this::tryAgain);
    }

    /** The first failure only, and the first refusal: the attempts after it fail alike. */
    private void tell(boolean refused, String reason) {
        if (told && refused == status instanceof Refused) {
            return;
        }
        told = true;
        status = refused ? new Refused(Instant.now(), reason) : new Waiting(Instant.now(), reason);
        log.warn("{}: not registered, and tried again until it is: {}", text(), reason);
    }

    private static void later(Duration pause, Runnable step) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, Handover.STAGES)
                .execute(step);
    }

    /** For the log, where a thousand would be no help. */
    private String text() {
        return services.size() == 1
                ? services.get(0).toString()
                : services.get(0) + " and " + (services.size() - 1) + " more";
    }

    /** What is registered. */
    public List<ServiceAddress> services() {
        return services;
    }

    /** How the services stand with the portmapper now. */
    public synchronized Status status() {
        return status;
    }

    /**
     * Withdraws the services and waits for it, not longer than a question may take; a portmapper that is not there has
     * nothing to withdraw. What goes wrong is logged: who closes has nothing better to do about it.
     */
    @Override
    public void close() {
        try {
            Handover.await(end().copy().completeOnTimeout(null, deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RpcException.Interrupted e) {
            log.warn("{}: being withdrawn, but nobody waits for it: {}", text(), e.getMessage());
        }
    }

    /** As {@link #close}; the future ends, never with a failure, when they are withdrawn. */
    CompletableFuture<Void> end() {
        boolean before;
        synchronized (this) {
            if (isClosed()) {
                return ended;
            }
            status = new Closed();
            before = mayBeRegistered;
        }
        var unused = Handover.then(
                        lastIsOver(),
                        now -> now || before
                                ? RegistrationAttempt.withdraw(portmapper, services, way(), Deadline.in(deadline))
                                : CompletableFuture.<Void>completedFuture(null))
                .whenCompleteAsync((nothing, failure) -> withdrawn(failure), Handover.STAGES);
        return ended;
    }

    private void withdrawn(@Nullable Throwable failure) {
        if (failure != null && !(Handover.unwrap(failure) instanceof RpcException.Unreachable)) {
            log.warn("{}: not withdrawn: {}", text(), Handover.unwrap(failure).getMessage());
        }
        portmapper.release(this);
        ended.complete(null);
    }
}
