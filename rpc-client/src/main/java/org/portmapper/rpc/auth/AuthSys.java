package org.portmapper.rpc.auth;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.message.AuthFlavor;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** The body of an AUTH_SYS credential, RFC 5531 appendix A: ids that the caller claims and nobody has checked. */
public record AuthSys(long stamp, String machineName, long uid, long gid, List<Long> gids) {
    /** Most bytes of a machine name, RFC 5531 appendix A. */
    public static final int MACHINE_NAME_LIMIT = 255;
    /** Most supplementary groups, RFC 5531 appendix A. */
    public static final int GIDS_LIMIT = 16;

    /** Refuses names and group lists over the limits, and ids that 32 bits cannot hold. */
    public AuthSys {
        UnsignedInt.require("stamp", stamp);
        UnsignedInt.require("uid", uid);
        UnsignedInt.require("gid", gid);
        gids = List.copyOf(gids);
        gids.forEach(id -> UnsignedInt.require("gid", id));
        if (machineName.length() > MACHINE_NAME_LIMIT) {
            throw new IllegalArgumentException(
                    "machine name: " + machineName.length() + " bytes (expected: at most " + MACHINE_NAME_LIMIT + ")");
        }
        if (gids.size() > GIDS_LIMIT) {
            throw new IllegalArgumentException("gids: " + gids.size() + " (expected: at most " + GIDS_LIMIT + ")");
        }
    }

    /** Reads a credential's body; bytes after the last group are ignored, as other servers do. */
    public static AuthSys read(XdrReader reader) throws XdrException {
        long stamp = reader.readUnsignedInt("stamp");
        String machineName = reader.readString("machine name", MACHINE_NAME_LIMIT);
        long uid = reader.readUnsignedInt("uid");
        long gid = reader.readUnsignedInt("gid");
        return new AuthSys(stamp, machineName, uid, gid, readGids(reader));
    }

    private static List<Long> readGids(XdrReader reader) throws XdrException {
        long count = reader.readUnsignedInt("gid count");
        if (count > GIDS_LIMIT) {
            throw new XdrException("gid count: " + count + " (expected: at most " + GIDS_LIMIT + ")");
        }
        List<Long> gids = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            gids.add(reader.readUnsignedInt("gid"));
        }
        return gids;
    }

    /** The credential that carries this body. */
    public OpaqueAuth toCredential() {
        XdrWriter writer = new XdrWriter();
        writer.writeUnsignedInt(stamp).writeString(machineName);
        writer.writeUnsignedInt(uid).writeUnsignedInt(gid).writeUnsignedInt(gids.size());
        gids.forEach(writer::writeUnsignedInt);
        return new OpaqueAuth(AuthFlavor.SYS, writer.toOpaque());
    }
}
