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
import io.flexaaa.ikev2.message.Eap;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IdType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A certificate and then EAP, RFC 4739, and every other order, which must never log in. */
class TwoProofsTest {
    private static final NotifyPayload ANOTHER = NotifyPayload.of(NotifyType.ANOTHER_AUTH_FOLLOWS);
    private static final Identification USER =
            new Identification(true, IdType.KEY_ID, Octets.ofUtf8("alice"));
    private static final Octets RESPONSE = Octets.ofHex("0200000a01616c696365");
    private static final Octets SUCCESS = Octets.ofHex("03000004");
    private static final KeyPairs KEY = KeyPairs.P256;

    private final Hub hub =
            new Hub(
                    CertificateLoginTest.config(
                            new Proofs(
                                    new LocalProof.Certificate(KEY.identity()),
                                    Set.of(AuthMethod.ECDSA, AuthMethod.EAP),
                                    new EapRules(true, 90_000, true),
                                    Octets.EMPTY)),
                    TestConfig.entropy(1));
    private RawPeer peer = new RawPeer(hub, 7);

    @BeforeEach
    void keys() throws Exception {
        peer = CertificateLoginTest.keyed(hub);
    }

    private static Secret msk() {
        return Secret.wrap(new byte[64]);
    }

    private IkeMessage certificate(boolean another) throws Exception {
        List<Payload> payloads = CertificateLoginTest.signed(peer, KEY);
        if (another) {
            payloads.add(NotifyPayload.of(NotifyType.MULTIPLE_AUTH_SUPPORTED));
            payloads.add(ANOTHER);
        }
        List<Octets> sent = peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, payloads));
        if (!sent.isEmpty()) {
            return peer.open(sent.getFirst());
        }
        Action.CheckCertificate q = (Action.CheckCertificate) hub.held.removeFirst();
        hub.handle(new Event.CertificateTrusted(q.requestId(), KEY.pair().getPublic()), 1_000);
        return peer.open(hub.sent.remove().bytes());
    }

    private IkeMessage say(int id, Payload... payloads) throws Exception {
        return peer.exchange(ExchangeType.IKE_AUTH, id, List.of(payloads));
    }

    private Authentication auth(Identification id, Secret key) {
        return new Authentication(
                Authentication.SHARED_KEY,
                PskAuth.auth(peer.suite().prf(), key, peer.signedOctets(id)));
    }

    private IkeMessage eap(int id) throws Exception {
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, id, List.of(new Eap(RESPONSE))));
        Action.RelayEap q = (Action.RelayEap) hub.held.removeFirst();
        assertThat(q.eapIdentity()).isEqualTo("alice");
        hub.handle(new Event.EapSucceeded(q.requestId(), SUCCESS, msk(), "alice"), 1_000);
        return peer.open(hub.sent.remove().bytes());
    }

    private void refused(IkeMessage answer, Class<? extends Reason> why) {
        assertThat(answer.firstError()).isNotNull();
        assertThat(hub.up).isEmpty();
        if (hub.down.isEmpty()) {
            assertThat(hub.outcomes.toString()).contains(why.getSimpleName());
        } else {
            assertThat(hub.onlyDown()).isInstanceOf(why);
        }
    }

    @Test
    void bothProofsBringItUp() throws Exception {
        IkeMessage first = certificate(true);
        assertThat(first.first(Certificate.class)).isNotNull();
        assertThat(first.first(Authentication.class)).isNotNull();
        assertThat(first.first(SecurityAssociation.class)).as("not yet").isNull();
        assertThat(hub.up).isEmpty();
        var idR = Objects.requireNonNull(first.identification(false));

        IkeMessage second = say(2, USER);
        assertThat(second.first(Eap.class)).isNotNull();
        assertThat(second.first(Authentication.class)).as("ours was sent").isNull();
        eap(3);
        assertThat(hub.up).isEmpty();
        IkeMessage last = say(4, auth(USER, msk()));
        assertThat(hub.up).containsExactly(1L);
        assertThat(last.first(SecurityAssociation.class)).isNotNull();
        Authentication auth = Objects.requireNonNull(last.first(Authentication.class));
        assertThat(
                        PskAuth.verify(
                                peer.suite().prf(), msk(), peer.hubsSignedOctets(idR), auth.data()))
                .isTrue();
        assertThat(hub.sa(1).verifyMethod()).isEqualTo(AuthMethod.EAP);
        assertThat(hub.all)
                .filteredOn(a -> a instanceof Action.Authorize)
                .extracting(a -> ((Action.Authorize) a).identity().text())
                .containsExactly("br1.example.com");
    }

    @Test
    void thePeerIsToldThatTwoAreUnderstood() throws Exception {
        RawPeer other = new RawPeer(hub, 9);
        assertThat(other.init(other.initPayloads()).hasNotification(16404)).isTrue();
        Hub plain = new Hub(TestConfig.config(), TestConfig.entropy(1));
        RawPeer another = new RawPeer(plain, 9);
        assertThat(another.init(another.initPayloads()).hasNotification(16404)).isFalse();
    }

    @Test
    void theCertificateAloneIsNotEnough() throws Exception {
        refused(certificate(false), Reason.MultipleAuthRefused.class);
    }

    @Test
    void eapAloneIsNotEnough() throws Exception {
        List<Payload> payloads = new ArrayList<>(peer.authPayloads("unused"));
        payloads.remove(1);
        refused(
                peer.exchange(ExchangeType.IKE_AUTH, 1, payloads),
                Reason.MultipleAuthRefused.class);
    }

    @Test
    void eapFirstIsTheWrongOrder() throws Exception {
        List<Payload> payloads = new ArrayList<>(peer.authPayloads("unused"));
        payloads.remove(1);
        payloads.add(ANOTHER);
        refused(peer.exchange(ExchangeType.IKE_AUTH, 1, payloads), Reason.AuthMethodRefused.class);
    }

    @Test
    void aProfileOfOneProofTakesNoTwo() throws Exception {
        Hub one = new Hub(TestConfig.config(), TestConfig.entropy(1));
        RawPeer spoke = new RawPeer(one, 7).keyed();
        List<Payload> payloads = spoke.authPayloads("spoke key");
        payloads.add(ANOTHER);
        IkeMessage answer = spoke.exchange(ExchangeType.IKE_AUTH, 1, payloads);
        assertThat(answer.hasNotification(NotifyType.AUTHENTICATION_FAILED)).isTrue();
        assertThat(one.up).isEmpty();
    }

    @Test
    void anAuthInPlaceOfTheSecondProofIsNone() throws Exception {
        certificate(true);
        refused(say(2, USER, auth(USER, peer.keys().pi())), Reason.MalformedMessage.class);
    }

    @Test
    void eapWithoutAnIdentityIsNone() throws Exception {
        certificate(true);
        refused(say(2, new Eap(RESPONSE)), Reason.MalformedMessage.class);
    }

    @Test
    void aThirdProofIsRefused() throws Exception {
        certificate(true);
        refused(say(2, USER, ANOTHER), Reason.MalformedMessage.class);
    }

    @Test
    void aThirdProofAtTheEndIsRefused() throws Exception {
        certificate(true);
        say(2, USER);
        eap(3);
        refused(say(4, auth(USER, msk()), ANOTHER), Reason.MalformedMessage.class);
    }

    @Test
    void theLastAuthIsAboutTheSecondIdentity() throws Exception {
        certificate(true);
        say(2, USER);
        eap(3);
        Identification first =
                new Identification(true, IdType.FQDN, Octets.ofUtf8("br1.example.com"));
        refused(say(4, auth(first, msk())), Reason.EapProofWrong.class);
    }

    @Test
    void anotherExchangeBetweenIsIgnored() throws Exception {
        certificate(true);
        assertThat(peer.send(peer.sealed(ExchangeType.INFORMATIONAL, 2, List.of()))).isEmpty();
        assertThat(peer.send(peer.sealed(ExchangeType.CREATE_CHILD_SA, 2, List.of()))).isEmpty();
        say(2, USER);
        eap(3);
        say(4, auth(USER, msk()));
        assertThat(hub.up).containsExactly(1L);
    }

    @Test
    void aBadCertificateEndsItBeforeEap() throws Exception {
        List<Payload> payloads = CertificateLoginTest.signed(peer, KEY);
        payloads.add(ANOTHER);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, payloads));
        Action.CheckCertificate q = (Action.CheckCertificate) hub.held.removeFirst();
        Reason why = new Reason.Refused("NO", "revoked", TerminateCause.NAS_REQUEST);
        hub.handle(new Event.CertificateRefused(q.requestId(), why), 1_000);
        hub.sent.clear();
        assertThat(peer.send(peer.sealed(ExchangeType.IKE_AUTH, 2, List.of(USER)))).isEmpty();
        assertThat(hub.up).isEmpty();
        assertThat(hub.held).isEmpty();
    }

    @Test
    void onlyTheFirstProofIsForgottenAfterAWhile() throws Exception {
        certificate(true);
        hub.handle(new Event.TimerTick(), 1_000 + 90_001);
        assertThat(hub.onlyDown()).isInstanceOf(Reason.EapTimeout.class);
        assertThat(hub.engine.sas()).isEmpty();
    }
}
