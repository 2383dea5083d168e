package io.flexaaa.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

import java.util.ArrayList;
import java.util.List;

/** The rooms of the server and the doors between them. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.flexaaa.server");

    // How a row of acct_session is read: accounting folds reports into the same row in one
    // statement.
    private static final String SHARED_ROWS = "io.flexaaa.server.session.store.SessionRows";

    @Test
    void theClassesWereSeen() {
        assertThat(CLASSES).hasSizeGreaterThan(200);
    }

    @Test
    void onlyWebPackagesSpeakHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "jakarta.servlet..")
                .check(CLASSES);
    }

    @Test
    void onlyStorePackagesSpeakSql() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..store..", "io.flexaaa.server.database..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "jakarta.persistence..",
                        "org.springframework.jdbc..",
                        "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void onlyTheTestClientKnowsTinyRadius() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.flexaaa.server.testclient..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tinyradius..", "io.netty..")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tinyradius.io..")
                .check(CLASSES);
    }

    @Test
    void noModuleReachesIntoAnothersInside() {
        List<String> found = new ArrayList<>();
        for (JavaClass from : CLASSES)
            from.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass())
                    .filter(to -> inside(to.getPackageName()))
                    .filter(to -> !to.getName().equals(SHARED_ROWS))
                    .filter(to ->
                            !module(to.getPackageName()).equals(module(from.getPackageName())))
                    .forEach(to -> found.add(from.getName() + " -> " + to.getName()));

        assertThat(found).isEmpty();
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("io.flexaaa.server.(*)..").should().beFreeOfCycles().check(CLASSES);
        ApplicationModules.of(FlexAaaServer.class)
                .detectViolations()
                .filter(v -> !v.hasMessageContaining(SHARED_ROWS))
                .throwIfPresent();
    }

    /** A module's web, store and internal packages are its own. */
    private static boolean inside(String name) {
        return name.matches("io\\.flexaaa\\.server\\.[^.]+\\.(web|store|internal)(\\..*)?");
    }

    private static String module(String name) {
        String[] parts = name.split("\\.");
        return parts.length > 3 ? parts[3] : "";
    }
}
