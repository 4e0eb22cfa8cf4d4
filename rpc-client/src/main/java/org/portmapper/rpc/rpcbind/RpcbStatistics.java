package org.portmapper.rpc.rpcbind;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/**
 * What a portmapper counted for one of its versions: {@code rpcb_stat}, RFC 1833 section 2.1. All counts are 32 bits wide.
 *
 * @param calls calls of each procedure by its number, {@value #PROCEDURES} of them
 * @param sets registrations that succeeded
 * @param unsets removals that succeeded
 * @param lookups answers of GETPORT, GETADDR and GETVERSADDR
 * @param remoteCalls calls passed on by CALLIT, BCAST and INDIRECT
 */
public record RpcbStatistics(
        List<Long> calls, long sets, long unsets, List<Lookups> lookups, List<RemoteCalls> remoteCalls) {
    /** Procedures that are counted: {@code RPCBSTAT_HIGHPROC}. */
    public static final int PROCEDURES = 13;

    /** Versions in a reply of GETSTAT, 2 to 4: {@code RPCBVERS_STAT}. */
    public static final int VERSIONS = 3;

    /** How often a program was looked up on a transport: {@code rpcbs_addrlist}. */
    public record Lookups(long program, long version, long successes, long failures, String netid) {
        /** Refuses numbers that 32 bits cannot hold. */
        public Lookups {
            UnsignedInt.require("program", program);
            UnsignedInt.require("version", version);
            UnsignedInt.require("successes", successes);
            UnsignedInt.require("failures", failures);
        }

        static Lookups read(XdrReader reader) throws XdrException {
            return new Lookups(
                    reader.readUnsignedInt("program"),
                    reader.readUnsignedInt("version"),
                    reader.readUnsignedInt("successes"),
                    reader.readUnsignedInt("failures"),
                    reader.readString("netid", Rpcb.NETID_LIMIT));
        }

        void writeTo(XdrWriter writer) {
            writer.writeUnsignedInt(program).writeUnsignedInt(version);
            writer.writeUnsignedInt(successes).writeUnsignedInt(failures).writeString(netid);
        }
    }

    /** How often a procedure was called through the portmapper: {@code rpcbs_rmtcalllist}. */
    public record RemoteCalls(Procedure procedure, long successes, long failures, long indirect, String netid) {
        /** Refuses numbers that 32 bits cannot hold. */
        public RemoteCalls {
            UnsignedInt.require("successes", successes);
            UnsignedInt.require("failures", failures);
            UnsignedInt.require("indirect", indirect);
        }

        static RemoteCalls read(XdrReader reader) throws XdrException {
            return new RemoteCalls(
                    new Procedure(
                            reader.readUnsignedInt("program"),
                            reader.readUnsignedInt("version"),
                            reader.readUnsignedInt("procedure")),
                    reader.readUnsignedInt("successes"),
                    reader.readUnsignedInt("failures"),
                    reader.readUnsignedInt("indirect"),
                    reader.readString("netid", Rpcb.NETID_LIMIT));
        }

        void writeTo(XdrWriter writer) {
            writer.writeUnsignedInt(procedure.program()).writeUnsignedInt(procedure.version());
            writer.writeUnsignedInt(procedure.number());
            writer.writeUnsignedInt(successes).writeUnsignedInt(failures).writeUnsignedInt(indirect);
            writer.writeString(netid);
        }
    }

    /** Refuses numbers that 32 bits cannot hold, and a list of calls that has not one count for each procedure. */
    public RpcbStatistics {
        calls = List.copyOf(calls);
        calls.forEach(count -> UnsignedInt.require("calls", count));
        UnsignedInt.require("sets", sets);
        UnsignedInt.require("unsets", unsets);
        lookups = List.copyOf(lookups);
        remoteCalls = List.copyOf(remoteCalls);
        if (calls.size() != PROCEDURES) {
            throw new IllegalArgumentException("calls: " + calls.size() + " (expected: " + PROCEDURES + ")");
        }
    }

    /** Reads the statistics of one version. */
    public static RpcbStatistics read(XdrReader reader) throws XdrException {
        List<Long> calls = new ArrayList<>(PROCEDURES);
        for (int procedure = 0; procedure < PROCEDURES; procedure++) {
            calls.add(reader.readUnsignedInt("calls"));
        }
        return new RpcbStatistics(
                calls,
                reader.readUnsignedInt("sets"),
                reader.readUnsignedInt("unsets"),
                XdrList.read(reader, Lookups::read),
                XdrList.read(reader, RemoteCalls::read));
    }

    /** Writes the statistics of one version. */
    public void writeTo(XdrWriter writer) {
        calls.forEach(writer::writeUnsignedInt);
        writer.writeUnsignedInt(sets).writeUnsignedInt(unsets);
        XdrList.write(writer, lookups, Lookups::writeTo);
        XdrList.write(writer, remoteCalls, RemoteCalls::writeTo);
    }
}
