package org.portmapper.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.portmapper.audit.AuditTrail;
import org.portmapper.audit.AuditTrails;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.dispatch.Response;
import org.portmapper.liveness.KnownAddresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.policy.Policy;
import org.portmapper.program.RpcbindProgram;
import org.portmapper.program.Rules;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.server.Restorations;
import org.portmapper.state.Journal;
import org.portmapper.state.StateFile;
import org.portmapper.state.SystemIdentity;

/** What is compared with the model: everything of the daemon from the bytes of a call to those of its reply, and its file. */
final class Daemon {
    private final KnownAddresses addresses = new KnownAddresses();
    private final Callers callers = new Callers();
    private final Disk disk = new Disk();
    private final Policy policy;
    private final List<Model.Entry> portmapper;
    private final Path folder;
    private int boots;
    private Run run;
    private int xid;

    /** What ends with the process. */
    private record Run(Rules rules, Turns turns, Dispatcher dispatcher) {}

    /** A call that may not be answered yet. */
    record Asked(int xid, Response response) {
        /** The reply, as the caller reads it. */
        RpcReply reply() throws Exception {
            RpcReply reply = RpcReply.read(replyTo(response).toBuffer());
            if (reply.xid() != xid) {
                throw new AssertionError("the reply to call " + xid + " is to call " + reply.xid());
            }
            return reply;
        }

        private static RpcReply replyTo(Response response) {
            return switch (response) {
                case Response.Reply now -> now.reply();
                case Response.Later later
                when later.response().isDone() -> replyTo(later.response().join());
                default -> throw new AssertionError("no reply: " + response);
            };
        }
    }

    Daemon(Policy policy, List<Model.Entry> portmapper, Path folder) throws IOException {
        this.policy = policy;
        this.portmapper = portmapper;
        this.folder = folder;
        Files.deleteIfExists(file().path());
        run = start();
    }

    private StateFile file() {
        return new StateFile(folder, new SystemIdentity("boot " + boots), disk);
    }

    private Run start() {
        StateFile file = file();
        Turns turns = new Turns();
        BindingRegistry registry = new BindingRegistry();
        portmapper.forEach(own -> registry.set(new Registration(binding(own), new Evidence.Portmapper())));
        Journal journal = Journal.to(file::write, registry.all(), turns, turns);
        AuditTrail trail = AuditTrails.to(new ArrayList<>());
        Liveness liveness = new Liveness(registry, addresses, ports -> {}, (registration, reason) -> journal.ended());
        Rules rules = new Rules(registry, journal, liveness, callers::callerOf, () -> policy, trail);
        Restorations.restore(file, rules);
        return new Run(rules, turns, new Dispatcher(new RpcbindProgram(rules, Optional.empty(), Instant::now)));
    }

    private static Binding binding(Model.Entry entry) {
        Netid netid = Netid.of(entry.place().netid()).orElseThrow();
        UniversalAddress address =
                UniversalAddress.parse(netid.family(), entry.place().spelled()).orElseThrow();
        return new Binding(entry.program(), entry.version(), netid, address, new Owner(entry.owner()));
    }

    /** Makes a call. */
    Asked ask(Who who, long version, long procedure, Opaque arguments) {
        RpcCall call = RpcCall.anonymous(++xid, new Procedure(Programs.PORTMAPPER, version, procedure), arguments);
        return new Asked(xid, run.dispatcher().dispatch(call.toBuffer(), callers.peerOf(who)));
    }

    /** Whatever has to be written is, or is not because the disk is full. */
    void write(boolean full) {
        disk.full(full);
        run.turns().run();
        disk.full(false);
    }

    /** The daemon ends, with its last write or without, and begins anew. */
    void restart(boolean killed, boolean reboot) {
        if (!killed) {
            run.rules().journal().writeAtEnd();
            run.turns().run();
        }
        boots += reboot ? 1 : 0;
        run = start();
    }

    void opened(Place place, Sockets.Socket socket) {
        if (place.isLocal()) {
            addresses.listen(place.key(), socket.uid(), socket.number());
        } else {
            addresses.open(place.key(), socket.uid(), socket.number());
        }
    }

    void closed(Sockets.Socket socket, boolean noticed) {
        addresses.close(socket.number());
        if (noticed) {
            run.rules().liveness().socketEnded(socket.number());
        }
    }

    /** Looks at everything, and lets the time pass in which that is written. */
    void audit() {
        boolean done = false;
        while (!done) {
            done = run.rules().liveness().audit(7);
        }
        run.turns().runLater();
    }
}
