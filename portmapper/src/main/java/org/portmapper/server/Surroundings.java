package org.portmapper.server;

import java.util.Map;
import java.util.Optional;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.policy.PolicyPlaces;
import org.portmapper.policy.PolicySource;
import org.portmapper.policy.PolicyText;
import org.portmapper.state.FileSteps;

/**
 * What a portmapper finds around it, a process of its own or a program that embeds it.
 *
 * @param environment the variables by which a service manager passes sockets on and wants to be told
 * @param policy where its policy stands
 * @param directories where the daemon's files are; an embedded portmapper has none
 * @param steps how files are written
 * @param refusal how to tell whoever started it that it cannot be
 */
record Surroundings(
        Map<String, String> environment,
        PolicySource policy,
        Optional<Directories> directories,
        FileSteps steps,
        Refusal refusal) {

    /** Those of the daemon, a process of its own. */
    static Surroundings ofDaemon(Directories directories, Map<String, String> environment) {
        return new Surroundings(
                environment,
                new PolicyPlaces(directories.policyFile(), directories.policyDropIns()),
                Optional.of(directories),
                FileSteps.OF_THE_SYSTEM,
                Refusal.OF_OPTIONS);
    }

    /** Those inside of another program, whose variables and sockets are not ours to touch. */
    static Surroundings ofProgram(PolicyText policy) {
        return new Surroundings(Map.of(), policy, Optional.empty(), FileSteps.OF_THE_SYSTEM, Refusal.OF_METHODS);
    }
}
