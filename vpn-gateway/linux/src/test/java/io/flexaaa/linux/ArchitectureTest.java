package io.flexaaa.linux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.flexaaa.linux");

    @Test
    void dependsOnNothingOfOurs() {
        // A guard that sees nothing passes: the count says that it saw the room.
        assertThat(CLASSES.size()).isGreaterThanOrEqualTo(18);
        noClasses()
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                "another room of ours",
                                c ->
                                        c.getPackageName().startsWith("io.flexaaa.")
                                                && !c.getPackageName().equals("io.flexaaa.linux")))
                .check(CLASSES);
    }

    @Test
    void namesNoLibraryButTheJdkAndJspecify() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.flexaaa.linux", "java..", "org.jspecify..")
                .check(CLASSES);
    }
}
