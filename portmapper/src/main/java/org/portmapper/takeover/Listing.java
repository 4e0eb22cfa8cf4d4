package org.portmapper.takeover;

import java.time.Duration;
import java.util.List;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcProgram;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.state.Claims;

/** Asks a portmapper for all that it has registered: DUMP, RFC 1833 sections 2.2.1 and 3.2. */
public final class Listing {
    private Listing() {}

    /**
     * What it lists, with the owners by its word.
     *
     * @param deadline for each of two questions
     * @throws RpcException if it does not answer, or not as a portmapper does
     */
    public static List<Rpcb> of(RpcAddress portmapper, Duration deadline) {
        try (RpcbindClient client = RpcbindClient.open(portmapper).within(deadline);
                RpcProgram version2 =
                        RpcProgram.open(Rpcbind.PROGRAM, portmapper).within(deadline)) {
            return new Claims()
                    .addBindings(client.list())
                    .addMappings(mappings(version2))
                    .all();
        }
    }

    /** Of rpcbind's two lists, the second can hold what the first one has lost. */
    private static List<Mapping> mappings(RpcProgram portmapper) {
        try {
            return portmapper.call(
                    Rpcbind.VERSION_2,
                    PortmapProcedure.DUMP.number(),
                    arguments -> {},
                    reader -> XdrList.read(reader, Mapping::read));
        } catch (RpcException.ProgramMismatch e) {
            return List.of();
        }
    }
}
