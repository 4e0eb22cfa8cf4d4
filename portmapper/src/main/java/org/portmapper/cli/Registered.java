package org.portmapper.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.portmapper.rpc.client.FoundService;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.xdr.PrintableText;

/** Questions about one program, for any version of portmapper. */
final class Registered {
    private Registered() {}

    /** Where exactly this version is reached from here, on the transports of the family by which the portmapper is asked. */
    static List<ServiceAddress> addresses(RpcbindClient client, long program, long version) {
        try {
            return client.addresses(program, version).stream()
                    .map((RpcbEntry entry) -> new ServiceAddress(program, version, entry.netid(), entry.address()))
                    .toList();
        } catch (RpcException.ProgramMismatch
                | RpcException.ProgramUnavailable
                | RpcException.ProcedureUnavailable olderThanVersion4) {
            return client.services(program).stream()
                    .filter(found -> found.service().version() == version)
                    .map(Registered::toServiceAddress)
                    .toList();
        }
    }

    private static ServiceAddress toServiceAddress(FoundService found) {
        return new ServiceAddress(
                found.service().program(),
                found.service().version(),
                found.service().netid().text(),
                found.service().universalAddress().text());
    }

    /** All bindings of a program. */
    static List<Rpcb> listed(RpcbindClient client, long program) {
        return client.list().stream()
                .filter(binding -> binding.program() == program)
                .toList();
    }

    /** What there is instead of what was asked for, to end a sentence with: {@code (registered: 3-4 on tcp, 3 on udp)}. */
    static String instead(List<Rpcb> bindings) {
        Map<String, TreeSet<Long>> versions = new LinkedHashMap<>();
        for (Rpcb binding : bindings) {
            versions.computeIfAbsent(PrintableText.of(binding.netid()), netid -> new TreeSet<>())
                    .add(binding.version());
        }
        StringJoiner text = new StringJoiner(", ", " (registered: ", ")").setEmptyValue("");
        versions.forEach((netid, those) -> text.add("version " + Versions.text(those) + " on " + netid));
        return text.toString();
    }
}
