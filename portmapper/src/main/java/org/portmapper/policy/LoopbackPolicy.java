package org.portmapper.policy;

import org.portmapper.identity.Caller;
import org.portmapper.policy.Decision.Allowed;
import org.portmapper.policy.Decision.Refused;
import org.portmapper.policy.Decision.TooWeak;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcbind;

/** rpcbind's rule: whoever is on this host may register what is free, and remove what has the same owner. */
public final class LoopbackPolicy {
    private static final Decision ALLOWED = new Allowed();
    private static final Decision TOO_WEAK = new TooWeak("the call came neither over a local socket nor from loopback");
    private static final Decision OURS = new Refused("program 100000 is the portmapper itself");

    /** Whether the caller may register a version of this program. */
    public Decision set(Caller caller, long program) {
        return decide(caller, program);
    }

    /** Whether the caller may ask for bindings of this program to be removed; each is then asked for by itself. */
    public Decision unset(Caller caller, long program) {
        return decide(caller, program);
    }

    /** Whether the caller may remove this binding. */
    public Decision remove(Caller caller, Binding binding) {
        boolean owned = caller.owner().equals(Owner.SUPERUSER) || caller.owner().equals(binding.owner());
        return owned ? ALLOWED : new Refused("it belongs to " + binding.owner().name());
    }

    private static Decision decide(Caller caller, long program) {
        boolean elsewhere = caller instanceof Caller.Unproven unproven && !unproven.onThisHost();
        return elsewhere ? TOO_WEAK : ownProgram(program);
    }

    private static Decision ownProgram(long program) {
        return program == Rpcbind.PROGRAM ? OURS : ALLOWED;
    }
}
