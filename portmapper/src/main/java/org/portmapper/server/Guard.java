package org.portmapper.server;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.portmapper.audit.AuditTrail;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.liveness.Addresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.program.Rules;
import org.portmapper.registry.BindingRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that decides who registers what and for how long, put together: proofs, policy, liveness, audit trail. */
final class Guard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final Optional<Directories> directories;
    private final PolicyInForce policy;
    private final Sockets sockets;
    private final Proofs proofs;
    private final ExecutorService files;
    private final EventLoop loop;
    private final LivenessSchedule schedule;
    private final Rules rules;

    private Guard(Optional<Directories> directories, PolicyInForce policy, Sockets sockets, EventLoop loop) {
        this.directories = directories;
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
        Addresses addresses = proofs.addresses();
        Liveness liveness = new Liveness(registry, addresses, schedule::watch, trail::withdrawn);
        this.rules = new Rules(registry, liveness, addresses, proofs.identification(), policy, trail);
    }

    /**
     * A guard for these sockets, which nothing passes yet.
     *
     * @param directories where it writes its status, if anywhere
     */
    static Guard of(Optional<Directories> directories, PolicyInForce policy, Sockets sockets, EventLoop loop) {
        return new Guard(directories, policy, sockets, loop);
    }

    Rules rules() {
        return rules;
    }

    Peers peers() {
        return proofs.peers();
    }

    /** Begins to watch over what is registered, and says how. */
    void start() {
        loop.submit(() -> schedule.start(rules.liveness())).awaitUninterruptibly();
        log.info("registrations end {}", schedule.description());
        log.info("policy: {}", policy.get().summary());
        writeStatus();
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
        loop.submit(() -> {
                    schedule.stop();
                    proofs.close();
                })
                .awaitUninterruptibly();
        files.shutdown();
        awaitFiles();
    }

    private void awaitFiles() {
        try {
            if (!files.awaitTermination(Limits.LAST_FILES.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("the stop does not wait longer than {} for files", Limits.LAST_FILES);
            }
        } catch (InterruptedException e) {
            // Whoever closes is in a hurry, and nothing depends on the files.
            Thread.currentThread().interrupt();
        }
    }
}
