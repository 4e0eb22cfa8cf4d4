package org.portmapper.rpc.remotetea;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.acplt.oncrpc.OncRpcClient;
import org.acplt.oncrpc.OncRpcClientAuth;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrAble;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcProgram;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.transport.RpcTransport;
import org.portmapper.rpc.transport.StreamTransport;
import org.portmapper.rpc.xdr.Opaque;

/**
 * The client that a generated Remote Tea stub calls through, over {@link RpcProgram}:
 * {@code new CalculatorClient(RemoteTeaClient.open(portmapper, Calculator.CALCULATOR, 1, Netid.TCP))}.
 *
 * <p>Nothing is looked up or connected before the first call; what has ended or moved is found again by the next one. Calls from
 * several threads wait side by side. What goes wrong is the exception that Remote Tea's own clients throw for it, with a text that says where and
 * why, and with the {@link RpcException} as its cause.
 *
 * <p>A call may take as long as with Remote Tea's own clients, 30 seconds, and not {@link RpcProgram#DEADLINE}: its
 * procedures were written with that in mind. {@link #setTimeout} changes it. Over UDP a call is sent again after half a second, then after
 * twice as long each time; a procedure that must not run twice is for TCP.
 */
public final class RemoteTeaClient extends OncRpcClient implements AutoCloseable {
    /**
     * Most bytes of results where nothing else is said: four times the largest read of NFS version 3 as clients ask for
     * it, and little enough that no lie in them costs more than a few times as much.
     */
    public static final int REPLY_LIMIT = 4 << 20;

    /** Most bytes of arguments: what this library would not take as a reply either. UDP has less, as the transport says. */
    private static final int ARGUMENTS_LIMIT = StreamTransport.RECORD_LIMIT;

    private static final long TIMEOUT_LIMIT = RpcTransport.DEADLINE_LIMIT.toMillis();

    /** Any port but 0, for which Remote Tea would ask the portmapper of the host itself, and wait. */
    private static final int NO_LOOKUP = 1;

    /** What is told as the host and port while a portmapper says where they are. */
    private static final InetSocketAddress NOT_KNOWN = new InetSocketAddress(0);

    private final RpcProgram called;
    private final InetSocketAddress server;
    private final int replyLimit;

    /**
     * UTF-8 until another one is set, on every JVM. Remote Tea takes the platform's, which is the same from Java 18 on;
     * before, it depends on the locale, and two ends may not understand each other.
     */
    private volatile String characterEncoding = StandardCharsets.UTF_8.name();

    private RemoteTeaClient(RpcProgram called, int program, int version, InetSocketAddress server, int replyLimit)
            throws OncRpcException, IOException {
        super(server.getAddress(), program, version, NO_LOOKUP, 0);
        this.port = server.getPort();
        this.called = called;
        this.server = server;
        this.replyLimit = replyLimit;
    }

    /**
     * A program that is found through a portmapper, at the first call and again after it has moved.
     *
     * <p>Program and version are read as 32 bits without a sign, as jrpcgen writes its constants.
     */
    public static RemoteTeaClient open(RpcbindClient portmapper, int program, int version, Netid netid) {
        return of(portmapper.program(Integer.toUnsignedLong(program), netid), program, version, NOT_KNOWN, REPLY_LIMIT);
    }

    /** A program at an address, of which no portmapper is asked. */
    public static RemoteTeaClient open(RpcAddress address, int program, int version) {
        InetSocketAddress server = address.address() instanceof UniversalAddress.Inet inet
                ? new InetSocketAddress(inet.host(), inet.port())
                : NOT_KNOWN;
        return of(RpcProgram.open(Integer.toUnsignedLong(program), address), program, version, server, REPLY_LIMIT);
    }

    private static RemoteTeaClient of(
            RpcProgram called, int program, int version, InetSocketAddress server, int replyLimit) {
        try {
            return new RemoteTeaClient(called, program, version, server, replyLimit);
        } catch (OncRpcException | IOException e) {
            throw new IllegalStateException("a client that looks nothing up cannot fail", e);
        }
    }

    /**
     * The same client, for results of up to so many bytes in place of {@link #REPLY_LIMIT}; longer ones end with
     * {@code RPC_BUFFEROVERFLOW}. It takes over what has been set, and closing one closes both.
     *
     * @param bytes 0 to {@link StreamTransport#RECORD_LIMIT}
     */
    public RemoteTeaClient withReplyLimit(int bytes) {
        if (bytes < 0 || bytes > StreamTransport.RECORD_LIMIT) {
            throw new IllegalArgumentException(
                    "reply limit: " + bytes + " bytes (expected: 0 to " + StreamTransport.RECORD_LIMIT + ")");
        }
        RemoteTeaClient client = of(called, program, version, server, bytes);
        client.timeout = timeout;
        client.auth = auth;
        client.characterEncoding = characterEncoding;
        return client;
    }

    @Override
    public void call(int procedure, int version, XdrAble arguments, XdrAble results) throws OncRpcException {
        String call = "program " + Integer.toUnsignedString(program) + " version " + Integer.toUnsignedString(version)
                + " procedure " + Integer.toUnsignedString(procedure);
        Opaque reply = send(procedure, version, arguments);
        if (reply.length() > replyLimit) {
            throw new OncRpcException(
                    OncRpcException.RPC_BUFFEROVERFLOW,
                    call + ": results: " + reply.length() + " bytes (expected: at most " + replyLimit
                            + ", more by withReplyLimit)");
        }
        decode(call, reply, results);
    }

    private Opaque send(int procedure, int version, XdrAble arguments) throws OncRpcException {
        BoundedEncodingStream encoded = new BoundedEncodingStream(ARGUMENTS_LIMIT, characterEncoding);
        OpaqueAuth credential;
        try {
            credential = credential(auth);
            arguments.xdrEncode(encoded);
        } catch (IOException e) {
            throw OncRpcFailure.of(OncRpcException.RPC_CANTENCODEARGS, "arguments: " + e, e);
        }
        try {
            return called.within(Duration.ofMillis(timeout))
                    .with(credential)
                    .call(Integer.toUnsignedLong(version), Integer.toUnsignedLong(procedure), encoded.toOpaque());
        } catch (RpcException e) {
            throw OncRpcFailure.of(e);
        }
    }

    private OpaqueAuth credential(@Nullable OncRpcClientAuth auth) throws OncRpcException, IOException {
        return auth == null ? OpaqueAuth.NONE : CallCredential.of(auth, characterEncoding);
    }

    /** Generated code allocates arrays by lengths that nobody has looked at, and follows lists wherever they lead. */
    @SuppressWarnings("IllegalCatch")
    private void decode(String call, Opaque reply, XdrAble results) throws OncRpcException {
        try {
            results.xdrDecode(new BoundedDecodingStream(reply, server, characterEncoding));
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw OncRpcFailure.of(
                    OncRpcException.RPC_CANTDECODERES, call + ": the results cannot be decoded: " + e, e);
        }
    }

    /**
     * How long a call may take, look-up and connecting included, in milliseconds: 1 to a day. 0, by which Remote Tea's
     * TCP client sends calls in batches and waits for no reply, is not to be had here.
     */
    @Override
    public void setTimeout(int milliseconds) {
        if (milliseconds < 1 || milliseconds > TIMEOUT_LIMIT) {
            throw new IllegalArgumentException("timeout: " + milliseconds + " ms (expected: 1 to " + TIMEOUT_LIMIT
                    + "; calls without replies need Remote Tea's own client)");
        }
        super.setTimeout(milliseconds);
    }

    /**
     * How strings are encoded, arguments and results; in UTF-8 where nothing is set, whatever the JVM's locale.
     *
     * @param characterEncoding a charset's name, or null for the platform's, which Remote Tea takes where none is set
     */
    @Override
    public void setCharacterEncoding(@Nullable String characterEncoding) {
        this.characterEncoding = characterEncoding == null
                ? Charset.defaultCharset().name()
                : Charset.forName(characterEncoding).name();
    }

    /** The charset's name. */
    @Override
    public String getCharacterEncoding() {
        return characterEncoding;
    }

    /** Closes the connection; calls that still wait end with {@code RPC_CANTRECV}. The portmapper's client stays open. */
    @Override
    public void close() {
        called.close();
    }
}
