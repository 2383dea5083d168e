package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.aaa.ServerGroup.DeadCriteria;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** deadtime, dead-criteria and load-balance, on a clock of the test's own. */
class ServerChoiceTest {
    private static final RadiusServer A = server("A");
    private static final RadiusServer B = server("B");

    private final ServerChoice choice = new ServerChoice();

    @Test
    void withoutDeadtimeASilentServerIsAskedEveryTime() {
        ServerGroup group = new ServerGroup("G", List.of(A, B), 0);
        fail(A, group, 4, 0, 20_000);
        assertThat(choice.order(group, 20_001)).containsExactly(A, B);
    }

    @Test
    void aDeadServerIsPassedOverForItsDeadtime() {
        ServerGroup group = new ServerGroup("G", List.of(A, B), 60);
        fail(A, group, 4, 0, 20_000);
        assertThat(choice.order(group, 79_999)).containsExactly(B);
        assertThat(choice.order(group, 80_000)).containsExactly(A, B);
        fail(A, group, 4, 80_000, 100_000);
        fail(B, group, 4, 80_000, 100_000);
        assertThat(choice.order(group, 100_001)).as("all dead: ask all").containsExactly(A, B);
        choice.replied(A);
        assertThat(choice.order(group, 100_002)).containsExactly(A);
    }

    /** Both must hold: so long, and so many tries. */
    @Test
    void deadCriteriaAreTimeAndTries() {
        ServerGroup group = new ServerGroup("G", List.of(A, B), 60, new DeadCriteria(30, 5), 0);
        fail(A, group, 4, 0, 20_000);
        assertThat(choice.order(group, 20_001)).containsExactly(A, B);
        fail(A, group, 4, 20_001, 29_000);
        assertThat(choice.order(group, 29_001)).as("8 tries, 29 s").containsExactly(A, B);
        fail(A, group, 1, 29_002, 30_000);
        assertThat(choice.order(group, 30_001)).containsExactly(B);
        // An answer between forgets what was before.
        choice.replied(A);
        fail(A, group, 4, 31_000, 51_000);
        assertThat(choice.order(group, 51_001)).containsExactly(A, B);
    }

    @Test
    void theLeastBusyServerGetsABatch() {
        ServerGroup group = new ServerGroup("G", List.of(A, B), 60, DeadCriteria.ONE_REQUEST, 3);
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            RadiusServer first = choice.order(group, i).getFirst();
            choice.sent(first, i);
            asked.add(first.name());
        }
        assertThat(String.join("", asked)).isEqualTo("AAABBBAAA");
        for (int i = 0; i < 6; i++) {
            choice.replied(A);
        }
        assertThat(choice.order(group, 10)).containsExactly(A, B);
        fail(A, group, 4, 10, 20);
        assertThat(choice.order(group, 21)).as("a batch of a dead one").containsExactly(B);
    }

    private void fail(RadiusServer server, ServerGroup group, int tries, long from, long to) {
        choice.sent(server, from);
        choice.timedOut(server, group, tries, to);
    }

    private static RadiusServer server(String name) {
        return new RadiusServer(
                name,
                InetAddress.getLoopbackAddress(),
                1812,
                1813,
                Secret.ofUtf8(name),
                5,
                3,
                null,
                true);
    }
}
