package org.portmapper.rpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that the packages of this library keep, and that their package-info files state. */
class ArchitectureTest {
    private static final String ROOT = "org.portmapper.rpc";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** What each package may use beside itself, the JDK and the nullness annotations. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "xdr", Set.of(),
            "message", Set.of(ROOT + ".xdr"),
            "auth", Set.of(ROOT + ".xdr", ROOT + ".message"),
            "rpcbind", Set.of(ROOT + ".xdr", ROOT + ".message"),
            "transport", Set.of(ROOT + ".xdr", ROOT + ".message", "io.netty..", "org.slf4j"),
            "client",
                    Set.of(
                            ROOT + ".xdr",
                            ROOT + ".message",
                            ROOT + ".auth",
                            ROOT + ".rpcbind",
                            ROOT + ".transport",
                            "org.slf4j"),
            "remotetea",
                    Set.of(
                            ROOT + ".xdr",
                            ROOT + ".message",
                            ROOT + ".rpcbind",
                            ROOT + ".transport",
                            ROOT + ".client",
                            "org.acplt.oncrpc..",
                            "org.slf4j"));

    /** Fewer classes than this mean that the importer did not find the library, and every rule would hold. */
    private static final int FEWEST_CLASSES = 50;

    @Test
    void theImporterFoundTheLibrary() {
        assertThat(CLASSES.size()).isGreaterThan(FEWEST_CLASSES);
        assertThat(CLASSES.stream().map(type -> type.getPackageName()).collect(Collectors.toSet()))
                .as("a new package needs its line among the rules")
                .isEqualTo(
                        ALLOWED.keySet().stream().map(name -> ROOT + "." + name).collect(Collectors.toSet()));
    }

    static Set<Map.Entry<String, Set<String>>> rules() {
        return ALLOWED.entrySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aPackageUsesWhatItsPackageInfoSays(Map.Entry<String, Set<String>> rule) {
        String name = ROOT + "." + rule.getKey();
        String[] allowed = Stream.concat(
                        Stream.of(name, "java..", "org.jspecify.annotations"), rule.getValue().stream())
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(CLASSES);
    }

    @Test
    void nettyIsKnownToTheTransportOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".transport")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        for (JavaPackage subpackage : CLASSES.getPackage(ROOT).getSubpackages()) {
            assertThat(subpackage.isAnnotatedWith(NullMarked.class))
                    .as(subpackage.getName())
                    .isTrue();
        }
    }

    @Test
    void theStandardStreamsBelongToTheProgramThatUsesTheLibrary() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }
}
