package org.portmapper.rpc.remotetea;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrAble;
import org.acplt.oncrpc.XdrString;
import org.acplt.oncrpc.XdrVoid;
import org.acplt.oncrpc.server.OncRpcCallInformation;
import org.acplt.oncrpc.server.OncRpcDispatchable;
import org.acplt.oncrpc.server.OncRpcServerAuthUnix;
import org.acplt.oncrpc.server.OncRpcServerStub;
import org.acplt.oncrpc.server.OncRpcServerTransport;
import org.acplt.oncrpc.server.OncRpcServerTransportRegistrationInfo;
import org.acplt.oncrpc.server.OncRpcTcpServerTransport;
import org.acplt.oncrpc.server.OncRpcUdpServerTransport;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.rpcbind.Netid;

/** A server as jrpcgen generates it, on free ports: it sends a sample back, and says who called. */
final class EchoServerStub extends OncRpcServerStub implements OncRpcDispatchable, AutoCloseable {
    /** A program whose number needs all 32 bits. */
    static final int PROGRAM = 0xf000_0007;

    static final int VERSION = 1;
    static final int ECHO = 1;
    static final int CALLER = 2;

    private static final int BUFFER_SIZE = 32_768;

    EchoServerStub() throws OncRpcException, IOException {
        info = new OncRpcServerTransportRegistrationInfo[] {
            new OncRpcServerTransportRegistrationInfo(PROGRAM, VERSION),
            new OncRpcServerTransportRegistrationInfo(PROGRAM, VERSION + 1)
        };
        transports = new OncRpcServerTransport[] {
            new OncRpcUdpServerTransport(this, 0, info, BUFFER_SIZE),
            new OncRpcTcpServerTransport(this, 0, info, BUFFER_SIZE)
        };
    }

    /** One that listens already. */
    static EchoServerStub listening() throws OncRpcException, IOException {
        EchoServerStub stub = new EchoServerStub();
        Stream.of(stub.transports).forEach(OncRpcServerTransport::listen);
        return stub;
    }

    @Override
    public void dispatchOncRpcCall(OncRpcCallInformation call, int program, int version, int procedure)
            throws OncRpcException, IOException {
        switch (procedure) {
            case 0 -> answer(call, XdrVoid.XDR_VOID, XdrVoid.XDR_VOID);
            case ECHO -> {
                Sample sample = new Sample();
                answer(call, sample, sample);
            }
            case CALLER -> answer(call, XdrVoid.XDR_VOID, new XdrString(caller(call)));
            default -> call.failProcedureUnavailable();
        }
    }

    private static void answer(OncRpcCallInformation call, XdrAble arguments, XdrAble results)
            throws OncRpcException, IOException {
        call.retrieveCall(arguments);
        call.reply(results);
    }

    private static String caller(OncRpcCallInformation call) {
        return call.callMessage.auth instanceof OncRpcServerAuthUnix claims
                ? claims.machinename + " " + claims.uid + " " + claims.gid + " " + Arrays.toString(claims.gids)
                : "nobody";
    }

    int port(Netid netid) {
        return transports[netid == Netid.UDP ? 0 : 1].getPort();
    }

    RpcAddress address(Netid netid) {
        return RpcAddress.of(Loopback.INET, port(netid), netid);
    }

    @Override
    public void close() {
        close(transports);
    }
}
