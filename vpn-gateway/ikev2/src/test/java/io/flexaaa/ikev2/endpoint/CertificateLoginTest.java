package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.IkePolicy;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.SignatureAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Certificate;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Signatures both ways, RFC 7296 §2.15 and RFC 7427; strongSwan is the judge in e2e. */
class CertificateLoginTest {
    private static final NotifyPayload HASHES =
            NotifyPayload.of(
                    NotifyType.SIGNATURE_HASH_ALGORITHMS, Octets.of(0, 2, 0, 3, 0, 4, 0, 5));

    static IkeConfig config(Proofs proofs) {
        IkeProfile p = TestConfig.profile(IkeConfig.Dpd.OFF);
        return new IkeConfig(
                List.of(new IkePolicy("POL", null, List.of(TestConfig.proposal()))),
                List.of(
                        new IkeProfile(
                                p.name(),
                                p.matchIdentityRemote(),
                                p.matchAddressLocal(),
                                p.identityLocal(),
                                proofs,
                                p.esp(),
                                p.lifetimeSeconds(),
                                p.dpd(),
                                p.natKeepaliveSeconds(),
                                p.forceEncap(),
                                p.initialContactForce())),
                IkeLimits.DEFAULT);
    }

    private static Proofs signatures(KeyPairs own, AuthMethod... remote) {
        return new Proofs(
                new LocalProof.Certificate(own.identity()), Set.of(remote), null, Octets.EMPTY);
    }

    static List<Payload> signed(RawPeer peer, KeyPairs key) throws Exception {
        List<Payload> payloads = new ArrayList<>(peer.authPayloads("unused"));
        payloads.set(
                1, SignatureAuth.sign(key.identity(), peer.signedOctets(), Set.of(2, 3, 4, 5)));
        payloads.add(new Certificate(4, Octets.ofUtf8("peer certificate")));
        return payloads;
    }

    static RawPeer keyed(Hub hub) throws Exception {
        RawPeer peer = new RawPeer(hub, 7);
        List<Payload> init = peer.initPayloads();
        init.add(HASHES);
        return peer.keyed(init);
    }

    private static Action.CheckCertificate question(Hub hub) {
        return (Action.CheckCertificate) hub.held.getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfKeyProvesBothSides(KeyPairs key) throws Exception {
        Hub hub = new Hub(config(signatures(key, key.identity().kind())), TestConfig.entropy(1));
        RawPeer peer = keyed(hub);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, signed(peer, key)));

        Action.CheckCertificate asked = question(hub);
        assertThat(asked.chain()).containsExactly(Octets.ofUtf8("peer certificate"));
        assertThat(hub.up).isEmpty();
        hub.handle(new Event.CertificateTrusted(asked.requestId(), key.pair().getPublic()), 1_000);

        assertThat(hub.up).containsExactly(1L);
        assertThat(hub.sa(1).signMethod()).isEqualTo(key.identity().kind());
        assertThat(hub.sa(1).verifyMethod()).isEqualTo(key.identity().kind());
        IkeMessage answer = peer.open(hub.sent.remove().bytes());
        Authentication auth = Objects.requireNonNull(answer.first(Authentication.class));
        assertThat(auth.method()).isEqualTo(Authentication.DIGITAL_SIGNATURE);
        var idR = Objects.requireNonNull(answer.identification(false));
        assertThat(SignatureAuth.verify(auth, key.pair().getPublic(), peer.hubsSignedOctets(idR)))
                .isTrue();
        assertThat(answer.first(Certificate.class))
                .isEqualTo(new Certificate(4, Octets.ofUtf8("hub certificate")));
    }

    @Test
    void aPeerThatDoesNotKnowRfc7427GetsTheOldMethods() throws Exception {
        for (KeyPairs key : List.of(KeyPairs.RSA, KeyPairs.P256, KeyPairs.P384)) {
            AuthMethod kind = key.identity().kind();
            Hub hub = new Hub(config(signatures(key, kind)), TestConfig.entropy(1));
            RawPeer peer = new RawPeer(hub, 7).keyed();
            List<Payload> payloads = signed(peer, key);
            payloads.set(1, SignatureAuth.sign(key.identity(), peer.signedOctets(), Set.of()));
            peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, payloads));
            hub.handle(
                    new Event.CertificateTrusted(question(hub).requestId(), key.pair().getPublic()),
                    1_000);
            assertThat(hub.up).as("%s", key).containsExactly(1L);
            Authentication auth = peer.open(hub.sent.remove().bytes()).first(Authentication.class);
            assertThat(Objects.requireNonNull(auth).method())
                    .isEqualTo(
                            switch (key) {
                                case RSA -> Authentication.RSA_SIGNATURE;
                                case P256 -> Authentication.ECDSA_256;
                                case P384 -> Authentication.ECDSA_384;
                                case ED25519 -> Authentication.DIGITAL_SIGNATURE;
                            });
        }
    }

    @Test
    void ed25519WithAPeerThatCannotVerifyItIsRefusedInWords() throws Exception {
        Hub hub =
                new Hub(
                        config(signatures(KeyPairs.ED25519, AuthMethod.RSA)),
                        TestConfig.entropy(1));
        RawPeer peer = new RawPeer(hub, 7).keyed();
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, signed(peer, KeyPairs.RSA)));
        hub.handle(
                new Event.CertificateTrusted(
                        question(hub).requestId(), KeyPairs.RSA.pair().getPublic()),
                1_000);
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown().sentence()).contains("RFC 8420");
    }

    @Test
    void anotherKeysSignatureProvesNothing() throws Exception {
        Hub hub =
                new Hub(
                        config(signatures(KeyPairs.P256, AuthMethod.RSA, AuthMethod.ECDSA)),
                        TestConfig.entropy(1));
        RawPeer peer = keyed(hub);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, signed(peer, KeyPairs.P256)));
        hub.handle(
                new Event.CertificateTrusted(
                        question(hub).requestId(), KeyPairs.RSA.pair().getPublic()),
                1_000);
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.SignatureMismatch.class);
    }

    /** A signature made for another handshake, which an attacker may have recorded. */
    @Test
    void anotherHandshakesSignatureProvesNothing() throws Exception {
        Hub hub =
                new Hub(config(signatures(KeyPairs.P256, AuthMethod.ECDSA)), TestConfig.entropy(1));
        RawPeer recorded = keyed(hub);
        List<Payload> old = signed(recorded, KeyPairs.P256);
        RawPeer peer = new RawPeer(hub, 8);
        List<Payload> init = peer.initPayloads();
        init.add(HASHES);
        peer.keyed(init);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, old));
        hub.handle(
                new Event.CertificateTrusted(
                        question(hub).requestId(), KeyPairs.P256.pair().getPublic()),
                1_000);
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.SignatureMismatch.class);
    }

    @Test
    void aKindOfKeyTheProfileDoesNotHaveIsRefused() throws Exception {
        Hub hub =
                new Hub(config(signatures(KeyPairs.P256, AuthMethod.ECDSA)), TestConfig.entropy(1));
        RawPeer peer = keyed(hub);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, signed(peer, KeyPairs.RSA)));
        hub.handle(
                new Event.CertificateTrusted(
                        question(hub).requestId(), KeyPairs.RSA.pair().getPublic()),
                1_000);
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.AuthMethodRefused.class);
    }

    @Test
    void whatTheShellRefusesStaysOut() throws Exception {
        Hub hub =
                new Hub(config(signatures(KeyPairs.P256, AuthMethod.ECDSA)), TestConfig.entropy(1));
        RawPeer peer = keyed(hub);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, signed(peer, KeyPairs.P256)));
        Reason why =
                new Reason.Refused("CERT", "revoked", io.flexaaa.ikev2.TerminateCause.NAS_REQUEST);
        hub.handle(new Event.CertificateRefused(question(hub).requestId(), why), 1_000);
        IkeMessage answer = peer.open(hub.sent.remove().bytes());
        assertThat(answer.hasNotification(NotifyType.AUTHENTICATION_FAILED)).isTrue();
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isEqualTo(why);
    }

    @Test
    void aPreSharedKeyDoesNotGetIntoACertificateProfile() throws Exception {
        Hub hub =
                new Hub(config(signatures(KeyPairs.P256, AuthMethod.ECDSA)), TestConfig.entropy(1));
        RawPeer peer = keyed(hub);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, peer.authPayloads("spoke key")));
        assertThat(hub.held).isEmpty();
        assertThat(hub.up).isEmpty();
        assertThat(hub.outcomes)
                .anyMatch(o ->
                        o instanceof Outcome.RefusedPeer(_, _, Reason r)
                                && r instanceof Reason.AuthMethodRefused);
    }

    @Test
    void ourPreSharedKeyAndTheirCertificate() throws Exception {
        Proofs mixed =
                new Proofs(
                        new LocalProof.PreShared(), Set.of(AuthMethod.ECDSA), null, Octets.EMPTY);
        Hub hub = new Hub(config(mixed), TestConfig.entropy(1));
        RawPeer peer = keyed(hub);
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, signed(peer, KeyPairs.P256)));
        hub.handle(
                new Event.CertificateTrusted(
                        question(hub).requestId(), KeyPairs.P256.pair().getPublic()),
                1_000);
        assertThat(hub.up).containsExactly(1L);
        assertThat(hub.sa(1).signMethod()).isEqualTo(AuthMethod.PSK);
        assertThat(hub.sa(1).verifyMethod()).isEqualTo(AuthMethod.ECDSA);
    }
}
