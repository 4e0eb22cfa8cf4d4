package org.portmapper.server;

import java.io.IOException;
import java.util.function.Supplier;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.Policy;
import org.portmapper.policy.PolicyException;
import org.portmapper.policy.PolicyFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy by which the daemon rules at the moment: a new one takes its place as a whole, and only if it has no error. */
final class PolicyInForce implements Supplier<Policy> {
    private static final Logger log = LoggerFactory.getLogger(PolicyInForce.class);

    private final Directories directories;
    private final ProgramNames programs;
    private volatile Policy policy;

    private PolicyInForce(Directories directories, ProgramNames programs, Policy policy) {
        this.directories = directories;
        this.programs = programs;
        this.policy = policy;
    }

    /** Reads the policy's files; those that are not there say nothing. */
    static PolicyInForce load(Directories directories) throws StartException {
        try {
            ProgramNames programs = ProgramNames.of(ProgramNames.FILE);
            return new PolicyInForce(directories, programs, read(directories, programs));
        } catch (PolicyException | IOException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads the files again; with an error in any of them everything stays as it was. Not for an event loop. */
    synchronized boolean reload() {
        try {
            policy = read(directories, programs);
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

    private static Policy read(Directories directories, ProgramNames programs) throws PolicyException, IOException {
        AccountNames accounts = AccountNames.of(AccountNames.USERS, AccountNames.GROUPS);
        return new PolicyFiles(programs, accounts).load(directories.policyFile(), directories.policyDropIns());
    }
}
