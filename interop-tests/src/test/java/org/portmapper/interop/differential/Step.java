package org.portmapper.interop.differential;

import java.util.List;
import java.util.Optional;
import org.portmapper.rpc.xdr.Opaque;

/**
 * What one caller sends over a socket of its own.
 *
 * @param name unique among all steps of all scenarios
 * @param pieces the datagram, or what is written to the stream, piece by piece
 * @param ending how it is found out that nothing more will come
 * @param leftOut which part of the reply is not compared
 * @param difference what ours answers, where it is meant to differ
 */
record Step(
        String name,
        Caller caller,
        List<Opaque> pieces,
        Ending ending,
        LeftOut leftOut,
        Optional<Difference> difference) {

    /** How it is found out that nothing more will come. */
    enum Ending {
        /** A NULL call is sent behind, on the same socket: once that is answered, the step has been dealt with. */
        NULL_BEHIND,
        /** The same, but the reply comes from a third party and may take its time. */
        NULL_BEHIND_AND_PATIENCE,
        /** The stream is closed by the caller, for writing only; the subject closes the rest. */
        HALF_CLOSE
    }

    /** Which part of a reply is not compared. */
    enum LeftOut {
        NOTHING,
        /** The time of day, once it has been checked against the clock. */
        TIME,
        /** The counters of GETSTAT, once the reply has been checked for its shape. */
        STATISTICS,
        /** What the subject registered of itself, in the list of a version 3 or 4 DUMP. */
        OWN_BINDINGS
    }

    Step {
        pieces = List.copyOf(pieces);
    }
}
