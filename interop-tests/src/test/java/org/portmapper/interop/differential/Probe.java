package org.portmapper.interop.differential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portmapper.interop.differential.Outcome.Reply;
import org.portmapper.interop.differential.Step.LeftOut;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;

/** Plays all scenarios of a {@link Suite} against the subject that answers in this network namespace. */
final class Probe {
    /** Seconds that a subject's time of day may be off, since the clock moves on between its answer and our look. */
    private static final long CLOCK_TOLERANCE = 10;
    /** What stands for a result that has been checked, in place of bytes that no two runs have alike. */
    private static final Opaque CHECKED = Opaque.ofHex("c0ffee00");

    private Probe() {}

    /** Arguments: the suite's name, and the file for the transcript. */
    public static void main(String[] arguments) throws IOException {
        Suite suite = Suite.valueOf(arguments[0]);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        try (EchoService _ = EchoService.start()) {
            for (Scenario scenario : suite.scenarios()) {
                for (Step step : scenario.steps()) {
                    outcomes.put(step.name(), settled(step, play(step)));
                }
            }
        }
        new Transcript(outcomes).write(Path.of(arguments[1]));
    }

    private static Outcome play(Step step) throws IOException {
        return step.caller().isDatagram() ? DatagramExchange.play(step) : StreamExchange.play(step);
    }

    /** The outcome without what is not compared. */
    private static Outcome settled(Step step, Outcome outcome) {
        if (step.leftOut() == LeftOut.NOTHING) {
            return outcome;
        }
        return new Outcome(
                outcome.replies().stream().map(reply -> settled(step, reply)).toList(), outcome.end());
    }

    /** Anything but a successful reply is compared as it is, and so is a result that is not what it should be. */
    private static Reply settled(Step step, Reply reply) {
        try {
            if (RpcReply.read(reply.message().toBuffer()) instanceof AcceptedReply accepted
                    && accepted.status() instanceof Success success) {
                Opaque compared = compared(step.leftOut(), success.results());
                AcceptedReply settled = new AcceptedReply(accepted.xid(), accepted.verifier(), new Success(compared));
                return new Reply(Replies.bytes(settled), reply.elsewhere());
            }
            return reply;
        } catch (XdrException e) {
            return reply;
        }
    }

    private static Opaque compared(LeftOut leftOut, Opaque results) throws XdrException {
        XdrReader reader = results.reader();
        return switch (leftOut) {
            case NOTHING -> results;
            case TIME -> isNow(reader.readUnsignedInt("time")) && reader.remaining() == 0 ? CHECKED : results;
            case STATISTICS -> {
                for (int version = 0; version < RpcbStatistics.VERSIONS; version++) {
                    RpcbStatistics.read(reader);
                }
                yield reader.remaining() == 0 ? CHECKED : results;
            }
            case OWN_BINDINGS -> {
                List<Rpcb> bindings = XdrList.read(reader, Probe::readBinding);
                yield Replies.list(bindings.stream()
                        .filter(binding -> binding.program() != Rpcbind.PROGRAM)
                        .toList());
            }
        };
    }

    /** Without the limits of our own reader: rpcbind stores longer strings. */
    private static Rpcb readBinding(XdrReader reader) throws XdrException {
        return new Rpcb(
                reader.readUnsignedInt("program"),
                reader.readUnsignedInt("version"),
                reader.readString("netid", Integer.MAX_VALUE),
                reader.readString("address", Integer.MAX_VALUE),
                reader.readString("owner", Integer.MAX_VALUE));
    }

    private static boolean isNow(long seconds) {
        return Math.abs(seconds - System.currentTimeMillis() / 1000) <= CLOCK_TOLERANCE;
    }
}
