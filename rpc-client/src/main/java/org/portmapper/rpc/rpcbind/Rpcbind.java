package org.portmapper.rpc.rpcbind;

/** The numbers by which a portmapper is reached, RFC 1833 sections 2 and 3. */
public final class Rpcbind {
    /** The program number of every portmapper. */
    public static final long PROGRAM = 100000;
    /** The UDP and TCP port that every host's portmapper has. */
    public static final int PORT = 111;
    /** The path of the local socket, as libtirpc and the Linux kernel know it. */
    public static final String LOCAL_SOCKET = "/run/rpcbind.sock";
    /** The version of RFC 1833 section 3, the port mapper. */
    public static final long VERSION_2 = 2;
    /** The first version of RFC 1833 section 2, rpcbind. */
    public static final long VERSION_3 = 3;
    /** The second version of RFC 1833 section 2, rpcbind. */
    public static final long VERSION_4 = 4;

    private Rpcbind() {}
}
