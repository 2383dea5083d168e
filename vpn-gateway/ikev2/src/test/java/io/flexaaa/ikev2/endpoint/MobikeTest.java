package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.NatDetection;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A peer that changes its address, RFC 4555. */
class MobikeTest {
    private static final Endpoint OTHER = TestConfig.endpoint("198.18.9.9", 500);
    private static final Endpoint THIRD = TestConfig.endpoint("198.18.9.10", 500);
    private static final NotifyPayload UPDATE = NotifyPayload.of(NotifyType.UPDATE_SA_ADDRESSES);

    private final Hub hub = new Hub(TestConfig.config(), TestConfig.entropy(1));
    private final RawPeer peer = new RawPeer(hub, 7);
    private long nextId = 2;

    private IkeMessage login(boolean mobike) throws Exception {
        peer.keyed();
        List<Payload> payloads = peer.authPayloads("spoke key");
        if (mobike) {
            payloads.add(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED));
        }
        return peer.exchange(ExchangeType.IKE_AUTH, 1, payloads);
    }

    /** An INFORMATIONAL of the peer; the hub's answer, and after it its requests. */
    private List<IkeMessage> say(Payload... payloads) throws Exception {
        List<IkeMessage> heard = new ArrayList<>();
        for (Octets o :
                peer.send(peer.sealed(ExchangeType.INFORMATIONAL, nextId++, List.of(payloads)))) {
            heard.add(peer.open(o));
        }
        return heard;
    }

    private void answer(IkeMessage request, Payload... payloads) {
        peer.send(
                peer.sealed(
                        ExchangeType.INFORMATIONAL, request.messageId(), true, List.of(payloads)));
    }

    private static NotifyPayload cookie(IkeMessage m) {
        return Objects.requireNonNull(m.notification(NotifyType.COOKIE2), m.toString());
    }

    private List<Action.UpdatePeer> updates() {
        return hub.all.stream()
                .filter(a -> a instanceof Action.UpdatePeer)
                .map(a -> (Action.UpdatePeer) a)
                .toList();
    }

    private List<Endpoint> sentTo() {
        return hub.all.stream()
                .filter(a -> a instanceof Action.Send)
                .map(a -> ((Action.Send) a).remote())
                .toList();
    }

    private List<Payload> detection(Endpoint from, Endpoint to) {
        return List.of(
                NotifyPayload.of(
                        NotifyType.NAT_DETECTION_SOURCE_IP,
                        NatDetection.hash(peer.spiI, peer.spiR, from.address(), from.port())),
                NotifyPayload.of(
                        NotifyType.NAT_DETECTION_DESTINATION_IP,
                        NatDetection.hash(peer.spiI, peer.spiR, to.address(), to.port())));
    }

    @Test
    void itIsAgreedOnWhenThePeerKnowsIt() throws Exception {
        assertThat(login(true).hasNotification(NotifyType.MOBIKE_SUPPORTED)).isTrue();
        Hub other = new Hub(TestConfig.config(), TestConfig.entropy(2));
        RawPeer plain = new RawPeer(other, 8).keyed();
        assertThat(
                        plain.exchange(ExchangeType.IKE_AUTH, 1, plain.authPayloads("spoke key"))
                                .hasNotification(NotifyType.MOBIKE_SUPPORTED))
                .isFalse();
    }

    @Test
    void espFollowsOnceThePeerShowedThatItIsThere() throws Exception {
        login(true);
        peer.at = OTHER;
        List<IkeMessage> heard = say(UPDATE);
        assertThat(heard).hasSize(2);
        assertThat(heard.getFirst().response()).isTrue();
        assertThat(heard.getFirst().firstError()).isNull();
        assertThat(sentTo()).endsWith(OTHER, OTHER);
        assertThat(hub.sa(1).remote()).isEqualTo(OTHER);
        assertThat(updates()).as("not before the check").isEmpty();

        answer(heard.get(1), cookie(heard.get(1)));
        assertThat(updates()).extracting(Action.UpdatePeer::remote).containsExactly(OTHER);
        assertThat(hub.down).isEmpty();
    }

    @Test
    void anotherCookieEndsTheSession() throws Exception {
        login(true);
        peer.at = OTHER;
        IkeMessage check = say(UPDATE).get(1);
        answer(check, NotifyPayload.of(NotifyType.COOKIE2, Octets.of(1, 2, 3, 4, 5, 6, 7, 8)));
        assertThat(hub.onlyDown()).isInstanceOf(Reason.CookieWrong.class);
        assertThat(updates()).isEmpty();
    }

    @Test
    void aMissingCookieEndsTheSession() throws Exception {
        login(true);
        peer.at = OTHER;
        answer(say(UPDATE).get(1));
        assertThat(hub.onlyDown()).isInstanceOf(Reason.CookieWrong.class);
    }

    /** §3.8: a message alone only tries a path out. */
    @Test
    void withoutTheNotifyNothingMoves() throws Exception {
        login(true);
        peer.at = OTHER;
        assertThat(say()).hasSize(1);
        assertThat(sentTo()).last().isEqualTo(OTHER);
        assertThat(hub.sa(1).remote()).isEqualTo(TestConfig.SPOKE);
        assertThat(updates()).isEmpty();
    }

    @Test
    void notAgreedOnItIsNotDone() throws Exception {
        login(false);
        peer.at = OTHER;
        assertThat(say(UPDATE)).hasSize(1);
        assertThat(hub.sa(1).remote()).isEqualTo(TestConfig.SPOKE);
    }

    @Test
    void aStrangersCopyMovesNobody() throws Exception {
        login(true);
        Octets update = peer.sealed(ExchangeType.INFORMATIONAL, 2, List.of(UPDATE));
        byte[] changed = update.toArray();
        changed[changed.length - 1] ^= 1;
        peer.at = OTHER;
        assertThat(peer.send(Octets.wrap(changed))).isEmpty();
        assertThat(hub.sa(1).remote()).isEqualTo(TestConfig.SPOKE);
    }

    @Test
    void theCookieOfThePeerComesBack() throws Exception {
        login(true);
        NotifyPayload theirs =
                NotifyPayload.of(NotifyType.COOKIE2, Octets.of(9, 8, 7, 6, 5, 4, 3, 2));
        assertThat(cookie(say(theirs).getFirst()).data()).isEqualTo(theirs.data());
    }

    @Test
    void whereNoNatMayBeThereIsNone() throws Exception {
        login(true);
        Octets claimed =
                Octets.wrap(TestConfig.SPOKE.address().getAddress())
                        .plus(Octets.wrap(TestConfig.HUB.address().getAddress()))
                        .plus(Octets.of(1, 0xf4, 1, 0xf4));
        NotifyPayload noNats = NotifyPayload.of(NotifyType.NO_NATS_ALLOWED, claimed);
        peer.at = OTHER;
        IkeMessage refused = say(UPDATE, noNats).getFirst();
        assertThat(refused.hasNotification(NotifyType.UNEXPECTED_NAT_DETECTED)).isTrue();
        assertThat(hub.sa(1).remote()).isEqualTo(TestConfig.SPOKE);
        peer.at = TestConfig.SPOKE;
        assertThat(say(UPDATE, noNats).getFirst().firstError()).isNull();
    }

    @Test
    void natIsFoundAnew() throws Exception {
        login(true);
        assertThat(hub.sa(1).nat().detected()).isFalse();
        peer.at = OTHER;
        List<Payload> behindNat = new ArrayList<>(detection(TestConfig.SPOKE, TestConfig.HUB));
        behindNat.add(UPDATE);
        List<IkeMessage> heard = say(behindNat.toArray(Payload[]::new));
        assertThat(heard.getFirst().hasNotification(NotifyType.NAT_DETECTION_SOURCE_IP)).isTrue();
        assertThat(hub.sa(1).nat().remoteInside()).isTrue();
        answer(heard.get(1), cookie(heard.get(1)));

        peer.at = THIRD;
        List<Payload> outside = new ArrayList<>(detection(THIRD, TestConfig.HUB));
        outside.add(UPDATE);
        heard = say(outside.toArray(Payload[]::new));
        assertThat(hub.sa(1).nat().detected()).isFalse();
        answer(heard.get(1), cookie(heard.get(1)));
        assertThat(updates()).extracting(Action.UpdatePeer::remote).containsExactly(OTHER, THIRD);
    }

    @Test
    void aSecondMoveOvertakesTheFirst() throws Exception {
        login(true);
        peer.at = OTHER;
        IkeMessage first = say(UPDATE).get(1);
        peer.at = THIRD;
        List<IkeMessage> heard = say(UPDATE);
        assertThat(heard).extracting(IkeMessage::response).containsOnlyOnce(true);
        assertThat(sentTo()).last().isEqualTo(THIRD);
        answer(first, cookie(first));
        assertThat(updates()).as("the first check is about nothing any more").isEmpty();
        IkeMessage second = peer.open(((Action.Send) last(Action.Send.class)).bytes());
        answer(second, cookie(second));
        assertThat(updates()).extracting(Action.UpdatePeer::remote).containsExactly(THIRD);
    }

    private Action last(Class<? extends Action> type) {
        return hub.all.stream().filter(type::isInstance).toList().getLast();
    }

    @Test
    void whatWasAskedAtTheOldAddressIsAskedAtTheNew() throws Exception {
        login(true);
        hub.handle(new Event.ProbePeer(1), 1_000);
        IkeMessage probe = peer.open(hub.sent.remove().bytes());
        peer.at = OTHER;
        List<IkeMessage> heard = say(UPDATE);
        assertThat(heard)
                .extracting(IkeMessage::messageId)
                .containsExactly(probe.messageId(), nextId - 1);
        answer(probe);
        IkeMessage check = peer.open(((Action.Send) last(Action.Send.class)).bytes());
        answer(check, cookie(check));
        assertThat(updates()).extracting(Action.UpdatePeer::remote).containsExactly(OTHER);
    }

    @Test
    void noAnswerFromThereAndThePeerIsDead() throws Exception {
        login(true);
        peer.at = OTHER;
        say(UPDATE);
        long now = 1_000;
        while (hub.down.isEmpty() && now < 200_000) {
            now = hub.deadlineMs;
            hub.handle(new Event.TimerTick(), now);
        }
        assertThat(hub.onlyDown()).isInstanceOf(Reason.PeerDead.class);
        assertThat(updates()).isEmpty();
    }
}
