package org.portmapper.model;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** The daemon's procedures, with their answers in the model's words. */
final class Client {
    private final Daemon daemon;

    Client(Daemon daemon) {
        this.daemon = daemon;
    }

    /** Makes calls that come together. */
    List<Daemon.Asked> ask(List<Step.Change> changes) {
        return changes.stream().map(this::ask).toList();
    }

    private Daemon.Asked ask(Step.Change change) {
        return switch (change) {
            case Step.Set set -> daemon.ask(set.who(), set.rpcbVersion(), 1, rpcb(set));
            case Step.SetMapping set ->
                daemon.ask(set.who(), 2, 1, mapping(set.program(), set.version(), set.protocol(), set.port()));
            case Step.Unset unset ->
                daemon.ask(
                        unset.who(), unset.rpcbVersion(), 2, rpcb(unset.program(), unset.version(), unset.netid(), ""));
            case Step.UnsetMappings unset ->
                daemon.ask(unset.who(), 2, 2, mapping(unset.program(), unset.version(), 0, 0));
        };
    }

    /** What the calls were answered, once all of them are. */
    List<Model.Said> said(List<Daemon.Asked> asked) throws Exception {
        List<Model.Said> said = new ArrayList<>();
        for (Daemon.Asked each : asked) {
            said.add(said(each.reply()));
        }
        return said;
    }

    private static Model.Said said(RpcReply reply) throws Exception {
        if (reply.equals(new DeniedReply(reply.xid(), new Denial.AuthError(AuthStat.TOO_WEAK)))) {
            return Model.Said.TOO_WEAK;
        }
        return results(reply).readBool("result") ? Model.Said.TRUE : Model.Said.FALSE;
    }

    /** What is found, asked by version 3 or 4 where both have the procedure. */
    Object answer(Step.LookUp lookUp, long rpcbVersion) throws Exception {
        Who who = lookUp.who();
        return switch (lookUp.way()) {
            case TCP_PORT -> port(reply(who, 2, 3, mapping(lookUp.program(), lookUp.version(), 6, 99)));
            case UDP_PORT -> port(reply(who, 2, 3, mapping(lookUp.program(), lookUp.version(), 17, 0)));
            case ADDRESS -> address(reply(who, rpcbVersion, 3, rpcb(lookUp)));
            case ADDRESS_OF_VERSION -> address(reply(who, 4, 9, rpcb(lookUp)));
            case ADDRESSES ->
                lines(reply(who, 4, 11, rpcb(lookUp)), RpcbEntry::read, entry -> entry.netid() + " " + entry.address());
        };
    }

    private RpcReply reply(Who who, long rpcbVersion, long procedure, Opaque arguments) throws Exception {
        return daemon.ask(who, rpcbVersion, procedure, arguments).reply();
    }

    private static long port(RpcReply reply) throws Exception {
        return results(reply).readUnsignedInt("port");
    }

    private static String address(RpcReply reply) throws Exception {
        return results(reply).readString("address", 256);
    }

    List<String> list(Who who, long rpcbVersion) throws Exception {
        return lines(reply(who, rpcbVersion, 4, Opaque.EMPTY), Rpcb::read, Client::line);
    }

    private static String line(Rpcb rpcb) {
        return rpcb.program() + " " + rpcb.version() + " " + rpcb.netid() + " " + rpcb.address() + " " + rpcb.owner();
    }

    List<String> mappings(Who who) throws Exception {
        return lines(reply(who, 2, 4, Opaque.EMPTY), Mapping::read, Client::line);
    }

    private static String line(Mapping mapping) {
        String netid = mapping.protocol() == 6 ? "tcp" : mapping.protocol() == 17 ? "udp" : "none";
        return mapping.program() + " " + mapping.version() + " " + netid + " " + mapping.port();
    }

    @FunctionalInterface
    private interface Text<T> {
        String of(T value);
    }

    private static <T> List<String> lines(RpcReply reply, XdrList.ItemReader<T> reader, Text<T> text) throws Exception {
        List<String> lines = new ArrayList<>();
        for (T item : XdrList.read(results(reply), reader)) {
            lines.add(text.of(item));
        }
        return lines;
    }

    private static XdrReader results(RpcReply reply) {
        if (reply instanceof AcceptedReply accepted && accepted.status() instanceof AcceptedStatus.Success success) {
            return success.results().reader();
        }
        throw new AssertionError("no success: " + reply);
    }

    private static Opaque mapping(long program, long version, long protocol, long port) {
        XdrWriter writer = new XdrWriter();
        new Mapping(program, version, protocol, port).writeTo(writer);
        return writer.toOpaque();
    }

    private static Opaque rpcb(Step.Set set) {
        return rpcb(
                set.program(), set.version(), set.place().netid(), set.place().spelled());
    }

    /** The netid makes no difference to a look-up: section 2.2.1. */
    private static Opaque rpcb(Step.LookUp lookUp) {
        return rpcb(lookUp.program(), lookUp.version(), "tcp", "");
    }

    private static Opaque rpcb(long program, long version, String netid, String address) {
        XdrWriter writer = new XdrWriter();
        new Rpcb(program, version, netid, address, "whoever").writeTo(writer);
        return writer.toOpaque();
    }
}
