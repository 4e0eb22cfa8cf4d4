package org.portmapper.program;

import java.util.function.Supplier;
import org.portmapper.audit.AuditTrail;
import org.portmapper.identity.Identification;
import org.portmapper.liveness.Liveness;
import org.portmapper.policy.Policy;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.state.Journal;

/**
 * What the program goes by: what is registered, who asks, who may, and what is true.
 *
 * @param policies the policy that is in force at the moment
 */
public record Rules(
        BindingRegistry registry,
        Journal journal,
        Liveness liveness,
        Identification identification,
        Supplier<Policy> policies,
        AuditTrail trail) {}
