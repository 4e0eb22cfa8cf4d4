package org.portmapper.policy;

import java.util.Optional;
import org.portmapper.identity.Caller;
import org.portmapper.identity.Caller.Unproven;
import org.portmapper.identity.Caller.User;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.Decision.Allowed;
import org.portmapper.policy.Decision.Refused;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.rpcbind.UniversalAddress.Inet;

/**
 * Who may register what: for each question the narrowest section decides alone that contains the program and answers it.
 * Immutable: what it says of a caller changes only with what is proven of him.
 */
public final class Policy {
    private final Sections sections;
    private final Mode mode;
    private final Quota quota;
    private final Remedies remedies;
    private final int files;

    Policy(Sections sections, Mode mode, Quota quota, Remedies remedies, int files) {
        this.sections = sections;
        this.mode = mode;
        this.quota = quota;
        this.remedies = remedies;
        this.files = files;
    }

    /** What is decided where no file says anything. */
    public static Policy builtIn(ProgramNames programs, AccountNames accounts) {
        return new PolicyFiles(programs, accounts).builtIn();
    }

    /**
     * Whether the caller may register this program at this address.
     *
     * @param program 0 to 4,294,967,295
     * @param address a local socket, or IP with a port of 1 to 65,535
     */
    public Decision register(Caller caller, long program, UniversalAddress address) {
        return switch (caller) {
            case Unproven unproven -> refuse(unproven, program);
            case User user -> register(user, program, address);
        };
    }

    private Refused refuse(Unproven caller, long program) {
        String remedy = caller.onThisHost()
                ? "register over the local socket: it proves who calls"
                : "register on this host: nobody is known to it from elsewhere";
        return new Refused(deciding(program).rule(), caller.reason(), remedy);
    }

    private Decision register(User caller, long program, UniversalAddress address) {
        Optional<Alternative> fitting = deciding(program).fitting(caller);
        Optional<Refused> port = refusedPort(program, address);
        if (fitting.isPresent()) {
            return port.<Decision>map(refused -> refused)
                    .orElseGet(() -> new Allowed(fitting.get().rule()));
        }
        Refused user = refusedUser(caller, program);
        return port.map(refused -> both(user, refused)).orElse(user);
    }

    private Register deciding(long program) {
        return sections.deciding(program, Section::register);
    }

    private Refused refusedUser(User caller, long program) {
        Register register = deciding(program);
        String reason = register.alternatives().isEmpty()
                ? "nobody may register it"
                : remedies.called(caller.uid()) + " is none of " + String.join(", ", register.items());
        return new Refused(register.rule(), reason, remedies.allowing(register, program, caller.uid()));
    }

    private Optional<Refused> refusedPort(long program, UniversalAddress address) {
        return address instanceof Inet inet
                ? sections.find(program, Section::ports)
                        .filter(ports -> !ports.contain(inet.port()))
                        .map(ports -> refusedPort(program, inet.port(), ports))
                : Optional.empty();
    }

    private Refused refusedPort(long program, int port, Ports ports) {
        String reason = "port " + port + " is none of " + String.join(", ", ports.items());
        return new Refused(ports.rule(), reason, remedies.allowing(ports, program, port));
    }

    private static Refused both(Refused first, Refused second) {
        return new Refused(
                first.rule(),
                first.reason() + Remedies.AND + second.reason(),
                first.remedy() + Remedies.AND + second.remedy());
    }

    /** What would refuse a registration that is allowed, in one line like a remedy. */
    public String remedyAgainst(User caller, long program) {
        return remedies.refusing(deciding(program), program, caller);
    }

    /** Whether it depends on the caller's unit who may register this program: to find it out may take time. */
    public boolean asksForUnit(long program) {
        return deciding(program).alternatives().stream().anyMatch(Alternative::asksForUnit);
    }

    /** Whether a registration of this program needs a socket. */
    public ListenerRule listener(long program) {
        return sections.deciding(program, Section::listener);
    }

    /** What becomes of what is refused. */
    public Mode mode() {
        return mode;
    }

    /** How many bindings there may be. */
    public Quota quota() {
        return quota;
    }

    /** Which ports may be registered for a program; empty where all may. */
    public Optional<Rule> ports(long program) {
        return sections.find(program, Section::ports).map(Ports::rule);
    }

    /** What it was read from: {@code 3 sections in 2 files, mode enforce}. */
    public String summary() {
        return counted(sections.written().size(), "section") + " in " + counted(files, "file") + ", mode "
                + mode.text();
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
