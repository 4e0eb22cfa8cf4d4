package org.portmapper.interop.benchmark;

import java.io.IOException;
import org.acplt.oncrpc.OncRpcException;

/** An open client of the portmapper on this host, which looks always the same program up. */
interface LookupClient extends AutoCloseable {
    /** The port at which the program is served, by one look-up. */
    int port() throws Exception;

    @Override
    void close() throws IOException, OncRpcException;
}
