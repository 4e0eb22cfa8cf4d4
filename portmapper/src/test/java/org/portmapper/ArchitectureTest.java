package org.portmapper;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of ARCHITECTURE.md that a compiler does not see. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/demo/stub/"))
            .importPackages(
                    "org.portmapper.kernel",
                    "org.portmapper.identity",
                    "org.portmapper.policy",
                    "org.portmapper.names",
                    "org.portmapper.registry",
                    "org.portmapper.state",
                    "org.portmapper.liveness",
                    "org.portmapper.audit",
                    "org.portmapper.dispatch",
                    "org.portmapper.program",
                    "org.portmapper.server",
                    "org.portmapper.config",
                    "org.portmapper.takeover",
                    "org.portmapper.embedded",
                    "org.portmapper.junit",
                    "org.portmapper.log",
                    "org.portmapper.cli",
                    "org.portmapper.demo");

    @Test
    void enoughClassesAreLookedAtForTheRulesToMeanSomething() {
        assertThat(CLASSES.size()).isGreaterThan(80);
    }

    @Test
    void nettyIsSeenInTheServerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.portmapper.server")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void picocliIsSeenInTheCommandLineOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.portmapper.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    /** What each package may use of ours, besides itself; packages of the library with "rpc." before them. */
    @ParameterizedTest
    @CsvSource({
        "kernel,   ''",
        "registry, rpc.rpcbind",
        "state,    registry rpc.rpcbind rpc.xdr",
        "identity, kernel rpc.message rpc.auth rpc.rpcbind rpc.xdr",
        "policy,   names registry identity rpc.rpcbind rpc.xdr",
        "dispatch, identity rpc.message rpc.rpcbind rpc.xdr",
        "liveness, kernel registry identity rpc.rpcbind",
        "audit,    identity registry rpc.xdr rpc.rpcbind",
        "program,  dispatch registry state policy liveness audit identity rpc.xdr rpc.message rpc.auth rpc.rpcbind",
        "names,    rpc.rpcbind rpc.xdr",
        "config,   names rpc.rpcbind rpc.xdr",
        "takeover, server state config kernel rpc.client rpc.rpcbind rpc.xdr",
        "embedded, server config policy rpc.client rpc.rpcbind",
        "junit,    embedded server",
        "log,      ''",
    })
    void packagesUseNoMoreThanTheySay(String name, String mayUse) {
        String[] allowed = ("java.. javax.annotation.. org.jspecify.. org.slf4j.. org.tomlj.. org.antlr.. "
                        + "org.junit.jupiter.api.extension org.portmapper." + name
                        + (mayUse.isEmpty() ? "" : " org.portmapper." + mayUse.replace(" ", " org.portmapper.")))
                .split(" ");
        classes()
                .that()
                .resideInAPackage("org.portmapper." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(CLASSES);
    }

    @Test
    void theRegistryKnowsNoMessages() {
        noClasses()
                .that()
                .resideInAPackage("org.portmapper.registry")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.portmapper.rpc.message", "org.portmapper.rpc.xdr", "org.portmapper.kernel")
                .check(CLASSES);
    }

    @Test
    void junitIsSeenInItsExtensionOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.portmapper.junit")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(CLASSES);
    }

    @Test
    void theDaemonItselfIsNoClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.portmapper.cli",
                        "org.portmapper.demo",
                        "org.portmapper.takeover",
                        "org.portmapper.embedded")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.portmapper.rpc.client")
                .check(CLASSES);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("org.portmapper.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyMainWritesToTheStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("/demo/stub/")
                        && !location.contains("/cli/Main")
                        // The library holds this rule for itself; its tests may print.
                        && !location.contains("/rpc-client"))
                .importPackages("org.portmapper"));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CLASSES.stream().map(type -> type.getPackage()).distinct())
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class)
                                || each.tryGetPackageInfo().isPresent())
                        .as(each.getName())
                        .isTrue());
    }
}
