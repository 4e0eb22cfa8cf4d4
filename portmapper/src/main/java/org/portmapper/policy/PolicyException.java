package org.portmapper.policy;

import java.util.List;

/** Says all that is wrong in a policy: one line for each problem, {@code FILE:LINE:COLUMN: name: value (expected: ...)}. */
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    PolicyException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The lines, in the order of the files. */
    public List<String> problems() {
        return problems;
    }

    /** The lines. */
    @Override
    public String getMessage() {
        return String.join("\n", problems);
    }
}
