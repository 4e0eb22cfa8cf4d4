package org.portmapper.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;

/** The registry as versions 2 and 4 show it: what both can express must be the same. */
final class Views {
    private static final long DUMP = 4;

    private Views() {}

    /** Answers a call. */
    @FunctionalInterface
    interface Ask {
        /** The reply to it. */
        RpcReply reply(ByteBuffer call);
    }

    /** Everything that is registered, if both versions agree about it. */
    static List<Rpcb> requireEqual(Ask ask) {
        try {
            List<Rpcb> bindings = XdrList.read(dump(ask, 4), Rpcb::read);
            List<Mapping> mappings = XdrList.read(dump(ask, 2), Mapping::read);
            List<String> expected = bindings.stream()
                    .filter(each -> each.netid().equals("udp") || each.netid().equals("tcp"))
                    .map(Views::mapping)
                    .toList();
            assertThat(mappings.stream().map(Views::text).toList()).isEqualTo(expected);
            return bindings;
        } catch (XdrException e) {
            throw new AssertionError("a list that cannot be read", e);
        }
    }

    private static String mapping(Rpcb binding) {
        String[] parts = binding.address().split("\\.");
        int port = 256 * Integer.parseInt(parts[parts.length - 2]) + Integer.parseInt(parts[parts.length - 1]);
        return binding.program() + " " + binding.version() + " " + binding.netid() + " " + port;
    }

    private static String text(Mapping mapping) {
        return mapping.program() + " " + mapping.version() + " " + (mapping.protocol() == 6 ? "tcp" : "udp") + " "
                + mapping.port();
    }

    private static XdrReader dump(Ask ask, long version) {
        RpcCall call = RpcCall.anonymous(7, new Procedure(100_000, version, DUMP), Opaque.EMPTY);
        if (ask.reply(call.toBuffer()) instanceof AcceptedReply accepted
                && accepted.status() instanceof AcceptedStatus.Success success) {
            return success.results().reader();
        }
        throw new AssertionError("DUMP of version " + version + " fails");
    }
}
