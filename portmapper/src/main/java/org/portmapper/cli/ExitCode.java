package org.portmapper.cli;

/** What the process ends with. */
final class ExitCode {
    /** It is done, or the answer is yes. */
    static final int DONE = 0;
    /** The answer is no, or there is none. */
    static final int FAILED = 1;
    /** What was asked for makes no sense. */
    static final int USAGE = 2;

    private ExitCode() {}
}
