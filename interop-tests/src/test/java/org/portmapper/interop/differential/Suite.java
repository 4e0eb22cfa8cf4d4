package org.portmapper.interop.differential;

import java.util.List;
import java.util.stream.Stream;

/** The scenarios that one start of a subject is asked to play. */
enum Suite {
    /** A subject as it starts without options; the policy of ours only watches, so that it believes what rpcbind does. */
    PLAIN {
        @Override
        List<Scenario> scenarios() {
            return Stream.of(
                            // First, while the counters are still known.
                            StatisticsScenarios.scenarios(),
                            ProcedureScenarios.scenarios(),
                            TruncationScenarios.scenarios(),
                            StringScenarios.scenarios(),
                            RegistrationScenarios.scenarios(),
                            RemovalScenarios.scenarios(),
                            AddressScenarios.scenarios(),
                            CallerScenarios.scenarios(),
                            LookupScenarios.scenarios(),
                            ReachabilityScenarios.scenarios(),
                            ListScenarios.scenarios(),
                            ConversionScenarios.scenarios(),
                            HeaderScenarios.scenarios(),
                            CredentialScenarios.scenarios(),
                            RecordScenarios.scenarios(),
                            RemoteCallScenarios.withoutRemoteCalls())
                    .flatMap(List::stream)
                    .toList();
        }
    },
    /** A subject as it starts without options, with the policy that is built into ours in force. */
    ENFORCING {
        @Override
        List<Scenario> scenarios() {
            return Stream.of(EnforcementScenarios.scenarios(), OwnershipScenarios.scenarios())
                    .flatMap(List::stream)
                    .toList();
        }
    },
    /** A subject that was started with remote calls on. */
    REMOTE_CALLS {
        @Override
        List<Scenario> scenarios() {
            return RemoteCallScenarios.withRemoteCalls();
        }
    };

    abstract List<Scenario> scenarios();
}
