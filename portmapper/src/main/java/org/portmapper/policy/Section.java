package org.portmapper.policy;

import java.util.Optional;

/**
 * What a policy says about some programs.
 *
 * @param range the programs
 * @param name what rules and errors call it: {@code program.nfs}
 * @param register who may register them; empty where that is another section's question, as for the other two
 * @param ports which ports may be registered
 * @param listener whether there must be a socket
 */
record Section(
        ProgramRange range,
        String name,
        Place place,
        Optional<Register> register,
        Optional<Ports> ports,
        Optional<ListenerRule> listener) {}
