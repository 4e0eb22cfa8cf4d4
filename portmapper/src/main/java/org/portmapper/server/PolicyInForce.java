package org.portmapper.server;

import java.io.IOException;
import java.util.function.Supplier;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.Policy;
import org.portmapper.policy.PolicyException;
import org.portmapper.policy.PolicyFiles;
import org.portmapper.policy.PolicySource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy by which the daemon rules at the moment: a new one takes its place as a whole, and only if it has no error. */
final class PolicyInForce implements Supplier<Policy> {
    private static final Logger log = LoggerFactory.getLogger(PolicyInForce.class);

    private final PolicySource source;
    private final ProgramNames programs;
    private volatile Policy policy;

    private PolicyInForce(PolicySource source, ProgramNames programs, Policy policy) {
        this.source = source;
        this.programs = programs;
        this.policy = policy;
    }

    /** Reads the policy. */
    static PolicyInForce load(PolicySource source) throws StartException {
        try {
            ProgramNames programs = ProgramNames.of(ProgramNames.FILE);
            return new PolicyInForce(source, programs, read(source, programs));
        } catch (PolicyException | IOException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads it again; with an error anywhere in it everything stays as it was. Not for an event loop. */
    synchronized boolean reload() {
        try {
            policy = read(source, programs);
            log.info("event=RELOAD decision=done policy=\"{}\"", policy.summary());
            return true;
        } catch (PolicyException | IOException e) {
            String.valueOf(e.getMessage()).lines().forEach(log::error);
            log.error("event=RELOAD decision=refused policy=\"{}\" reason=\"the one before stays\"", policy.summary());
            return false;
        }
    }

    /** What a program is called; empty where it has no name. */
    String name(long program) {
        return programs.name(program).orElse("");
    }

    @Override
    public Policy get() {
        return policy;
    }

    private static Policy read(PolicySource source, ProgramNames programs) throws PolicyException, IOException {
        AccountNames accounts = AccountNames.of(AccountNames.USERS, AccountNames.GROUPS);
        return new PolicyFiles(programs, accounts).load(source);
    }
}
