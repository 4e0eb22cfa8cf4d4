package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Messages.call;
import static org.portmapper.interop.differential.Messages.concatenated;
import static org.portmapper.interop.differential.Messages.fragment;
import static org.portmapper.interop.differential.Messages.markedFragment;
import static org.portmapper.interop.differential.Messages.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.Opaque;

/** Records on a stream: fragments, pieces, several calls at once, ends that come too early; RFC 5531 section 11. */
final class RecordScenarios {
    private static final long PROGRAM = 0x2000_0d00L;
    private static final int HEADER_LENGTH = 40;
    private static final int RPCBIND_LIMIT = 9000;
    private static final int OUR_LIMIT = 65_536;
    /** What GETADDR says of a program that is not registered. */
    private static final Opaque NOT_FOUND = Replies.string("");

    private RecordScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Caller caller : List.of(Caller.TCP, Caller.TCP6, Caller.LOCAL)) {
            scenarios.add(pieces(caller));
            scenarios.add(fragments(caller));
            scenarios.add(severalCalls(caller));
            scenarios.add(ends(caller));
            scenarios.add(limits(caller));
        }
        return scenarios;
    }

    private static Play play(String name, Caller caller) {
        return new Play("%s over %s".formatted(name, caller.netid().text()));
    }

    private static Opaque getAddr() {
        return call(4, 3, rpcb(PROGRAM, 1, "tcp", ""));
    }

    private static Scenario pieces(Caller caller) {
        Opaque whole = record(getAddr());
        Play play = play("pieces", caller);
        play.pieces("byte by byte", caller, split(whole, 1));
        play.pieces("three bytes at a time", caller, split(whole, 3));
        play.pieces("mark and call apart", caller, List.of(Messages.truncated(whole, 4), getAddr()));
        return play.end();
    }

    private static List<Opaque> split(Opaque bytes, int size) {
        List<Opaque> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length(); from += size) {
            int to = Math.min(bytes.length(), from + size);
            pieces.add(Opaque.of(Arrays.copyOfRange(bytes.toBytes(), from, to)));
        }
        return pieces;
    }

    private static Scenario fragments(Caller caller) {
        Play play = play("fragments", caller);
        for (int size : List.of(1, 4, 20, HEADER_LENGTH, 50)) {
            List<Opaque> parts = split(getAddr(), size);
            List<Opaque> marked = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                marked.add(fragment(i == parts.size() - 1, parts.get(i)));
            }
            // In one piece: what is made of it must not depend on how TCP cuts it.
            play.pieces("of %d bytes".formatted(size), caller, List.of(concatenated(marked.toArray(Opaque[]::new))));
            play.ours("D07", NOT_FOUND);
        }
        Opaque empty = fragment(false, Opaque.EMPTY);
        Opaque end = fragment(true, Opaque.EMPTY);
        play.pieces("an empty one before", caller, List.of(concatenated(empty, record(getAddr()))));
        play.ours("D07", NOT_FOUND);
        play.pieces("an empty last one behind", caller, List.of(concatenated(fragment(false, getAddr()), end)));
        play.ours("D07", NOT_FOUND);
        play.pieces("an empty record", caller, List.of(end));
        return play.end();
    }

    private static Scenario severalCalls(Caller caller) {
        Play play = play("several calls", caller);
        List<Opaque> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Procedure called = new Procedure(Rpcbind.PROGRAM, 2 + i % 3, i % 2 == 0 ? 0 : 4);
            calls.add(record(Messages.callWithXid(i, called, Opaque.EMPTY)));
        }
        play.pieces("in one piece", caller, List.of(concatenated(calls.toArray(Opaque[]::new))));
        play.pieces("one behind the other", caller, calls);
        play.piecesThenHalfClose("and a half close", caller, calls);
        Opaque garbage = record(call(4, 1, Opaque.EMPTY));
        play.pieces("garbage and a good one", caller, List.of(garbage, record(getAddr())));
        play.pieces(
                "a good one and no call", caller, List.of(concatenated(record(getAddr()), record(Replies.bool(true)))));
        return play.end();
    }

    private static Scenario ends(Caller caller) {
        Play play = play("ends", caller);
        Opaque whole = record(getAddr());
        play.piecesThenHalfClose("nothing", caller, List.of());
        play.piecesThenHalfClose("a call", caller, List.of(whole));
        for (int length : List.of(1, 3, 4, 5, HEADER_LENGTH, whole.length() - 1)) {
            play.piecesThenHalfClose(
                    "%d bytes of a call".formatted(length), caller, List.of(Messages.truncated(whole, length)));
        }
        play.piecesThenHalfClose(
                "a call and a half", caller, List.of(whole, Messages.truncated(whole, whole.length() / 2)));
        play.piecesThenHalfClose("a mark that promises more", caller, List.of(markedFragment(true, 1000, getAddr())));
        play.pieces("a mark that promises less", caller, List.of(markedFragment(true, HEADER_LENGTH, getAddr())));
        return play.end();
    }

    private static Scenario limits(Caller caller) {
        Play play = play("limits", caller);
        Opaque message = getAddr();
        for (int length : List.of(8999, 9000, 9001, 9004, 65_532, 65_536, 65_537)) {
            Opaque padded = concatenated(message, Opaque.of(new byte[length - message.length()]));
            play.pieces("a call in %d bytes".formatted(length), caller, List.of(record(padded)));
            if (length > RPCBIND_LIMIT && length <= OUR_LIMIT) {
                play.ours("D08", NOT_FOUND);
            }
        }
        for (int length : List.of(9001, 65_537, Integer.MAX_VALUE)) {
            play.piecesThenHalfClose(
                    "a mark of %d bytes".formatted(length), caller, List.of(markedFragment(true, length, message)));
            play.piecesThenHalfClose(
                    "a first mark of %d bytes".formatted(length),
                    caller,
                    List.of(markedFragment(false, length, message)));
        }
        return play.end();
    }
}
