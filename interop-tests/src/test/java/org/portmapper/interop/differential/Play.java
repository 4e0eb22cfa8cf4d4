package org.portmapper.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.portmapper.interop.differential.Step.Ending;
import org.portmapper.interop.differential.Step.LeftOut;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;
import org.portmapper.rpc.xdr.Opaque;

/** Writes a scenario down step by step. */
final class Play {
    private final String scenario;
    private final List<Step> steps = new ArrayList<>();

    Play(String scenario) {
        this.scenario = scenario;
    }

    /** A message, framed as the caller's transport wants it. */
    Play call(String name, Caller caller, Opaque message) {
        return pieces(name, caller, List.of(caller.isDatagram() ? message : Messages.record(message)));
    }

    /** Bytes as they are: a datagram each, or written to the stream one after the other. */
    Play pieces(String name, Caller caller, List<Opaque> pieces) {
        return add(name, caller, pieces, Ending.NULL_BEHIND);
    }

    /** The same, and then the caller closes its side, since a NULL call behind would be taken for a part of them. */
    Play piecesThenHalfClose(String name, Caller caller, List<Opaque> pieces) {
        return add(name, caller, pieces, Ending.HALF_CLOSE);
    }

    private Play add(String name, Caller caller, List<Opaque> pieces, Ending ending) {
        steps.add(new Step(fullName(name, caller), caller, pieces, ending, LeftOut.NOTHING, Optional.empty()));
        return this;
    }

    private String fullName(String name, Caller caller) {
        return "%s / %d %s, %s".formatted(scenario, steps.size() + 1, name, caller.title());
    }

    /** The bindings that version 4 lists, without those of the subject itself. */
    Play bindings(Caller caller) {
        Opaque dump = Messages.call(4, RpcbindProcedure.DUMP.number(), Opaque.EMPTY);
        return call("bindings", caller, dump).leftOut(LeftOut.OWN_BINDINGS);
    }

    /** Ours answers the last step with this, where rpcbind does not: for the reason that the entry of this id gives. */
    Play ours(String id, Outcome outcome) {
        return difference(new Difference(id, outcome, Difference.Extent.HERE));
    }

    Play ours(String id, Opaque reply) {
        return ours(id, Outcome.of(reply));
    }

    /** The same for one row of many, in some of which rpcbind answers alike. */
    Play oursByRule(String id, Opaque reply) {
        return difference(new Difference(id, Outcome.of(reply), Difference.Extent.SOMEWHERE));
    }

    private Play difference(Difference difference) {
        Step last = steps.removeLast();
        steps.add(new Step(
                last.name(), last.caller(), last.pieces(), last.ending(), last.leftOut(), Optional.of(difference)));
        return this;
    }

    /** Part of the last step's reply is not compared. */
    Play leftOut(LeftOut leftOut) {
        Step last = steps.removeLast();
        steps.add(new Step(last.name(), last.caller(), last.pieces(), last.ending(), leftOut, last.difference()));
        return this;
    }

    /** The last step's reply comes from a third party. */
    Play patiently() {
        Step last = steps.removeLast();
        Ending ending = Ending.NULL_BEHIND_AND_PATIENCE;
        steps.add(new Step(last.name(), last.caller(), last.pieces(), ending, last.leftOut(), last.difference()));
        return this;
    }

    /** Root takes back what the scenario registered. */
    Play cleanUp(long program, long... versions) {
        for (long version : versions) {
            Opaque everywhere = Arguments.rpcb(program, version, "", "");
            call("clean up", Caller.LOCAL, Messages.call(4, RpcbindProcedure.UNSET.number(), everywhere));
        }
        return this;
    }

    Scenario end() {
        return new Scenario(scenario, steps);
    }
}
