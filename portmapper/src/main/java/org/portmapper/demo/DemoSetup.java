package org.portmapper.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.portmapper.rpc.rpcbind.Rpcb;

/**
 * What the demonstration is given.
 *
 * @param launcher what starts the command line in a process of its own, without its arguments
 * @param ready how the line begins that a daemon prints once it serves; its port follows
 * @param table how a list of bindings is shown, in whole lines
 * @param out where each step is told
 */
public record DemoSetup(List<String> launcher, String ready, Function<List<Rpcb>, String> table, PrintWriter out) {
    /** Copies the launcher. */
    public DemoSetup {
        launcher = List.copyOf(launcher);
    }
}
