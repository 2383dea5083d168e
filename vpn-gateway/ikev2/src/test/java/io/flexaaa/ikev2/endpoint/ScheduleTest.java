package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeLimits;

import org.junit.jupiter.api.Test;

import java.util.Random;

/**
 * Random schedules: two engines that rekey by their own timers and at random moments, over a
 * network that loses, copies and reorders. After every single step each end's packets must find an
 * SA at the other; once the network heals, both must agree and keep nothing else.
 *
 * <p>A failure names its seed: {@code run(seed)} repeats it exactly.
 */
class ScheduleTest {
    private static final int SCHEDULES = 2_000;

    @Test
    void bothEndsAgreeWhateverHappens() {
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            try {
                run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("schedule with seed " + seed, e);
            }
        }
    }

    private static void run(long seed) {
        Random random = new Random(seed);
        IkeLimits d = IkeLimits.DEFAULT;
        IkeLimits limits =
                new IkeLimits(
                        d.maxSa(),
                        d.maxInNegotiation(),
                        d.cookieThreshold(),
                        d.halfOpenTimeoutMs(),
                        d.aaaTimeoutMs(),
                        500,
                        // So many that loss alone never looks like a dead peer.
                        40,
                        random.nextBoolean() ? 1_280 : 180,
                        d.maxChildren(),
                        d.rekeyMarginPercent());
        EspPolicy e = TestConfig.esp();
        EspPolicy esp = new EspPolicy(e.name(), e.transforms(), null, 3_600, 0, 64, false, false);
        IkeConfig config = TestConfig.config(new Dpd(20, 5, false), limits);
        Twins twins = new Twins(config, esp, seed);
        int lossPercent = random.nextInt(30);
        int copyPercent = random.nextInt(20);
        twins.network =
                p -> {
                    if (random.nextInt(100) < copyPercent) {
                        twins.copy(p, 1 + random.nextInt(3_000));
                    }
                    return random.nextInt(100) < lossPercent ? -1 : 1 + random.nextInt(40);
                };
        int actions = 2 + random.nextInt(5);
        for (int i = 0; i < actions; i++) {
            boolean both = random.nextBoolean();
            String what = KINDS[random.nextInt(KINDS.length)];
            boolean atA = random.nextBoolean();
            CollisionTest.act(twins, atA, what);
            if (both) {
                twins.run(random.nextInt(60));
                CollisionTest.act(twins, !atA, KINDS[random.nextInt(KINDS.length)]);
            }
            twins.run(random.nextInt(8_000));
        }
        twins.network = p -> 10;
        for (int i = 0; i < 300 && (i < 90 || !twins.quiet()); i++) {
            twins.run(1_000);
        }
        if (!twins.quiet()) {
            throw new AssertionError("never came to rest");
        }
        twins.agree();
        // And the session still works: one more of each, undisturbed.
        twins.hub(twins.a, new Event.RekeyIke(1));
        twins.run(10_000);
        CollisionTest.act(twins, false, "rekey-child");
        twins.run(10_000);
        twins.agree();
    }

    private static final String[] KINDS = {"rekey-child", "rekey-ike", "probe", "rekey-child"};
}
