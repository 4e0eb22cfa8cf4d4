package org.portmapper.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RpcbStatistics.Lookups;
import org.portmapper.rpc.xdr.UnsignedInt;

/**
 * Who was asked for and how often, {@code rpcbs_addrlist} of RFC 1833 section 2.1: so many rows, of which the oldest makes room for a
 * new one. Every look-up is counted, so nothing is allocated for it: rows are numbers, found by chains.
 */
final class LookupRows {
    private static final int NONE = -1;

    /** Spreads numbers that follow each other: 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final int capacity;
    private final long[] programs;
    private final long[] versions;
    private final Netid[] netids;
    private final long[] successes;
    private final long[] failures;
    private final int[] heads;
    private final int[] following;
    private int size;
    private int newest = NONE;

    /** @param capacity rows, a power of two */
    LookupRows(int capacity) {
        this.capacity = capacity;
        this.programs = new long[capacity];
        this.versions = new long[capacity];
        this.netids = new Netid[capacity];
        this.successes = new long[capacity];
        this.failures = new long[capacity];
        this.heads = new int[2 * capacity];
        this.following = new int[capacity];
        Arrays.fill(heads, NONE);
    }

    void count(long program, long version, Netid netid, boolean success) {
        int row = find(program, version, netid);
        int counted = row == NONE ? add(program, version, netid) : row;
        if (success) {
            successes[counted]++;
        } else {
            failures[counted]++;
        }
    }

    private int find(long program, long version, Netid netid) {
        int row = heads[chain(program, version)];
        while (row != NONE && !(programs[row] == program && versions[row] == version && netids[row] == netid)) {
            row = following[row];
        }
        return row;
    }

    private int add(long program, long version, Netid netid) {
        newest = (newest + 1) & (capacity - 1);
        if (size == capacity) {
            remove(newest);
        } else {
            size++;
        }
        programs[newest] = program;
        versions[newest] = version;
        netids[newest] = netid;
        successes[newest] = 0;
        failures[newest] = 0;
        int chain = chain(program, version);
        following[newest] = heads[chain];
        heads[chain] = newest;
        return newest;
    }

    private void remove(int row) {
        int chain = chain(programs[row], versions[row]);
        if (heads[chain] == row) {
            heads[chain] = following[row];
            return;
        }
        int before = heads[chain];
        while (following[before] != row) {
            before = following[before];
        }
        following[before] = following[row];
    }

    private int chain(long program, long version) {
        long mixed = ((program << 8) ^ version) * SPREAD;
        return (int) (mixed >>> 32) & (heads.length - 1);
    }

    /** All rows, the newest first, each number cut to 32 bits. */
    List<Lookups> newestFirst() {
        List<Lookups> rows = new ArrayList<>(size);
        for (int age = 0; age < size; age++) {
            int row = (newest - age) & (capacity - 1);
            rows.add(new Lookups(
                    programs[row],
                    versions[row],
                    successes[row] & UnsignedInt.MAX,
                    failures[row] & UnsignedInt.MAX,
                    netids[row].text()));
        }
        return rows;
    }
}
