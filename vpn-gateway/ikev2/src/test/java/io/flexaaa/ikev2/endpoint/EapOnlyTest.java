package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.EapRules;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Certificate;
import io.flexaaa.ikev2.message.Eap;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** EAP as the only proof of both sides, RFC 5998. */
class EapOnlyTest {
    private static final Octets TLS_RESPONSE = Octets.ofHex("020000060d00");
    private static final Octets SUCCESS = Octets.ofHex("03000004");

    private Hub hub = hub(new LocalProof.EapOnly());
    private RawPeer peer = new RawPeer(hub, 7);

    private static Hub hub(LocalProof local) {
        return new Hub(
                CertificateLoginTest.config(
                        new Proofs(
                                local,
                                Set.of(AuthMethod.EAP),
                                new EapRules(true, 90_000),
                                Octets.EMPTY)),
                TestConfig.entropy(1));
    }

    private static Secret msk() {
        return Secret.wrap(new byte[64]);
    }

    private IkeMessage begin(boolean ask) throws Exception {
        peer.keyed();
        List<Payload> payloads = new ArrayList<>(peer.authPayloads("unused"));
        payloads.remove(1);
        if (ask) {
            payloads.add(NotifyPayload.of(NotifyType.EAP_ONLY_AUTHENTICATION));
        }
        return peer.exchange(ExchangeType.IKE_AUTH, 1, payloads);
    }

    private IkeMessage succeed(Octets response, @Nullable Secret msk) throws Exception {
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 2, List.of(new Eap(response))));
        Action.RelayEap q = (Action.RelayEap) hub.held.removeFirst();
        hub.handle(new Event.EapSucceeded(q.requestId(), SUCCESS, msk, "alice"), 1_000);
        return peer.open(hub.sent.remove().bytes());
    }

    private IkeMessage prove(Secret key) throws Exception {
        Octets auth = PskAuth.auth(peer.suite().prf(), key, peer.signedOctets());
        return peer.exchange(
                ExchangeType.IKE_AUTH,
                3,
                List.of(new Authentication(Authentication.SHARED_KEY, auth)));
    }

    @Test
    void theMethodsKeyProvesBothSides() throws Exception {
        IkeMessage first = begin(true);
        assertThat(first.first(Authentication.class)).as("no signature").isNull();
        assertThat(first.first(Certificate.class)).isNull();
        var idR = Objects.requireNonNull(first.identification(false));
        assertThat(first.first(Eap.class)).isNotNull();

        assertThat(succeed(TLS_RESPONSE, msk()).first(Eap.class)).isNotNull();
        assertThat(hub.up).isEmpty();
        Authentication auth = Objects.requireNonNull(prove(msk()).first(Authentication.class));
        assertThat(
                        PskAuth.verify(
                                peer.suite().prf(), msk(), peer.hubsSignedOctets(idR), auth.data()))
                .isTrue();
        assertThat(hub.up).containsExactly(1L);
        assertThat(hub.sa(1).signMethod()).isEqualTo(AuthMethod.EAP);
        assertThat(hub.sa(1).verifyMethod()).isEqualTo(AuthMethod.EAP);
    }

    /** strongSwan says that it could do without also when it is to insist on a certificate. */
    @Test
    void whereThereIsACertificateItIsUsed() throws Exception {
        hub = hub(new LocalProof.Certificate(KeyPairs.P256.identity()));
        peer = new RawPeer(hub, 7);
        assertThat(begin(true).first(Certificate.class)).isNotNull();
        succeed(TLS_RESPONSE, msk());
        prove(msk());
        assertThat(hub.up).containsExactly(1L);
    }

    @Test
    void aPeerThatWantsASignatureIsRefusedWhereThereIsNone() throws Exception {
        assertThat(begin(false).hasNotification(NotifyType.AUTHENTICATION_FAILED)).isTrue();
        assertThat(hub.held).isEmpty();
    }

    /** Type 26, MSCHAPv2: with a key, yet a false gateway could guess the password from it. */
    @ParameterizedTest
    @CsvSource({"020000060400, false", "020000060d00, false", "020000061a00, true"})
    void aMethodThatDoesNotProveUsIsNotEnough(String response, boolean makesKey) throws Exception {
        begin(true);
        IkeMessage refused = succeed(Octets.ofHex(response), makesKey ? msk() : null);
        assertThat(refused.hasNotification(NotifyType.AUTHENTICATION_FAILED)).isTrue();
        assertThat(refused.first(Eap.class)).as("no EAP-Success").isNull();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.EapMethodUnfit.class);
        anAuthNowIsIgnored();
    }

    private void anAuthNowIsIgnored() {
        Octets auth = PskAuth.auth(peer.suite().prf(), msk(), peer.signedOctets());
        peer.send(
                peer.sealed(
                        ExchangeType.IKE_AUTH,
                        3,
                        List.of(new Authentication(Authentication.SHARED_KEY, auth))));
        assertThat(hub.up).isEmpty();
    }

    @Test
    void skPiIsNoKeyOfTheMethod() throws Exception {
        begin(true);
        succeed(TLS_RESPONSE, msk());
        prove(peer.keys().pi());
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.EapProofWrong.class);
    }

    @Test
    void withoutCertificateNothingButEapCanBeConfigured() {
        assertThatThrownBy(() ->
                        new Proofs(
                                new LocalProof.EapOnly(),
                                Set.of(AuthMethod.EAP, AuthMethod.PSK),
                                new EapRules(true, 90_000),
                                Octets.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
