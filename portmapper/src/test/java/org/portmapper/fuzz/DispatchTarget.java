package org.portmapper.fuzz;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.portmapper.audit.AuditTrail;
import org.portmapper.audit.AuditTrails;
import org.portmapper.dispatch.Answer;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.dispatch.Program;
import org.portmapper.dispatch.Response;
import org.portmapper.identity.Peer;
import org.portmapper.liveness.KnownAddresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.model.Callers;
import org.portmapper.model.Place;
import org.portmapper.model.Programs;
import org.portmapper.model.Who;
import org.portmapper.policy.Policies;
import org.portmapper.policy.Policy;
import org.portmapper.program.RpcbindProgram;
import org.portmapper.program.Rules;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.state.Journal;

/** The dispatch path: messages of callers of all kinds to a registry that begins empty, and what must hold after each. */
public final class DispatchTarget {
    private static final Policy POLICY = Policies.of(Programs.policy("enforce"));
    private static final Callers CALLERS = new Callers();

    /** Bytes before each message: who calls, and its length. */
    static final int HEADER = 3;

    private final BindingRegistry registry = new BindingRegistry();
    private final KnownAddresses addresses = new KnownAddresses();
    private final Dispatcher dispatcher;
    private Map<String, Owner> owners = Map.of();

    private DispatchTarget() {
        AuditTrail trail = AuditTrails.to(new ArrayList<>());
        Liveness liveness = new Liveness(registry, addresses, ports -> {}, trail::withdrawn);
        Rules rules = new Rules(registry, Journal.ofNothing(), liveness, CALLERS::callerOf, () -> POLICY, trail);
        dispatcher = new Dispatcher(new Unforgiving(new RpcbindProgram(rules, Optional.empty(), Instant::now)));
        openSockets();
    }

    private void openSockets() {
        for (Place place : Place.VALID) {
            long number = place.key().hashCode();
            long uid = number % 2 == 0 ? 0 : 1;
            if (place.isLocal()) {
                addresses.listen(place.key(), uid, number);
            } else {
                addresses.open(place.key(), uid, number);
            }
        }
    }

    /** A program whose bugs are not answered but thrown. */
    private record Unforgiving(Program program) implements Program {
        @Override
        public long number() {
            return program.number();
        }

        @Override
        public long lowestVersion() {
            return program.lowestVersion();
        }

        @Override
        public long highestVersion() {
            return program.highestVersion();
        }

        @Override
        @SuppressWarnings("IllegalCatch")
        public Answer call(RpcCall call, Peer peer) throws XdrException {
            try {
                return program.call(call, peer);
            } catch (RuntimeException e) {
                throw new AssertionError(call.procedure() + " fails", e);
            }
        }
    }

    /** Takes messages, each behind a byte that says who calls and two of its length; throws where anything does not hold. */
    public static void fuzzerTestOneInput(byte[] input) {
        DispatchTarget target = new DispatchTarget();
        ByteBuffer left = ByteBuffer.wrap(input);
        while (left.remaining() >= HEADER) {
            Who who = Who.ALL.get((left.get() & 0xff) % Who.ALL.size());
            byte[] message = new byte[Math.min(left.getShort() & 0xffff, left.remaining())];
            left.get(message);
            target.take(who, message);
        }
        Views.requireEqual(target::succeed);
    }

    private void take(Who who, byte[] message) {
        Response response = dispatcher.dispatch(ByteBuffer.wrap(message), CALLERS.peerOf(who));
        if (response instanceof Response.Reply reply) {
            requireAnswers(reply.reply().toBuffer(), message);
        }
        requireOwnersStay();
        registry.all().forEach(DispatchTarget::requireProof);
    }

    private static void requireAnswers(ByteBuffer reply, byte[] message) {
        try {
            require(RpcReply.read(reply).xid() == ByteBuffer.wrap(message).getInt(), "the xid is another one");
        } catch (XdrException e) {
            throw new AssertionError("no reply", e);
        }
    }

    /** One message removes or adds, and never replaces. */
    private void requireOwnersStay() {
        Map<String, Owner> now = new HashMap<>();
        for (Registration each : registry.all()) {
            String key = each.binding().program() + " " + each.binding().version() + " "
                    + each.binding().netid().text();
            require(now.put(key, each.binding().owner()) == null, "two bindings of " + key);
            Owner before = owners.getOrDefault(key, each.binding().owner());
            require(before.equals(each.binding().owner()), "another owner of " + key);
        }
        owners = now;
    }

    /** Root's word is good; everybody else has a socket of his own there. */
    private static void requireProof(Registration registration) {
        Owner owner = registration.binding().owner();
        boolean proven = owner.equals(Owner.SUPERUSER)
                || (owner.equals(Owner.ofUid(1)) && !(registration.evidence() instanceof Evidence.Word));
        require(proven, "no proof of " + registration);
    }

    private RpcReply succeed(ByteBuffer call) {
        if (dispatcher.dispatch(call, CALLERS.peerOf(Who.ALL.getFirst())) instanceof Response.Reply reply) {
            return reply.reply();
        }
        throw new AssertionError("no reply to DUMP");
    }

    /** Messages of these callers as an input. */
    static byte[] input(List<byte[]> messages, List<Integer> callers) {
        ByteBuffer input = ByteBuffer.allocate(
                messages.stream().mapToInt(message -> HEADER + message.length).sum());
        for (int i = 0; i < messages.size(); i++) {
            input.put(callers.get(i).byteValue()).putShort((short) messages.get(i).length);
            input.put(messages.get(i));
        }
        return input.array();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
