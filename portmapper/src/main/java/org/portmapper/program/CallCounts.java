package org.portmapper.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.RpcbStatistics.RemoteCalls;
import org.portmapper.rpc.xdr.UnsignedInt;

/** What GETSTAT reports of one version: RFC 1833 section 2.2.1. It belongs to the event loop. */
final class CallCounts {
    /**
     * Rows of each list. Strangers fill them with what they ask for, so the oldest row makes room for a new one; three
     * versions with two full lists are 50 kB, which a GETSTAT over TCP carries.
     */
    static final int ROWS = 256;

    private record Remote(Procedure procedure, Netid netid) {}

    /** Of one row: how often it went well, how often not, and how often by INDIRECT. */
    private static final class Tally {
        private long successes;
        private long failures;
        private long indirect;

        void count(boolean success) {
            if (success) {
                successes++;
            } else {
                failures++;
            }
        }
    }

    private final long[] calls = new long[RpcbStatistics.PROCEDURES];
    private final LookupRows lookups = new LookupRows(ROWS);
    private final SequencedMap<Remote, Tally> remoteCalls = new LinkedHashMap<>();
    private long sets;
    private long unsets;

    void called(int procedure) {
        calls[procedure]++;
    }

    void set() {
        sets++;
    }

    void unset() {
        unsets++;
    }

    void lookedUp(long program, long version, Netid netid, boolean success) {
        lookups.count(program, version, netid, success);
    }

    void calledRemotely(Procedure procedure, Netid netid, boolean success, boolean indirect) {
        Tally tally = row(remoteCalls, new Remote(procedure, netid));
        tally.count(success);
        tally.indirect += indirect ? 1 : 0;
    }

    private static <K> Tally row(SequencedMap<K, Tally> rows, K key) {
        if (rows.size() >= ROWS && !rows.containsKey(key)) {
            rows.pollFirstEntry();
        }
        return rows.computeIfAbsent(key, missing -> new Tally());
    }

    /** The counts as they go out: newest rows first, each number cut to 32 bits. */
    RpcbStatistics statistics() {
        List<RemoteCalls> remoteRows = new ArrayList<>();
        remoteCalls.forEach((row, tally) -> remoteRows.add(remoteCalls(row, tally)));
        Collections.reverse(remoteRows);
        List<Long> callCounts =
                LongStream.of(calls).map(CallCounts::cut).boxed().toList();
        return new RpcbStatistics(callCounts, cut(sets), cut(unsets), lookups.newestFirst(), remoteRows);
    }

    private static RemoteCalls remoteCalls(Remote row, Tally tally) {
        return new RemoteCalls(
                row.procedure(),
                cut(tally.successes),
                cut(tally.failures),
                cut(tally.indirect),
                row.netid().text());
    }

    private static long cut(long count) {
        return count & UnsignedInt.MAX;
    }
}
