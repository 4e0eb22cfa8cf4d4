package org.portmapper.rpc.remotetea;

import java.io.IOException;
import org.acplt.oncrpc.OncRpcClient;
import org.acplt.oncrpc.OncRpcClientStub;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrString;
import org.acplt.oncrpc.XdrVoid;

/** The client of {@link EchoServerStub} as jrpcgen generates it. */
final class EchoClient extends OncRpcClientStub implements AutoCloseable {
    EchoClient(OncRpcClient client) throws OncRpcException, IOException {
        super(client);
    }

    Sample echo(Sample sample) throws OncRpcException {
        Sample result = new Sample();
        getClient().call(EchoServerStub.ECHO, EchoServerStub.VERSION, sample, result);
        return result;
    }

    String caller() throws OncRpcException {
        XdrString result = new XdrString();
        getClient().call(EchoServerStub.CALLER, EchoServerStub.VERSION, XdrVoid.XDR_VOID, result);
        return result.stringValue();
    }

    @Override
    public void close() throws OncRpcException {
        super.close();
    }
}
