package org.portmapper.policy;

import java.util.OptionalInt;
import org.portmapper.identity.Caller;
import org.portmapper.identity.Proof;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * Whether somebody may register something.
 *
 * @param caller facts as in a policy, or "unproven here", or "unproven elsewhere"
 * @param via local, tcp, udp, or table for UDP without marks
 * @param port none for a local socket
 */
record Question(String caller, String via, long program, OptionalInt port) {
    static Question of(String caller, String via, String program, String port) {
        long number = programs().number(program).orElseThrow(() -> new IllegalArgumentException(program));
        return new Question(
                caller, via, number, port.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)));
    }

    private static ProgramNames programs() {
        return Host.policies().programs();
    }

    Decision askedOf(Policy policy) throws PolicyException {
        return policy.register(known(), program, address());
    }

    Caller known() throws PolicyException {
        return switch (caller) {
            case "unproven here" -> new Caller.Unproven(true, "it is not known");
            case "unproven elsewhere" -> new Caller.Unproven(false, "it is far away");
            default -> DescribedCaller.read(caller, proof(), Host.accounts()).user();
        };
    }

    private Proof proof() {
        return switch (via) {
            case "local" -> Proof.LOCAL_SOCKET;
            case "tcp" -> Proof.TCP_SOCKET;
            case "udp" -> Proof.UDP_MARK;
            case "table" -> Proof.UDP_TABLE;
            default -> throw new IllegalArgumentException(via);
        };
    }

    private UniversalAddress address() {
        return port.isPresent()
                ? new UniversalAddress.Inet(AddressText.parse("127.0.0.1").orElseThrow(), port.getAsInt())
                : new UniversalAddress.Local("/run/service.sock");
    }
}
