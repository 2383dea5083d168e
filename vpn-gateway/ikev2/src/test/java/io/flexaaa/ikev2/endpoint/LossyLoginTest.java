package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Reason;

import org.junit.jupiter.api.Test;

import java.util.Random;

/**
 * Logins, rekeys and goodbyes over a network that loses up to half of all packets and doubles some,
 * with an initiator that is not our engine. Whatever came of it, the hub must end with what the
 * spoke has, or with nothing. A failure names its seed.
 */
class LossyLoginTest {
    @Test
    void bothEndsAgree() {
        int ups = 0;
        for (int seed = 1; seed <= 200; seed++) {
            ups += run(seed) ? 1 : 0;
        }
        // The spoke gives up after five tries, so not all of them; but most must have made it.
        assertThat(ups).isGreaterThan(125);
    }

    private static boolean run(int seed) {
        Random random = new Random(seed);
        IkeLimits limits = TestConfig.limits(100, 100, seed % 3 == 0 ? 0 : IkeLimits.COOKIES_OFF);
        Lab lab =
                new Lab(
                        TestConfig.config(new Dpd(10, 2, false), limits),
                        Lab.spoke().withMaxFragmentOctets(seed % 2 == 0 ? 1_232 : 200),
                        seed);
        int lossPercent = random.nextInt(50);
        lab.copies = 1 + random.nextInt(2);
        lab.network = p -> random.nextInt(100) >= lossPercent;
        lab.spoke(lab.spoke.start(lab.nowMs));
        lab.run(40_000);
        boolean up = lab.spoke.isEstablished() && !lab.spoke.children().isEmpty();
        if (up) {
            lab.spoke(lab.spoke.rekeyChild(lab.spoke.children().getFirst(), lab.nowMs));
            lab.run(random.nextInt(3_000));
            lab.spoke(lab.spoke.rekeyIke(lab.nowMs));
        }
        lab.run(100_000);
        lab.network = p -> true;
        lab.run(120_000);

        String what = "seed " + seed;
        boolean gaveUp = lab.hub.down.values().stream().anyMatch(r -> r instanceof Reason.PeerDead);
        if (lab.spoke.isEstablished() && !lab.spoke.children().isEmpty() && !gaveUp) {
            assertThat(lab.hub.engine.registry().sizes())
                    .as(what)
                    .isEqualTo("sessions 1 ike 1 esp 1 requests 0 init 0");
            LoginTest.bothHaveTheSameKeys(lab);
            lab.spoke(lab.spoke.close(lab.nowMs));
            lab.run(60_000);
        } else {
            // What the spoke gave up, liveness checks or the half-open timer ended here too.
            lab.run(100_000);
        }
        assertThat(lab.hub.engine.registry().sizes())
                .as(what)
                .isEqualTo("sessions 0 ike 0 esp 0 requests 0 init 0");
        assertThat(lab.hub.installed).as(what).isEmpty();
        assertThat(lab.hub.down.keySet()).as(what).containsAll(lab.hub.up);
        return up;
    }
}
