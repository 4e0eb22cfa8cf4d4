package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.portmapper.kernel.DestroyNotices;
import org.portmapper.liveness.Liveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When liveness is looked at: at each of the kernel's notices where it gives any, and beside them in an audit now and then,
 * which is all there is while notices come in a storm. It belongs to its event loop.
 */
final class LivenessSchedule implements NoticeHandle.Trouble {
    private static final Logger log = LoggerFactory.getLogger(LivenessSchedule.class);

    /** Between two audits beside notices. What notices miss: listeners that were shut down, sockets of the kernel. */
    static final Duration AUDIT = Duration.ofSeconds(30);

    /** Between two audits without notices. Look-ups are right at any time; this is for lists, and to make room. */
    static final Duration AUDIT_ALONE = Duration.ofSeconds(1);

    /** Registrations looked at in a row: a third of a millisecond, which no lookup feels. */
    static final int SLICE = 64;

    /** Between the slices of an audit. */
    static final Duration PAUSE = Duration.ofMillis(10);

    /** Notices within a second that are a storm: each costs us 4 us, and the rest of the host 7. */
    static final int STORM = 5_000;

    /** How long notices stay off after a storm. */
    static final Duration CALM = Duration.ofSeconds(60);

    private final EventLoop loop;
    private final Runnable audited;
    private final Runnable changed;
    private Optional<Liveness> liveness = Optional.empty();
    private Optional<IoRegistration> notices = Optional.empty();
    // Read by whoever describes the daemon.
    private volatile Optional<DestroyNotices> source = Optional.empty();
    private Set<Integer> ports = Set.of();
    private long second;
    private int inSecond;
    private int audits;

    /**
     * A schedule that has not begun.
     *
     * @param audited is called after each audit
     * @param changed is called when the description has changed
     */
    LivenessSchedule(EventLoop loop, Runnable audited, Runnable changed) {
        this.loop = loop;
        this.audited = audited;
        this.changed = changed;
    }

    /** Begins. */
    void start(Liveness subject) {
        liveness = Optional.of(subject);
        turnNoticesOn();
        audit(audits);
    }

    /** Has the sockets at these ports watched; the set may change until this is called again. */
    void watch(Set<Integer> watched) {
        ports = watched;
        source.ifPresent(this::watchPorts);
    }

    /** How deaths are noticed at the moment, for people. */
    String description() {
        return source.isPresent()
                ? "by the kernel's notices, and an audit every " + AUDIT.toSeconds() + " s"
                : "by an audit every " + AUDIT_ALONE.toSeconds() + " s, and at each look-up";
    }

    private void watchPorts(DestroyNotices notices) {
        try {
            notices.watch(ports);
        } catch (IOException e) {
            turnNoticesOff("the ports to watch could not be changed: " + e.getMessage());
        }
    }

    private void turnNoticesOn() {
        try {
            DestroyNotices opened = DestroyNotices.open();
            source = Optional.of(opened);
            watchPorts(opened);
            NoticeHandle handle =
                    new NoticeHandle(opened, cookie -> liveness.ifPresent(one -> one.socketEnded(cookie)), this);
            ((IoEventLoop) loop)
                    .register(handle)
                    .addListener((Future<IoRegistration> registered) -> registered(registered, handle));
        } catch (IOException e) {
            turnNoticesOff("the kernel gives none: " + e.getMessage());
        }
    }

    private void registered(Future<IoRegistration> registered, NoticeHandle handle) {
        if (registered.isSuccess()) {
            notices = Optional.of(registered.getNow());
            registered.getNow().submit(EpollIoOps.EPOLLIN);
            return;
        }
        handle.close();
        turnNoticesOff("the event loop cannot listen to them: " + registered.cause());
    }

    private void turnNoticesOff(String reason) {
        log.warn("the ends of sockets are found by audits alone: {}", reason);
        close();
        auditNow();
        changed.run();
    }

    /** Ends. */
    void stop() {
        audits++;
        close();
    }

    private void close() {
        notices.ifPresent(IoRegistration::cancel);
        notices = Optional.empty();
        source.ifPresent(DestroyNotices::close);
        source = Optional.empty();
    }

    @Override
    public void lost() {
        auditNow();
    }

    @Override
    public void failed(IOException cause) {
        turnNoticesOff("they cannot be received: " + cause.getMessage());
    }

    @Override
    public void came(int number) {
        long now = System.nanoTime();
        if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
            second = now;
            inSecond = 0;
        }
        inSecond += number;
        if (inSecond > STORM && source.isPresent()) {
            turnNoticesOff(inSecond + " notices within a second (expected: at most " + STORM + ")");
            loop.schedule(this::turnNoticesOnAgain, CALM.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void turnNoticesOnAgain() {
        log.info("the ends of sockets are found by notices again");
        turnNoticesOn();
        auditNow();
        changed.run();
    }

    /** The audit that is under way or planned ends, and another begins. */
    private void auditNow() {
        audits++;
        int number = audits;
        liveness.ifPresent(Liveness::restartAudit);
        loop.execute(() -> audit(number));
    }

    private void audit(int number) {
        if (number != audits) {
            return;
        }
        boolean complete = liveness.isEmpty() || liveness.get().audit(SLICE);
        Duration pause = complete ? betweenAudits() : PAUSE;
        if (complete) {
            audited.run();
        }
        loop.schedule(() -> audit(number), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Duration betweenAudits() {
        return source.isPresent() ? AUDIT : AUDIT_ALONE;
    }
}
