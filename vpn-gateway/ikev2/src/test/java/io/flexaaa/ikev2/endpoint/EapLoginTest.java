package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.EapRules;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Certificate;
import io.flexaaa.ikev2.message.Configuration;
import io.flexaaa.ikev2.message.Eap;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** EAP between peer and AAA server, RFC 7296 §2.16, and what a peer may try instead. */
class EapLoginTest {
    private static final Octets IDENTITY_RESPONSE = Octets.ofHex("0200000a01616c696365");
    private static final Octets CHALLENGE = Octets.ofHex("0101000604ff");
    private static final Octets RESPONSE = Octets.ofHex("0201000604ee");
    private static final Octets SUCCESS = Octets.ofHex("03010004");
    private static final Octets FAILURE = Octets.ofHex("04010004");
    private static final Secret MSK = Secret.wrap(new byte[64]);

    private Hub hub = hub(true);
    private RawPeer peer = new RawPeer(hub, 7);

    @BeforeEach
    void keys() throws Exception {
        peer.keyed();
    }

    private static Hub hub(boolean query) {
        return new Hub(
                CertificateLoginTest.config(
                        new Proofs(
                                new LocalProof.Certificate(KeyPairs.P256.identity()),
                                Set.of(AuthMethod.EAP),
                                new EapRules(query, 90_000),
                                Octets.EMPTY)),
                TestConfig.entropy(1));
    }

    /** The first request: all that a PSK peer sends, but no AUTH. */
    private IkeMessage begin() throws Exception {
        List<Payload> payloads = new ArrayList<>(peer.authPayloads("unused"));
        payloads.remove(1);
        return peer.open(peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, payloads)).getFirst());
    }

    private List<Octets> say(int messageId, Octets packet) {
        return peer.send(peer.sealed(ExchangeType.IKE_AUTH, messageId, List.of(new Eap(packet))));
    }

    private IkeMessage answer() throws Exception {
        return peer.open(hub.sent.remove().bytes());
    }

    private Action.RelayEap asked() {
        return (Action.RelayEap) hub.held.removeFirst();
    }

    private static Octets packet(IkeMessage m) {
        return Objects.requireNonNull(m.first(Eap.class), m.toString()).packet();
    }

    private IkeMessage prove(int messageId, Secret key) throws Exception {
        Octets auth = PskAuth.auth(peer.suite().prf(), key, peer.signedOctets());
        return peer.exchange(
                ExchangeType.IKE_AUTH,
                messageId,
                List.of(new Authentication(Authentication.SHARED_KEY, auth)));
    }

    /** Up to EAP-Success; the AUTH that is due next has message id 4. */
    private void succeed(@Nullable Secret msk) throws Exception {
        begin();
        say(2, IDENTITY_RESPONSE);
        hub.handle(new Event.EapContinues(asked().requestId(), CHALLENGE), 1_000);
        answer();
        say(3, RESPONSE);
        hub.handle(new Event.EapSucceeded(asked().requestId(), SUCCESS, msk, "alice"), 1_000);
        assertThat(packet(answer())).isEqualTo(SUCCESS);
    }

    @Test
    void aClientComesUp() throws Exception {
        IkeMessage first = begin();
        assertThat(first.first(Certificate.class)).isNotNull();
        assertThat(first.first(Authentication.class)).isNotNull();
        assertThat(packet(first).slice(0, 1)).isEqualTo(Octets.of(1));
        assertThat(packet(first).u8(4)).as("Identity").isEqualTo(1);
        assertThat(hub.held).as("nobody to ask yet").isEmpty();

        say(2, IDENTITY_RESPONSE);
        Action.RelayEap q1 = asked();
        assertThat(q1.eapIdentity()).isEqualTo("alice");
        assertThat(q1.packet()).isEqualTo(IDENTITY_RESPONSE);
        hub.handle(new Event.EapContinues(q1.requestId(), CHALLENGE), 1_000);
        IkeMessage second = answer();
        assertThat(packet(second)).isEqualTo(CHALLENGE);
        assertThat(second.first(Authentication.class)).as("once is enough").isNull();

        say(3, RESPONSE);
        Action.RelayEap q2 = asked();
        assertThat(q2.eapIdentity()).isEqualTo("alice");
        hub.handle(new Event.EapSucceeded(q2.requestId(), SUCCESS, copy(), "alice"), 1_000);
        assertThat(packet(answer())).isEqualTo(SUCCESS);
        assertThat(hub.up).as("EAP alone opens nothing").isEmpty();

        IkeMessage last = prove(4, copy());
        assertThat(hub.up).containsExactly(1L);
        Authentication auth = Objects.requireNonNull(last.first(Authentication.class));
        assertThat(auth.method()).isEqualTo(Authentication.SHARED_KEY);
        var idR = Objects.requireNonNull(first.identification(false));
        assertThat(
                        PskAuth.verify(
                                peer.suite().prf(),
                                copy(),
                                peer.hubsSignedOctets(idR),
                                auth.data()))
                .isTrue();
        assertThat(last.first(SecurityAssociation.class)).isNotNull();
        assertThat(last.identification(false)).as("sent before").isNull();
        assertThat(hub.sa(1).signMethod()).isEqualTo(AuthMethod.ECDSA);
        assertThat(hub.sa(1).verifyMethod()).isEqualTo(AuthMethod.EAP);
        assertThat(last.first(Configuration.class)).as("not asked for").isNull();
    }

    private static Secret copy() {
        return Secret.wrap(MSK.reveal());
    }

    @Test
    void aMethodWithoutKeyIsProvedBySkP() throws Exception {
        succeed(null);
        IkeMessage last = prove(4, peer.keys().pi());
        assertThat(hub.up).containsExactly(1L);
        assertThat(last.first(Authentication.class)).isNotNull();
    }

    @Test
    void withoutQueryIdentityTheIkeIdentityAnswers() throws Exception {
        hub = hub(false);
        peer = new RawPeer(hub, 7).keyed();
        List<Payload> payloads = new ArrayList<>(peer.authPayloads("unused"));
        payloads.remove(1);
        assertThat(peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, payloads)))
                .as("first the server is asked")
                .isEmpty();
        Action.RelayEap q = asked();
        assertThat(q.eapIdentity()).isEqualTo("br1.example.com");
        assertThat(q.packet().slice(5, q.packet().length()).utf8()).isEqualTo("br1.example.com");
        hub.handle(new Event.EapContinues(q.requestId(), CHALLENGE), 1_000);
        IkeMessage first = answer();
        assertThat(first.first(Authentication.class)).isNotNull();
        assertThat(packet(first)).isEqualTo(CHALLENGE);
    }

    @Test
    void theWrongKeyAfterSuccessIsSomeoneInBetween() throws Exception {
        succeed(copy());
        IkeMessage last = prove(4, Secret.ofUtf8("guessed"));
        assertThat(last.hasNotification(NotifyType.AUTHENTICATION_FAILED)).isTrue();
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.EapProofWrong.class);
    }

    /** SK_pi is known to anyone who did the key exchange, so it must not stand in for an MSK. */
    @Test
    void skPDoesNotReplaceTheKeyOfTheMethod() throws Exception {
        succeed(copy());
        prove(4, peer.keys().pi());
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.EapProofWrong.class);
    }

    @Test
    void aRejectIsBroughtToThePeer() throws Exception {
        begin();
        say(2, IDENTITY_RESPONSE);
        Reason why = new Reason.Refused("AAA_REJECTED", "no", TerminateCause.NAS_REQUEST);
        hub.handle(new Event.EapFailed(asked().requestId(), FAILURE, why), 1_000);
        assertThat(packet(answer())).isEqualTo(FAILURE);
        assertThat(hub.onlyDown()).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "03010004", // EAP-Success from the peer
                "04010004", // EAP-Failure from the peer
                "0101000604ff", // a request from the peer
                "0201000704ee", // longer than it is
                "02010005", // no type
                "", // nothing
            })
    void nothingButAResponseWillDo(String hex) throws Exception {
        begin();
        IkeMessage refused = peer.open(say(2, Octets.ofHex(hex)).getFirst());
        assertThat(refused.hasNotification(NotifyType.INVALID_SYNTAX)).isTrue();
        assertThat(hub.held).isEmpty();
        assertThat(hub.up).isEmpty();
    }

    @Test
    void authBeforeSuccessIsNoShortCut() throws Exception {
        begin();
        IkeMessage refused = prove(2, peer.keys().pi());
        assertThat(refused.hasNotification(NotifyType.INVALID_SYNTAX)).isTrue();
        assertThat(hub.up).isEmpty();
    }

    @Test
    void eapAfterSuccessIsNoAuth() throws Exception {
        succeed(copy());
        IkeMessage refused = peer.open(say(4, RESPONSE).getFirst());
        assertThat(refused.hasNotification(NotifyType.INVALID_SYNTAX)).isTrue();
        assertThat(hub.up).isEmpty();
    }

    @Test
    void aRetransmissionIsAnsweredAndNotRelayedAgain() throws Exception {
        begin();
        Octets again = peer.sealed(ExchangeType.IKE_AUTH, 2, List.of(new Eap(IDENTITY_RESPONSE)));
        peer.send(again);
        peer.send(again);
        assertThat(hub.held).as("while the server is asked").hasSize(1);
        hub.handle(new Event.EapContinues(asked().requestId(), CHALLENGE), 1_000);
        Octets reply = hub.sent.remove().bytes();
        assertThat(peer.send(again)).containsExactly(reply);
        assertThat(hub.held).isEmpty();
    }

    @Test
    void aLateAnswerOfTheServerChangesNothing() throws Exception {
        succeed(copy());
        hub.handle(new Event.EapSucceeded(1, SUCCESS, copy(), "mallory"), 1_000);
        assertThat(hub.sent).isEmpty();
        prove(4, copy());
        assertThat(hub.up).containsExactly(1L);
    }

    @Test
    void aClientThatFallsSilentIsForgotten() throws Exception {
        begin();
        hub.handle(new Event.TimerTick(), 1_000 + 90_001);
        assertThat(hub.onlyDown()).isInstanceOf(Reason.EapTimeout.class);
        assertThat(hub.engine.sas()).isEmpty();
    }

    @Test
    void anEndlessConversationEnds() throws Exception {
        begin();
        int id = 2;
        say(id++, IDENTITY_RESPONSE);
        while (hub.onlyDownOrNull() == null) {
            assertThat(id).isLessThan(100);
            hub.handle(new Event.EapContinues(asked().requestId(), CHALLENGE), 1_000);
            answer();
            say(id++, RESPONSE);
        }
        assertThat(hub.onlyDown()).isInstanceOf(Reason.EapTooLong.class);
        assertThat(hub.up).isEmpty();
    }

    @Test
    void sessionsAreCountedByWhoEapFound() throws Exception {
        succeed(copy());
        prove(4, copy());
        assertThat(hub.all)
                .filteredOn(a -> a instanceof Action.Authorize)
                .extracting(a -> ((Action.Authorize) a).method())
                .containsExactly(AuthMethod.EAP);
    }
}
