package io.flexaaa.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** The arrows between the rooms of the gateway: architecture.md §2 and §3. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.flexaaa.gateway");

    @Test
    void theClassesAreSeen() {
        // A rule over nothing holds.
        assertThat(CLASSES.size()).isGreaterThan(150);
    }

    @Test
    void theRoomsHaveNoCycle() {
        slices().matching("io.flexaaa.gateway.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootKnowsTheDataPlanesMaking() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.flexaaa.gateway.dataplane..", "io.flexaaa.gateway")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.flexaaa.gateway.dataplane.userspace..")
                .check(CLASSES);
    }

    @Test
    void onlyTheShellOfSessionsDrivesTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.flexaaa.gateway.session..", "io.flexaaa.gateway")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.flexaaa.ikev2.IkeEngine")
                .check(CLASSES);
    }

    @Test
    void noFrameworkAndNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "java.sql..", "jakarta..")
                .check(CLASSES);
    }

    @Test
    void nothingPrintsBesideTheCommandLine() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.flexaaa.gateway.Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }
}
