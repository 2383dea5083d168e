package io.flexaaa.ikev2;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** The IKEv2 core decides only: architecture.md §2. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.flexaaa.ikev2");

    @Test
    void theClassesAreSeen() {
        // A rule over nothing holds; the codec alone is more than this.
        assertThat(CLASSES.size()).isGreaterThan(80);
    }

    @Test
    void noSocketsThreadsLoggersOrFrameworks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.channels..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "java.sql..",
                        "org.slf4j..",
                        "org.springframework..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.DatagramSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
    }

    @Test
    void timeIsAnArgument() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Instant")
                .check(CLASSES);
    }

    @Test
    void randomnessIsAnArgument() {
        // EntropyRandom dresses injected entropy as the SecureRandom that a JCA generator insists
        // on.
        noClasses()
                .that()
                .doNotHaveSimpleName("EntropyRandom")
                .and()
                .doNotHaveSimpleName("EcpMethod")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(CLASSES);
        noClasses()
                .should()
                .callConstructor(java.security.SecureRandom.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(CLASSES);
    }

    @Test
    void theCodecKnowsNoKeysAndTheInitiatorNoResponder() {
        noClasses()
                .that()
                .resideInAPackage("io.flexaaa.ikev2.message..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.crypto..", "java.security..", "io.flexaaa.ikev2.crypto..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.flexaaa.ikev2.initiator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.flexaaa.ikev2",
                        "io.flexaaa.ikev2.endpoint..",
                        "io.flexaaa.ikev2.sa..",
                        "io.flexaaa.ikev2.exchange..",
                        "io.flexaaa.ikev2.auth..")
                .check(CLASSES);
    }
}
