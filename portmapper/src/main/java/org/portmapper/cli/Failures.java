package org.portmapper.cli;

import java.io.PrintWriter;
import org.portmapper.config.ConfigException;
import org.portmapper.policy.PolicyException;
import org.portmapper.rpc.xdr.PrintableText;

/** Tells of what went wrong in a command, in one sentence on standard error. */
record Failures(PrintWriter err) {
    /** Tells it, and returns the exit code. */
    int tell(Exception failure) {
        return switch (failure) {
            case ConfigException e -> say(e.getMessage(), ExitCode.USAGE);
            case PolicyException e -> say(e.getMessage(), ExitCode.USAGE);
            case CommandFailure e -> say(e.getMessage(), ExitCode.FAILED);
            default -> say(bug(failure), ExitCode.FAILED);
        };
    }

    private int say(String sentence, int exitCode) {
        err.println(sentence);
        return exitCode;
    }

    private static String bug(Exception failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return "this is a bug in portmapper, please report it: " + PrintableText.of(failure.toString())
                + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
