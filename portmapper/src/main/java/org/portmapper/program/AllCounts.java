package org.portmapper.program;

import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The counts of each version. */
record AllCounts(CallCounts version2, CallCounts version3, CallCounts version4) {
    AllCounts() {
        this(new CallCounts(), new CallCounts(), new CallCounts());
    }

    /** The counts of a version that is served. */
    CallCounts of(long version) {
        if (version == Rpcbind.VERSION_2) {
            return version2;
        }
        return version == Rpcbind.VERSION_3 ? version3 : version4;
    }

    /** The results of GETSTAT: {@code rpcb_stat_byvers}, RFC 1833 section 2.1. */
    Opaque results() {
        XdrWriter writer = new XdrWriter();
        version2.statistics().writeTo(writer);
        version3.statistics().writeTo(writer);
        version4.statistics().writeTo(writer);
        return writer.toOpaque();
    }
}
