package org.portmapper.policy;

/** What the policy says about one registration. */
public sealed interface Decision {
    /** What decided it. */
    Rule rule();

    /**
     * It may be done.
     *
     * @param rule the alternative that the caller fits
     */
    record Allowed(Rule rule) implements Decision {}

    /**
     * It may not be done.
     *
     * @param rule the line that would have had to allow it
     * @param reason why it does not
     * @param remedy what would allow it, in one line: a line of TOML for a new drop-in, or what to add where
     */
    record Refused(Rule rule, String reason, String remedy) implements Decision {}
}
