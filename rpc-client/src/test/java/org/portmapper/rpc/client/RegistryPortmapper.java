package org.portmapper.rpc.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial.AuthError;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** A portmapper of version 2 or 4 that registers, lists and withdraws, with the habits that portmappers have. */
final class RegistryPortmapper {
    /** What it does beside the plain thing. */
    enum Habit {
        /** SET is answered with false, whatever it is. */
        REFUSES,
        /** SET is answered with AUTH_TOOWEAK. */
        DENIES,
        /** SET is answered with SYSTEM_ERR. */
        FAILS,
        /** SET of what is registered already is answered with false. */
        FALSE_TO_THE_SAME,
        /** UNSET is answered with false, and does nothing. */
        FORBIDS_TO_WITHDRAW,
        /** UNSET is answered with true, and does nothing. */
        KEEPS_WHAT_IS_WITHDRAWN
    }

    private final long highest;
    private final Queue<Rpcb> bindings = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Set<Habit> habits = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Consumer<String> before;

    RegistryPortmapper(long highest) {
        this(highest, heard -> {});
    }

    /** One that lets somebody know what it has heard before it answers. */
    RegistryPortmapper(long highest, Consumer<String> before) {
        this.highest = highest;
        this.before = before;
    }

    /** Everything that is registered, without owners. */
    List<Rpcb> bindings() {
        return List.copyOf(bindings);
    }

    /** Somebody else registers this. */
    void add(Rpcb binding) {
        bindings.add(binding);
    }

    void become(Habit habit) {
        habits.add(habit);
    }

    void leaveOff(Habit habit) {
        habits.remove(habit);
    }

    /** It says false to every SET of this address. */
    void refuse(String address) {
        refused.add(address);
    }

    /** It loses all, as when it is restarted. */
    void lose() {
        bindings.clear();
    }

    /** The calls in the order of their arrival, as {@code SET tcp 0.0.0.0.8.1}; waits for the next one. */
    BlockingQueue<String> heard() {
        return heard;
    }

    /** What was heard and not yet asked for. */
    List<String> heardSoFar() {
        return List.copyOf(heard);
    }

    UdpPeer onUdp() throws IOException {
        return new UdpPeer(call -> List.of(answer(call)));
    }

    StreamPeer onTcp() throws IOException {
        return StreamPeer.onTcp(this::talk);
    }

    StreamPeer onLocal(Path path) throws IOException {
        return StreamPeer.onLocal(path, this::talk);
    }

    /** Answers until the client has closed the connection. */
    void talk(StreamPeer.Connection connection) throws IOException {
        try {
            while (true) {
                answerOne(connection);
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // The client went while it was answered; the next one may come.
            return;
        }
    }

    void answerOne(StreamPeer.Connection connection) throws IOException {
        connection.send(StreamPeer.record(answer(connection.read())));
    }

    ByteBuffer answer(RpcCall call) {
        try {
            return reply(call).toBuffer();
        } catch (XdrException e) {
            throw new AssertionError("what the client sent", e);
        }
    }

    private RpcReply reply(RpcCall call) throws XdrException {
        if (call.procedure().version() > highest) {
            return new AcceptedReply(call.xid(), new AcceptedStatus.ProgramMismatch(2, highest));
        }
        int procedure = (int) call.procedure().number();
        Optional<Rpcb> binding = procedure == 1 || procedure == 2
                ? Optional.of(read(call.arguments().reader()))
                : Optional.empty();
        String text = text(procedure, binding);
        before.accept(text);
        RpcReply reply = reply(call, procedure, binding);
        heard.add(text);
        return reply;
    }

    private static String text(int procedure, Optional<Rpcb> binding) {
        return switch (procedure) {
            case 0 -> "NULL";
            case 1 ->
                "SET " + binding.orElseThrow().netid() + " "
                        + binding.orElseThrow().address();
            case 2 -> "UNSET " + binding.orElseThrow().netid();
            case 4 -> "DUMP";
            default -> throw new AssertionError("procedure " + procedure + " is not expected");
        };
    }

    private RpcReply reply(RpcCall call, int procedure, Optional<Rpcb> binding) {
        if (procedure == 1 && habits.contains(Habit.DENIES)) {
            return new DeniedReply(call.xid(), new AuthError(AuthStat.TOO_WEAK));
        } else if (procedure == 1 && habits.contains(Habit.FAILS)) {
            return new AcceptedReply(call.xid(), new AcceptedStatus.SystemError());
        }
        XdrWriter results = new XdrWriter();
        binding.ifPresent(named -> results.writeBool(procedure == 1 ? set(named) : unset(named)));
        if (procedure == 4) {
            list(results);
        }
        return new AcceptedReply(call.xid(), new AcceptedStatus.Success(results.toOpaque()));
    }

    private Rpcb read(XdrReader arguments) throws XdrException {
        if (highest > 2) {
            return Rpcb.read(arguments);
        }
        Mapping mapping = Mapping.read(arguments);
        String netid = Netid.ofProtocol(mapping.protocol()).orElseThrow().text();
        String address = "0.0.0.0." + (mapping.port() >> 8) + "." + (mapping.port() & 0xff);
        return new Rpcb(mapping.program(), mapping.version(), netid, address, "");
    }

    private boolean set(Rpcb binding) {
        if (habits.contains(Habit.REFUSES) || refused.contains(binding.address())) {
            return false;
        }
        Optional<Rpcb> present = bindings.stream()
                .filter(other ->
                        isOfTheSameVersion(other, binding) && other.netid().equals(binding.netid()))
                .findFirst();
        if (present.isPresent()) {
            return present.get().address().equals(binding.address()) && !habits.contains(Habit.FALSE_TO_THE_SAME);
        }
        return bindings.add(binding);
    }

    /** Version 2 withdraws udp and tcp together. */
    private boolean unset(Rpcb unwanted) {
        if (habits.contains(Habit.FORBIDS_TO_WITHDRAW)) {
            return false;
        } else if (habits.contains(Habit.KEEPS_WHAT_IS_WITHDRAWN)) {
            return true;
        }
        return bindings.removeIf(binding -> isOfTheSameVersion(binding, unwanted)
                && (highest == 2 || binding.netid().equals(unwanted.netid())));
    }

    private static boolean isOfTheSameVersion(Rpcb a, Rpcb b) {
        return a.program() == b.program() && a.version() == b.version();
    }

    private void list(XdrWriter results) {
        if (highest > 2) {
            XdrList.write(results, bindings, Rpcb::writeTo);
        } else {
            List<Mapping> mappings =
                    bindings.stream().map(RegistryPortmapper::toMapping).toList();
            XdrList.write(results, mappings, Mapping::writeTo);
        }
    }

    private static Mapping toMapping(Rpcb binding) {
        int port = UniversalAddress.parseInet(binding.address()).orElseThrow().port();
        int protocol = Netid.of(binding.netid()).orElseThrow().protocol();
        return new Mapping(binding.program(), binding.version(), protocol, port);
    }
}
