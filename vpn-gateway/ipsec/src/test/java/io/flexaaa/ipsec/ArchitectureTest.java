package io.flexaaa.ipsec;

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
                    .importPackages("io.flexaaa.ipsec");

    @Test
    void theCoreDecidesOnly() {
        assertThat(CLASSES.size()).isGreaterThanOrEqualTo(30);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.channels..", "java.io..", "java.nio.file..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.net\\..*Socket.*|java\\.lang\\.Thread|java\\.security\\.SecureRandom"
                            + "|java\\.util\\.concurrent\\.(Executor.*|ForkJoin.*|locks\\..*)"
                            + "|java\\.time\\.Clock")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void knowsOfOursOnlyTheProtocolRoom() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.flexaaa.ipsec..",
                        "io.flexaaa.protocol.wire..",
                        "java..",
                        "javax.crypto..",
                        "org.jspecify..")
                .check(CLASSES);
    }
}
