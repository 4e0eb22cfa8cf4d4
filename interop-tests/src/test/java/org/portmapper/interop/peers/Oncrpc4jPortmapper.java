package org.portmapper.interop.peers;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.dcache.oncrpc4j.portmap.OncRpcbindServer;
import org.dcache.oncrpc4j.rpc.OncRpcProgram;
import org.dcache.oncrpc4j.rpc.OncRpcSvc;
import org.dcache.oncrpc4j.rpc.OncRpcSvcBuilder;

/** The portmapper that comes with oncrpc4j, on port 111 over UDP and TCP, set up as its own daemon sets it up; runs until it is killed. */
public final class Oncrpc4jPortmapper {
    private static final int PORT = 111;
    private static final int PROGRAM = 100000;
    private static final int VERSION = 2;

    private Oncrpc4jPortmapper() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        OncRpcSvc service = new OncRpcSvcBuilder()
                .withPort(PORT)
                .withTCP()
                .withUDP()
                .withSameThreadIoStrategy()
                .withoutAutoPublish()
                .withRpcService(new OncRpcProgram(PROGRAM, VERSION), new OncRpcbindServer())
                .build();
        service.start();
        // Its threads do not keep the process alive.
        new CountDownLatch(1).await();
    }
}
