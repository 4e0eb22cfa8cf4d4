package org.portmapper.program;

import org.portmapper.dispatch.Answer;
import org.portmapper.rpc.xdr.XdrWriter;

/** The results that several procedures share, encoded once. */
final class Results {
    /** The boolean TRUE: done. */
    static final Answer TRUE = Answer.success(new XdrWriter(4).writeBool(true).toOpaque());

    /** The boolean FALSE: refused. */
    static final Answer FALSE = Answer.success(new XdrWriter(4).writeBool(false).toOpaque());

    private Results() {}

    /** The same answer, and something done if it is TRUE. */
    static Answer ifTrue(Answer answer, Runnable then) {
        return Answer.later(Answer.eventual(answer).thenApply(last -> {
            if (last.equals(TRUE)) {
                then.run();
            }
            return last;
        }));
    }

    static Answer unsignedInt(long value) {
        return Answer.success(new XdrWriter(4).writeUnsignedInt(value).toOpaque());
    }

    static Answer string(String value) {
        return Answer.success(new XdrWriter().writeString(value).toOpaque());
    }
}
