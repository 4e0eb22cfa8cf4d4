package org.portmapper.rpc.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    /** Pauses between attempts: soon, since a restart is short; then once a second, so that all is back within two. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** A portmapper that refuses will do so again, until somebody changes its policy or stops another service. */
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(30);

    private final Portmapper portmapper;
    private final List<ServiceAddress> services;
    private final Duration deadline;
    /** Whoever reads or changes what follows holds the lock of this object. */
    private Status status = new Waiting(Instant.now(), "not yet tried");

    /** Whether the log has the failure that lasts. */
    private boolean told;

    private Duration pause = FIRST_PAUSE;
    private long registeredAt;
    private CompletableFuture<?> attempt = CompletableFuture.completedFuture(null);

    /** How the services stand with the portmapper. */
    public sealed interface Status permits Registered, Waiting, Refused, Closed {}

    /** They are registered, as far as this side knows. */
    public record Registered(Instant since) implements Status {}

    /** There is no portmapper, or it does not answer; they are registered as soon as it does. */
    public record Waiting(Instant since, String reason) implements Status {}

    /** The portmapper refuses; it is asked again every 30 seconds. */
    public record Refused(Instant since, String reason) implements Status {}

    /** They have been withdrawn. */
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

    /** The first attempt; the future ends as it ends. */
    synchronized CompletableFuture<RpcAddress> begin() {
        CompletableFuture<RpcAddress> first = attempt();
        return Handover.map(first, way -> {
            registered(way);
            return way;
        });
    }

    private CompletableFuture<RpcAddress> attempt() {
        CompletableFuture<RpcAddress> begun = RegistrationAttempt.begin(portmapper, services, Deadline.in(deadline));
        attempt = begun;
        return begun;
    }

    private synchronized void tryAgain() {
        if (status instanceof Closed) {
            return;
        }
        var unused = attempt().whenComplete((way, failure) -> {
            if (failure == null) {
                registered(way);
            } else {
                failed(Handover.unwrap(failure));
            }
        });
    }

    private synchronized void registered(RpcAddress way) {
        if (status instanceof Closed) {
            return;
        }
        if (!(status instanceof Registered)) {
            status = new Registered(Instant.now());
            log.info("{}: registered with the portmapper at {}", services, way);
        }
        told = false;
        registeredAt = System.nanoTime();
        watch(way);
    }

    private void watch(RpcAddress way) {
        if (way.netid().semantics() == Netid.Semantics.CONNECTIONLESS) {
            later(LONGEST_PAUSE, this::check);
        } else {
            var unused = portmapper.ended(way).whenComplete((reason, failure) -> lost());
        }
    }

    private synchronized void check() {
        if (status instanceof Closed) {
            return;
        }
        attempt = portmapper
                .ask(Asked.byStream(Questions.list()), Deadline.in(deadline))
                .whenComplete((answer, failure) -> {
                    if (failure == null && Conflict.areListed(services, answer)) {
                        later(LONGEST_PAUSE, this::check);
                    } else {
                        lost();
                    }
                });
    }

    /** At once if they were registered for a while; a portmapper that closes each connection at once is not pestered. */
    private synchronized void lost() {
        if (System.nanoTime() - registeredAt >= LONGEST_PAUSE.toNanos()) {
            pause = FIRST_PAUSE;
            tryAgain();
        } else {
            later(nextPause(), this::tryAgain);
        }
    }

    /** Goes on after a failure: the portmapper may come, or change its mind. */
    synchronized void failed(Throwable reason) {
        if (status instanceof Closed) {
            return;
        }
        boolean refused = reason instanceof RpcException.RegistrationRefused;
        tell(refused, String.valueOf(reason.getMessage()));
        later(refused ? PAUSE_AFTER_REFUSAL : nextPause(), this::tryAgain);
    }

    /** The first failure only, and the first refusal: the attempts after it fail alike. */
    private void tell(boolean refused, String reason) {
        if (told && refused == status instanceof Refused) {
            return;
        }
        told = true;
        status = refused ? new Refused(Instant.now(), reason) : new Waiting(Instant.now(), reason);
        log.warn("{}: not registered, and tried again until it is: {}", services, reason);
    }

    private Duration nextPause() {
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return now;
    }

    private static void later(Duration pause, Runnable step) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, Handover.STAGES)
                .execute(step);
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
        if (!end()) {
            return;
        }
        try {
            Handover.await(RegistrationAttempt.withdraw(portmapper, services, Deadline.in(deadline)));
        } catch (RpcException e) {
            log.warn("{}: not withdrawn: {}", services, e.getMessage());
        }
    }

    /** Whether there may be something to withdraw. */
    private synchronized boolean end() {
        boolean registered = status instanceof Registered || !attempt.isDone();
        attempt.cancel(false);
        boolean first = !(status instanceof Closed);
        status = new Closed();
        portmapper.release(this);
        return first && registered;
    }
}
