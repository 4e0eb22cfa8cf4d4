package org.portmapper.program;

import java.util.List;
import java.util.Optional;
import org.portmapper.audit.Refusal;
import org.portmapper.registry.Registration;

/** What is ruled about a request. */
sealed interface Ruling {
    /**
     * It is done.
     *
     * @param registrations what is registered, or what is removed
     * @param rule the line that allows it
     * @param overlooked why a policy that enforces would have refused it
     */
    record Granted(List<Registration> registrations, String rule, Optional<Refusal> overlooked) implements Ruling {}

    /** It is not done. */
    record Refused(Refusal refusal) implements Ruling {}
}
