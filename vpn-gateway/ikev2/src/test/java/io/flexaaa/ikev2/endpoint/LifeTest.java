package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.initiator.Action.ChildRefused;
import io.flexaaa.ikev2.initiator.Action.Closed;
import io.flexaaa.ikev2.initiator.Action.IkeRekeyed;
import io.flexaaa.ikev2.initiator.Action.PeerAlive;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicBoolean;

/** What happens to a session after login: the peer's rekeys and Deletes, liveness, moving. */
class LifeTest {
    private static final Reason BY_OPERATOR =
            new Reason.Requested("ADMIN", "an operator ended it", TerminateCause.ADMIN_RESET);

    /** The hub sends on the old pair until the peer is known to have the new one. */
    @Test
    void thePeerRekeysItsChild() {
        Lab lab = new Lab().connect();
        int old = lab.hub.installed.keySet().iterator().next();

        // I -> R   CREATE_CHILD_SA { N(REKEY_SA), SA, Ni, TSi, TSr }
        // R -> I   CREATE_CHILD_SA { SA, Nr, TSi, TSr }
        // I -> R   INFORMATIONAL { D(old) }
        // R -> I   INFORMATIONAL { D(old) }
        lab.spoke(lab.spoke.rekeyChild(lab.spoke.children().getFirst(), lab.nowMs));
        lab.settle();

        assertThat(lab.hub.installed).hasSize(1).doesNotContainKey(old);
        int fresh = lab.hub.installed.keySet().iterator().next();
        assertThat(lab.hub.outbound.get(1L)).isEqualTo(fresh);
        assertThat(lab.hub.all)
                .filteredOn(a ->
                        a instanceof Action.InstallChild
                                || a instanceof Action.SwitchOutbound
                                || a instanceof Action.RemoveChild)
                .extracting(a -> a.getClass().getSimpleName())
                .containsExactly("InstallChild", "InstallChild", "SwitchOutbound", "RemoveChild");
        LoginTest.bothHaveTheSameKeys(lab);
        assertThat(lab.hub.engine.statistics().childRekeys()).isEqualTo(1);
    }

    @Test
    void thePeerRekeysTheIkeSa() {
        Lab lab = new Lab().connect();
        long before = lab.hub.sa(1).localSpi();

        // I -> R   CREATE_CHILD_SA { SA, Ni, KE }      R -> I   CREATE_CHILD_SA { SA, Nr, KE }
        // I -> R   INFORMATIONAL { D(IKE) }            on the old SA
        lab.spoke(lab.spoke.rekeyIke(lab.nowMs));
        lab.settle();

        SaSnapshot sa = lab.hub.sa(1);
        assertThat(sa.localSpi()).isNotEqualTo(before);
        assertThat(sa.rekeys()).isEqualTo(1);
        assertThat(sa.children()).hasSize(1);
        assertThat(lab.spokeActions(IkeRekeyed.class)).hasSize(1);
        assertThat(lab.hub.down).isEmpty();
        // The new SA works both ways, child rekey with its SK_d included.
        lab.spoke(lab.spoke.rekeyChild(lab.spoke.children().getFirst(), lab.nowMs));
        lab.settle();
        LoginTest.bothHaveTheSameKeys(lab);
        lab.hub(new Event.ProbePeer(1));
        lab.run(30_000);
        assertThat(lab.hub.down).isEmpty();
    }

    @Test
    void thePeerMakesAnotherChildAndDeletesIt() {
        Lab lab = new Lab().connect();
        lab.spoke(lab.spoke.newChild(lab.nowMs));
        lab.settle();
        assertThat(lab.hub.installed).hasSize(2);

        lab.spoke(lab.spoke.deleteChild(lab.spoke.children().getLast(), lab.nowMs));
        lab.settle();
        assertThat(lab.hub.installed).hasSize(1);
        assertThat(lab.spoke.children()).hasSize(1);
    }

    @Test
    void tooManyChildren() {
        Lab lab = new Lab().connect();
        for (int i = 0; i < 30; i++) {
            lab.spoke(lab.spoke.newChild(lab.nowMs));
            lab.settle();
        }
        assertThat(lab.hub.installed).hasSize(IkeLimits.DEFAULT.maxChildren());
        assertThat(lab.spokeActions(ChildRefused.class).getFirst().notifyName())
                .isEqualTo("NO_ADDITIONAL_SAS");
    }

    @Test
    void thePeerSaysGoodbye() {
        Lab lab = new Lab().connect();
        lab.spoke(lab.spoke.close(lab.nowMs));
        lab.settle();

        assertThat(lab.hub.onlyDown()).isInstanceOf(Reason.PeerDeleted.class);
        assertThat(lab.hub.installed).isEmpty();
        assertThat(lab.hub.engine.sas()).isEmpty();
        assertThat(lab.spokeActions(Closed.class).getFirst().code()).isEqualTo("DELETED");
    }

    /** The shell hears at once, the peer gets a Delete, and nothing stays. */
    @Test
    void anOperatorEndsIt() {
        Lab lab = new Lab().connect();
        lab.hub(new Event.DeleteSession(1, BY_OPERATOR));
        assertThat(lab.hub.onlyDown()).isEqualTo(BY_OPERATOR);
        assertThat(lab.hub.installed).isEmpty();

        lab.settle();
        assertThat(lab.spokeActions(Closed.class).getFirst().code()).isEqualTo("DELETED_BY_PEER");
        assertThat(lab.hub.engine.sas()).isEmpty();
    }

    /** The same with a peer that is gone: forgotten after a while, and never twice down. */
    @Test
    void anOperatorEndsItAndThePeerIsGone() {
        Lab lab = new Lab().connect();
        lab.network = p -> false;
        lab.hub(new Event.DeleteSession(1, BY_OPERATOR));
        lab.run(60_000);

        assertThat(lab.hub.engine.sas()).isEmpty();
        assertThat(lab.hub.onlyDown()).isEqualTo(BY_OPERATOR);
    }

    @Test
    void shutdown() {
        Lab lab = new Lab().connect();
        lab.hub(new Event.Shutdown());
        lab.settle();

        assertThat(lab.hub.onlyDown()).isInstanceOf(Reason.Shutdown.class);
        assertThat(lab.spoke.isClosed()).isTrue();
        Lab late = new Lab(lab.hub, Lab.spoke(), 7).connect();
        assertThat(late.spoke.isEstablished()).isFalse();
        assertThat(lab.hub.engine.sas()).isEmpty();
    }

    /** Quiet on IKE and on ESP: an empty INFORMATIONAL, which the peer answers. */
    @Test
    void aQuietPeerIsAskedAndAnswers() {
        Lab lab = new Lab(TestConfig.config(new Dpd(10, 2, false), IkeLimits.DEFAULT), Lab.spoke());
        lab.connect();
        lab.run(100_000);

        assertThat(lab.hub.down).isEmpty();
        assertThat(lab.hub.sa(1).messageIds().localNext()).isBetween(8L, 11L);
    }

    /** RFC 7296 §2.4: ESP that comes in is proof enough. */
    @Test
    void espTrafficSavesTheProbe() {
        Lab lab = new Lab(TestConfig.config(new Dpd(10, 2, false), IkeLimits.DEFAULT), Lab.spoke());
        lab.connect();
        for (int i = 0; i < 60; i++) {
            lab.hub.lastEspInMs = lab.nowMs;
            lab.run(1_000);
        }
        assertThat(lab.hub.sa(1).messageIds().localNext()).isZero();
    }

    /** On demand: nobody sends, nobody asks; we send and hear nothing, we ask. */
    @Test
    void onDemand() {
        Lab lab = new Lab(TestConfig.config(new Dpd(10, 2, true), IkeLimits.DEFAULT), Lab.spoke());
        lab.connect();
        lab.run(60_000);
        assertThat(lab.hub.sa(1).messageIds().localNext()).isZero();

        lab.hub.lastEspOutMs = lab.nowMs;
        lab.run(20_000);
        assertThat(lab.hub.sa(1).messageIds().localNext()).isEqualTo(1);
    }

    @Test
    void aDeadPeerIsNoticed() {
        Lab lab = new Lab(TestConfig.config(new Dpd(10, 2, false), IkeLimits.DEFAULT), Lab.spoke());
        lab.connect();
        lab.network = p -> false;
        lab.run(30_000);

        assertThat(lab.hub.onlyDown()).isInstanceOf(Reason.PeerDead.class);
        assertThat(lab.hub.onlyDown().terminateCause()).isEqualTo(TerminateCause.LOST_CARRIER);
        assertThat(lab.hub.installed).isEmpty();
        assertThat(lab.hub.engine.sas()).isEmpty();
    }

    @Test
    void thePeerChecksUs() {
        Lab lab = new Lab().connect();
        lab.spoke(lab.spoke.checkLiveness(lab.nowMs));
        lab.settle();
        assertThat(lab.spokeActions(PeerAlive.class)).hasSize(1);
    }

    /** RFC 7296 §2.23: a NAT gave the peer a new port; its next authenticated message tells. */
    @Test
    void aNatMovesThePeer() {
        Lab lab = new Lab();
        lab.spokeSeenAt = TestConfig.endpoint("198.18.3.3", 1_024);
        lab.connect();
        Endpoint moved = TestConfig.endpoint("198.18.3.3", 2_048);
        lab.spokeSeenAt = moved;
        lab.spoke(lab.spoke.checkLiveness(lab.nowMs));
        lab.settle();

        assertThat(lab.hub.sa(1).remote()).isEqualTo(moved);
        assertThat(lab.hub.all)
                .contains(new Action.UpdatePeer(1, TestConfig.HUB_4500, moved, true));
    }

    /** The data plane saw it first. */
    @Test
    void espMovesThePeer() {
        Lab lab = new Lab();
        lab.spokeSeenAt = TestConfig.endpoint("198.18.3.3", 1_024);
        lab.connect();
        ChildSa child = lab.hub.installed.values().iterator().next();
        Endpoint moved = TestConfig.endpoint("198.18.3.4", 2_048);
        lab.hub(new Event.PeerMoved(child.inboundSpi(), moved));

        assertThat(lab.hub.sa(1).remote()).isEqualTo(moved);
    }

    /** A copy of an old message from elsewhere must not move anybody. */
    @Test
    void aReplayMovesNobody() {
        Lab lab = new Lab();
        lab.spokeSeenAt = TestConfig.endpoint("198.18.3.3", 1_024);
        Endpoint home = lab.spokeSeenAt;
        lab.connect();
        Lab.Packet[] captured = new Lab.Packet[1];
        lab.network =
                p -> {
                    if (p.toHub()) {
                        captured[0] = p;
                    }
                    return true;
                };
        lab.spoke(lab.spoke.checkLiveness(lab.nowMs));
        lab.settle();
        lab.spoke(lab.spoke.checkLiveness(lab.nowMs));
        Lab.Packet replay = captured[0];
        lab.settle();
        lab.hub(
                new Event.Datagram(
                        TestConfig.HUB_4500,
                        TestConfig.endpoint("203.0.113.66", 4_500),
                        true,
                        replay.bytes()));

        assertThat(lab.hub.sa(1).remote()).isEqualTo(home);
    }

    /** Volume is up: the hub rekeys; this simulated spoke refuses, so the pair ends with it. */
    @Test
    void hardVolumeLimit() {
        Lab lab = new Lab().connect();
        int spi = lab.hub.installed.keySet().iterator().next();
        lab.hub(new Event.ChildExpiring(spi, false));
        lab.settle();
        assertThat(lab.hub.installed).containsKey(spi);

        lab.hub(new Event.ChildExpiring(spi, true));
        lab.settle();
        assertThat(lab.hub.installed).isEmpty();
        assertThat(lab.spoke.children()).isEmpty();
    }

    /** A fault of ours in one session ends that one; the next one is served as ever. */
    @Test
    void aFaultStaysInItsSession() {
        AtomicBoolean broken = new AtomicBoolean();
        Entropy good = TestConfig.entropy(1);
        Hub hub =
                new Hub(
                        TestConfig.config(),
                        b -> {
                            if (broken.get()) {
                                throw new IllegalStateException("no entropy");
                            }
                            good.fill(b);
                        });
        Lab lab = new Lab(hub, Lab.spoke(), 1).connect();
        broken.set(true);
        lab.hub(new Event.RekeyIke(1));
        assertThat(hub.onlyDown()).isInstanceOf(Reason.InternalFault.class);
        assertThat(hub.installed).isEmpty();
        assertThat(hub.engine.registry().sizes())
                .isEqualTo("sessions 0 ike 0 esp 0 requests 0 init 0");

        broken.set(false);
        Lab next = new Lab(hub, Lab.spoke(), 2);
        next.nowMs = lab.nowMs;
        next.connect();
        assertThat(next.spoke.isEstablished()).isTrue();
    }
}
