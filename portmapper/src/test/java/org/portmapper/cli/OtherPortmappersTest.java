package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.XdrWriter;

/** The commands against portmappers that are not ours: one of version 2, one that is wrong about itself, a silent one. */
class OtherPortmappersTest {
    @TempDir
    Path folder;

    /** What a portmapper answers to one call. */
    @FunctionalInterface
    private interface Answer {
        AcceptedStatus to(RpcCall call);
    }

    private static StreamPeer.Script answering(Answer answer) {
        return connection -> {
            while (true) {
                RpcCall call = connection.read();
                connection.send(StreamPeer.record(new AcceptedReply(call.xid(), answer.to(call)).toBuffer()));
            }
        };
    }

    private static AcceptedStatus success(XdrWriter results) {
        return new AcceptedStatus.Success(results.toOpaque());
    }

    private static AcceptedStatus version2(RpcCall call) {
        if (call.procedure().version() != 2) {
            return new AcceptedStatus.ProgramMismatch(2, 2);
        }
        if (call.procedure().number() != PortmapProcedure.DUMP.number()) {
            return new AcceptedStatus.ProcedureUnavailable();
        }
        XdrWriter results = new XdrWriter();
        XdrList.write(
                results,
                List.of(
                        new Mapping(100003, 3, 17, 2049),
                        new Mapping(100003, 3, 6, 2049),
                        new Mapping(100003, 2, 6, 2050),
                        new Mapping(100005, 3, 6, 700)),
                Mapping::writeTo);
        return success(results);
    }

    private static CommandRun run(StreamPeer peer, String command, String arguments) throws IOException {
        String commandLine = command + " --port " + peer.address().getPort() + " " + arguments;
        return CommandRun.with("/nonexistent", commandLine.split(" "));
    }

    @Test
    void aPortmapperOfVersion2IsListed() throws IOException {
        try (StreamPeer peer = StreamPeer.onTcp(answering(OtherPortmappersTest::version2))) {
            assertThat(run(peer, "list", "127.0.0.1").out()).isEqualTo("""
                    PROGRAM  NAME    VERSION  NETID  ADDRESS       OWNER
                    100003   nfs     3        udp    0.0.0.0:2049  -
                                     3        tcp    0.0.0.0:2049  -
                                     2        tcp    0.0.0.0:2050  -
                    100005   mountd  3        tcp    0.0.0.0:700   -
                    """);
        }
    }

    @Test
    void aPortmapperOfVersion2IsAskedByItsList() throws IOException {
        try (StreamPeer peer = StreamPeer.onTcp(answering(OtherPortmappersTest::version2))) {
            assertThat(run(peer, "lookup", "127.0.0.1 nfs 3"))
                    .isEqualTo(new CommandRun(0, "NETID  ADDRESS\nudp    127.0.0.1:2049\ntcp    127.0.0.1:2049\n", ""));
            assertThat(run(peer, "lookup", "127.0.0.1 nfs 4").err())
                    .isEqualTo("nfs (100003) version 4 is not registered at 127.0.0.1"
                            + " (registered: version 3 on udp, version 2-3 on tcp)\n");
        }
    }

    @Test
    void whatAPortmapperDoesNotCountIsAFailure() throws IOException {
        try (StreamPeer peer = StreamPeer.onTcp(answering(OtherPortmappersTest::version2))) {
            CommandRun run = run(peer, "stats", "127.0.0.1");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("version 4")
                    .contains("(expected: 2)")
                    .hasLineCount(1);
        }
    }

    @Test
    void aPortmapperThatSaysItWithdrewAndDidNotIsNotBelieved() throws IOException {
        XdrWriter list = new XdrWriter();
        XdrList.write(list, List.of(new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "a\u001bb")), Rpcb::writeTo);
        Answer answer = call -> call.procedure().number() == RpcbindProcedure.UNSET.number()
                ? success(new XdrWriter().writeBool(true))
                : success(list);
        StreamPeer peer = StreamPeer.onLocal(folder.resolve("s"), answering(answer));
        try {
            assertThat(CommandRun.with(folder.resolve("s").toString(), "unregister", "nfs", "3"))
                    .isEqualTo(new CommandRun(
                            1,
                            "",
                            "nfs (100003) version 3 belongs to a\\x1bb:"
                                    + " only its owner or root may withdraw it, over the local socket\n"));
        } finally {
            peer.close();
        }
    }

    @Test
    void aSilentPortmapperIsGivenUp() throws IOException {
        StreamPeer.Script silent = connection -> {
            while (true) {
                connection.read();
            }
        };
        try (StreamPeer peer = StreamPeer.onTcp(silent)) {
            CommandRun run = run(peer, "list", "--timeout 0.05 127.0.0.1");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("tcp 127.0.0.1:").hasLineCount(1);
        }
    }
}
