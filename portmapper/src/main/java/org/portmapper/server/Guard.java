package org.portmapper.server;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.portmapper.audit.AuditTrail;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.identity.KernelSocketOwners;
import org.portmapper.liveness.Liveness;
import org.portmapper.program.Readmission;
import org.portmapper.program.Rules;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.state.Journal;
import org.portmapper.state.SavedBindings;
import org.portmapper.state.StateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that decides who registers what and for how long, put together: proofs, policy, liveness, audit trail. */
final class Guard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final Optional<Directories> directories;
    private final Optional<State> state;
    private final PolicyInForce policy;
    private final Sockets sockets;
    private final Proofs proofs;
    private final ExecutorService files;
    private final EventLoop loop;
    private final LivenessSchedule schedule;
    private final Rules rules;

    private Guard(
            Optional<Directories> directories,
            Optional<State> state,
            PolicyInForce policy,
            Sockets sockets,
            EventLoop loop) {
        this.directories = directories;
        this.state = state;
        this.policy = policy;
        this.sockets = sockets;
        this.loop = loop;
        this.files = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("files").daemon().factory());
        this.proofs = Proofs.of(sockets, files, loop);
        AuditTrail trail = AuditTrail.toLog(policy::name);
        this.schedule = new LivenessSchedule(loop, trail::writeRepetitions, this::writeStatus);
        BindingRegistry registry = new BindingRegistry();
        OwnBindings.of(sockets.served()).forEach(registry::set);
        Journal journal = state.map(place -> Journal.to(place.file()::write, registry.all(), files, loop))
                .orElseGet(Journal::ofNothing);
        Liveness liveness = new Liveness(registry, proofs.addresses(), schedule::watch, (registration, reason) -> {
            trail.withdrawn(registration, reason);
            journal.ended();
        });
        this.rules = new Rules(registry, journal, liveness, proofs.identification(), policy, trail);
    }

    /**
     * A guard for these sockets, which nothing passes yet.
     *
     * @param directories where it writes its status, if anywhere
     * @param state where it keeps what is registered, if anywhere
     */
    static Guard of(
            Optional<Directories> directories,
            Optional<State> state,
            PolicyInForce policy,
            Sockets sockets,
            EventLoop loop) {
        return new Guard(directories, state, policy, sockets, loop);
    }

    Rules rules() {
        return rules;
    }

    Peers peers() {
        return proofs.peers();
    }

    /** Brings back what was registered, begins to watch over it, and says how. */
    void start() {
        state.map(State::file).ifPresent(this::restore);
        loop.submit(() -> schedule.start(rules.liveness())).awaitUninterruptibly();
        log.info("registrations end {}", schedule.description());
        log.info("policy: {}", policy.get().summary());
        writeStatus();
    }

    private void restore(StateFile file) {
        Restoration restoration = new Restoration(file, rules);
        if (restoration.read() instanceof SavedBindings.Saved saved) {
            loop.submit(() -> restoration.restore(saved)).awaitUninterruptibly();
        }
        loop.execute(rules.journal()::ended);
    }

    /**
     * Registers what a predecessor had, as far as it is proven, before anything is served.
     *
     * @return whether something was claimed, and what is left of it is on the disk; not on the event loop
     */
    CompletableFuture<Boolean> readmit(List<Rpcb> claims) {
        return claims.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : loop.submit(() -> readmitNow(claims)).syncUninterruptibly().getNow();
    }

    private CompletableFuture<Boolean> readmitNow(List<Rpcb> claims) {
        Readmission readmission = new Readmission(rules, new KernelSocketOwners());
        log.info("{} of {} bindings are taken over", readmission.readmit(claims).size(), claims.size());
        // What cannot be written is registered all the same: its services are there, and the claims stay where they
        // are.
        rules.journal().changed(() -> {});
        return rules.journal().durable();
    }

    boolean reloadPolicy() {
        boolean reloaded = policy.reload();
        writeStatus();
        return reloaded;
    }

    /** Soon, and not on this thread. */
    private void writeStatus() {
        directories.ifPresent(places -> files.execute(() -> writeStatus(places)));
    }

    private void writeStatus(Directories places) {
        try {
            status(places).write(places.state());
        } catch (IOException e) {
            log.warn("the status for \"portmapper status\" cannot be written: {}", e.toString());
        }
    }

    private Status status(Directories places) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("process", Long.toString(ProcessHandle.current().pid()));
        facts.put("started", Status.startOf(ProcessHandle.current()));
        facts.put("port", Integer.toString(sockets.port()));
        facts.put("sockets", String.join(" ", sockets.localNames()));
        facts.put("policy", policy.get().summary());
        facts.put("policy directory", places.policy().toString());
        proofs.descriptions().forEach((what, how) -> facts.put("proof over " + what, how));
        facts.put("registrations end", schedule.description());
        return new Status(facts);
    }

    @Override
    public void close() {
        new Legacy(directories.flatMap(places -> places.rpcbindFor(sockets.port())))
                .leave(rules.registry().all());
        loop.submit(() -> {
                    schedule.stop();
                    rules.journal().stop();
                    proofs.close();
                })
                .awaitUninterruptibly();
        rules.journal().writeAtEnd();
        files.shutdown();
        awaitFiles();
        state.ifPresent(State::close);
    }

    private void awaitFiles() {
        try {
            if (!files.awaitTermination(Limits.LAST_FILES.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("the stop does not wait longer than {} for files", Limits.LAST_FILES);
            }
        } catch (InterruptedException e) {
            // Whoever closes is in a hurry, and what was acknowledged is written.
            Thread.currentThread().interrupt();
        }
    }
}
