package org.portmapper.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;

/** The statistics of GETSTAT for people: RFC 1833 section 2.1, {@code rpcb_stat_byvers}. */
final class StatisticsText {
    /** The version that the first of the statistics is about. */
    static final int FIRST_VERSION = (int) Rpcbind.VERSION_2;

    private final List<RpcbStatistics> versions;
    private final ProgramNames names;

    StatisticsText(List<RpcbStatistics> versions, ProgramNames names) {
        this.versions = List.copyOf(versions);
        this.names = names;
    }

    /** The calls of each procedure that a version has, by its name. */
    static Map<String, Long> calls(int version, RpcbStatistics statistics) {
        List<String> procedures = version == Rpcbind.VERSION_2
                ? Arrays.stream(PortmapProcedure.values()).map(Enum::name).toList()
                : Arrays.stream(RpcbindProcedure.values())
                        .filter(procedure ->
                                RpcbindProcedure.of(version, procedure.number()).isPresent())
                        .map(Enum::name)
                        .toList();
        Map<String, Long> calls = new LinkedHashMap<>();
        for (int i = 0; i < procedures.size(); i++) {
            calls.put(procedures.get(i), statistics.calls().get(i));
        }
        return calls;
    }

    /** Three tables; those of look-ups and of calls passed on only where there were any. */
    String text(boolean colour) {
        StringBuilder text = new StringBuilder(calls().text(colour));
        if (versions.stream().anyMatch(one -> !one.lookups().isEmpty())) {
            text.append('\n').append(lookups().text(colour));
        }
        if (versions.stream().anyMatch(one -> !one.remoteCalls().isEmpty())) {
            text.append('\n').append(remoteCalls().text(colour));
        }
        return text.toString();
    }

    private TextTable calls() {
        List<Map<String, Long>> calls = new ArrayList<>();
        Map<String, Long> procedures = new LinkedHashMap<>();
        for (int i = 0; i < versions.size(); i++) {
            calls.add(calls(FIRST_VERSION + i, versions.get(i)));
            procedures.putAll(calls.getLast());
        }
        TextTable table = new TextTable(header("CALLS"));
        for (String procedure : procedures.keySet()) {
            table.add(row(
                    procedure,
                    calls.stream()
                            .map(one -> one.containsKey(procedure)
                                    ? one.get(procedure).toString()
                                    : "-")
                            .toList()));
        }
        table.add(row(
                "registered",
                versions.stream().map(one -> Long.toString(one.sets())).toList()));
        table.add(row(
                "withdrawn",
                versions.stream().map(one -> Long.toString(one.unsets())).toList()));
        return table;
    }

    private String[] header(String first) {
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            titles.add("VERSION " + (FIRST_VERSION + i));
        }
        return Arrays.copyOf(row(first, titles), titles.size() + 1, String[].class);
    }

    private static Object[] row(String first, List<String> others) {
        List<Object> row = new ArrayList<>(others);
        row.addFirst(first);
        return row.toArray();
    }

    private TextTable lookups() {
        TextTable table = new TextTable("LOOK-UPS BY", "PROGRAM", "NAME", "VERSION", "NETID", "FOUND", "MISSED");
        for (int i = 0; i < versions.size(); i++) {
            String by = "version " + (FIRST_VERSION + i);
            versions.get(i)
                    .lookups()
                    .forEach(row -> table.add(
                            by,
                            row.program(),
                            names.name(row.program()).orElse("-"),
                            row.version(),
                            row.netid(),
                            row.successes(),
                            row.failures()));
        }
        return table;
    }

    private TextTable remoteCalls() {
        TextTable table =
                new TextTable("PASSED ON BY", "PROGRAM", "NAME", "VERSION", "PROCEDURE", "NETID", "DONE", "FAILED");
        for (int i = 0; i < versions.size(); i++) {
            String by = "version " + (FIRST_VERSION + i);
            versions.get(i)
                    .remoteCalls()
                    .forEach(row -> table.add(
                            by,
                            row.procedure().program(),
                            names.name(row.procedure().program()).orElse("-"),
                            row.procedure().version(),
                            row.procedure().number(),
                            row.netid(),
                            row.successes(),
                            row.failures()));
        }
        return table;
    }
}
