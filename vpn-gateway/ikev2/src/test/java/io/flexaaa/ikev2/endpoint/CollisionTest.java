package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.TerminateCause;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both ends do something at once: RFC 7296 §2.8.1, §2.8.2 and the table of §2.25. Each row runs
 * with several seeds, so that either end holds the lowest nonce, and with the answer of either lost
 * once.
 */
class CollisionTest {
    private static final Reason BY_OPERATOR =
            new Reason.Requested("ADMIN", "an operator ended it", TerminateCause.ADMIN_RESET);

    @ParameterizedTest(name = "A {0}, B {1} {2} ms later")
    @CsvSource(
            textBlock =
                    """
                    # both replace the child SA
                    rekey-child,  rekey-child,  0
                    rekey-child,  rekey-child,  5
                    rekey-child,  rekey-child,  10
                    rekey-child,  rekey-child,  15
                    rekey-child,  rekey-child,  25
                    rekey-child,  rekey-child,  35
                    # both replace the IKE SA
                    rekey-ike,    rekey-ike,    0
                    rekey-ike,    rekey-ike,    5
                    rekey-ike,    rekey-ike,    10
                    rekey-ike,    rekey-ike,    15
                    rekey-ike,    rekey-ike,    25
                    # one the child, one the IKE SA: TEMPORARY_FAILURE, and again later
                    rekey-child,  rekey-ike,    0
                    rekey-child,  rekey-ike,    5
                    rekey-child,  rekey-ike,    15
                    rekey-ike,    rekey-child,  0
                    rekey-ike,    rekey-child,  5
                    rekey-ike,    rekey-child,  15
                    # with a liveness check out
                    probe,        rekey-ike,    0
                    probe,        rekey-child,  0
                    rekey-ike,    probe,        5
                    """)
    void theSessionSurvives(String first, String second, int afterMs) {
        for (int seed = 0; seed < 12; seed++) {
            // Which packet is lost the first time; -1 = none.
            for (int lost = -1; lost < 6; lost++) {
                Twins twins = twins(seed);
                int lose = lost;
                twins.network = p -> p.order() == lose + 2 ? -1 : 10;
                act(twins, true, first);
                twins.run(afterMs);
                act(twins, false, second);
                twins.run(200_000);
                assertThat(twins.quiet()).as("quiet, seed %d, lost %d", seed, lost).isTrue();
                try {
                    twins.agree();
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ", lost " + lost, e);
                }
            }
        }
    }

    @ParameterizedTest(name = "A {0}, B deletes {1} ms later")
    @CsvSource(
            textBlock =
                    """
                    delete,       0
                    delete,       5
                    rekey-child,  0
                    rekey-child,  5
                    rekey-child,  15
                    rekey-ike,    0
                    rekey-ike,    5
                    rekey-ike,    15
                    rekey-ike,    25
                    probe,        0
                    """)
    void theSessionEndsOnBothSides(String first, int afterMs) {
        for (int seed = 0; seed < 6; seed++) {
            for (int lost = -1; lost < 5; lost++) {
                Twins twins = twins(seed);
                int lose = lost;
                twins.network = p -> p.order() == lose + 2 ? -1 : 10;
                act(twins, true, first);
                twins.run(afterMs);
                act(twins, false, "delete");
                twins.run(100_000);
                assertThat(twins.a.installed).as("seed %d, lost %d", seed, lost).isEmpty();
                assertThat(twins.b.installed).as("seed %d, lost %d", seed, lost).isEmpty();
                assertThat(twins.a.engine.registry().sizes())
                        .as("seed %d, lost %d", seed, lost)
                        .isEqualTo("sessions 0 ike 0 esp 0 requests 0 init 0");
                assertThat(twins.b.engine.registry().sizes())
                        .as("seed %d, lost %d", seed, lost)
                        .isEqualTo("sessions 0 ike 0 esp 0 requests 0 init 0");
                assertThat(twins.a.down).hasSize(1);
                assertThat(twins.b.down).hasSize(1);
            }
        }
    }

    static Twins twins(long seed) {
        EspPolicy e = TestConfig.esp();
        EspPolicy esp = new EspPolicy(e.name(), e.transforms(), null, 3_600, 0, 64, false, false);
        IkeConfig config = TestConfig.config(Dpd.OFF, IkeLimits.DEFAULT);
        return new Twins(config, esp, seed);
    }

    static void act(Twins twins, boolean atA, String what) {
        Hub hub = atA ? twins.a : twins.b;
        Event event =
                switch (what) {
                    case "rekey-child" ->
                            new Event.RekeyChild(hub.installed.keySet().iterator().next());
                    case "rekey-ike" -> new Event.RekeyIke(1);
                    case "probe" -> new Event.ProbePeer(1);
                    case "delete" -> new Event.DeleteSession(1, BY_OPERATOR);
                    default -> throw new IllegalArgumentException(what);
                };
        twins.hub(hub, event);
    }
}
