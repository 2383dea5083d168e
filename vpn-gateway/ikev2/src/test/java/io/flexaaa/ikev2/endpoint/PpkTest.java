package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.PpkRules;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IdType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Post-quantum pre-shared keys, RFC 8784; strongSwan is the judge of the keys in e2e. */
class PpkTest {
    private static final Identification ID =
            new Identification(true, IdType.FQDN, Octets.ofUtf8("br1.example.com"));
    private static final NotifyPayload USE = NotifyPayload.of(NotifyType.USE_PPK);
    private static final Octets NAME = Octets.ofUtf8("ppk-1");

    private static Secret ppk() {
        return Secret.ofUtf8("thirty-two octets of entropy, say");
    }

    private static Hub hub(boolean required, boolean fromAaa) {
        Map<Octets, Secret> keys = fromAaa ? Map.of() : Map.of(NAME, ppk());
        return new Hub(
                CertificateLoginTest.config(Proofs.PSK.with(new PpkRules(keys, required, fromAaa))),
                TestConfig.entropy(1));
    }

    private static RawPeer peer(Hub hub, boolean use) throws Exception {
        RawPeer peer = new RawPeer(hub, 7);
        List<Payload> init = peer.initPayloads();
        if (use) {
            init.add(USE);
        }
        return peer.keyed(init);
    }

    private static NotifyPayload named(Octets name) {
        return NotifyPayload.of(NotifyType.PPK_IDENTITY, Octets.of(2).plus(name));
    }

    private static IkeKeys mixed(RawPeer peer) {
        IkeKeys k = peer.keys();
        return SkeyseedDerivation.mixed(
                peer.suite().prf(),
                new IkeKeys(
                        copy(k.d()), k.ai(), k.ar(), k.ei(), k.er(), copy(k.pi()), copy(k.pr())),
                ppk());
    }

    private static Secret copy(Secret s) {
        return Secret.wrap(s.reveal());
    }

    private static Octets auth(RawPeer peer, Secret pi) {
        return PskAuth.auth(
                peer.suite().prf(), Secret.ofUtf8("spoke key"), peer.signedOctets(ID, pi));
    }

    private static IkeMessage login(RawPeer peer, Octets auth, NotifyPayload... more)
            throws Exception {
        List<Payload> payloads = peer.authPayloads("spoke key");
        payloads.set(1, new Authentication(Authentication.SHARED_KEY, auth));
        payloads.addAll(List.of(more));
        return peer.exchange(ExchangeType.IKE_AUTH, 1, payloads);
    }

    private static boolean hubUsed(RawPeer peer, IkeMessage answer, Secret pr) {
        Authentication auth = Objects.requireNonNull(answer.first(Authentication.class));
        Identification idR = Objects.requireNonNull(answer.identification(false));
        return PskAuth.verify(
                peer.suite().prf(),
                Secret.ofUtf8("spoke key"),
                peer.hubsSignedOctets(idR, pr),
                auth.data());
    }

    @Test
    void bothSidesMixItIn() throws Exception {
        Hub hub = hub(true, false);
        RawPeer peer = peer(hub, true);
        IkeKeys mixed = mixed(peer);
        IkeMessage answer = login(peer, auth(peer, mixed.pi()), named(NAME));
        assertThat(hub.up).containsExactly(1L);
        NotifyPayload told = Objects.requireNonNull(answer.notification(NotifyType.PPK_IDENTITY));
        assertThat(told.data().isEmpty()).isTrue();
        assertThat(hubUsed(peer, answer, mixed.pr())).isTrue();
    }

    @Test
    void itIsOfferedToWhoKnowsItAndOnlyThen() throws Exception {
        for (boolean use : new boolean[] {true, false}) {
            RawPeer peer = new RawPeer(hub(false, false), 7);
            List<Payload> init = peer.initPayloads();
            if (use) {
                init.add(USE);
            }
            assertThat(peer.init(init).hasNotification(NotifyType.USE_PPK)).isEqualTo(use);
        }
        RawPeer plain = new RawPeer(new Hub(TestConfig.config(), TestConfig.entropy(1)), 7);
        List<Payload> init = plain.initPayloads();
        init.add(USE);
        assertThat(plain.init(init).hasNotification(NotifyType.USE_PPK)).isFalse();
    }

    @Test
    void anotherPpkIsAnotherKey() throws Exception {
        Hub hub = hub(false, false);
        RawPeer peer = peer(hub, true);
        login(peer, auth(peer, peer.keys().pi()), named(NAME));
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.PskMismatch.class);
    }

    @Test
    void anUnknownNameFallsBackWhereBothAllowIt() throws Exception {
        Hub hub = hub(false, false);
        RawPeer peer = peer(hub, true);
        NotifyPayload without =
                NotifyPayload.of(NotifyType.NO_PPK_AUTH, auth(peer, peer.keys().pi()));
        IkeMessage answer =
                login(peer, auth(peer, mixed(peer).pi()), named(Octets.ofUtf8("ppk-2")), without);
        assertThat(hub.up).containsExactly(1L);
        assertThat(answer.hasNotification(NotifyType.PPK_IDENTITY)).isFalse();
        assertThat(hubUsed(peer, answer, peer.keys().pr())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnknownNameIsRefusedWhereOneSideInsists(boolean weInsist) throws Exception {
        Hub hub = hub(weInsist, false);
        RawPeer peer = peer(hub, true);
        NotifyPayload without =
                NotifyPayload.of(NotifyType.NO_PPK_AUTH, auth(peer, peer.keys().pi()));
        NotifyPayload other = named(Octets.ofUtf8("ppk-2"));
        Octets auth = auth(peer, mixed(peer).pi());
        if (weInsist) {
            login(peer, auth, other, without);
        } else {
            login(peer, auth, other);
        }
        assertThat(hub.up).isEmpty();
        assertThat(hub.onlyDown()).isInstanceOf(Reason.PpkMissing.class);
    }

    @Test
    void aPeerWithoutIsRefusedWhereItIsRequiredOnly() throws Exception {
        for (boolean required : new boolean[] {true, false}) {
            Hub hub = hub(required, false);
            RawPeer peer = peer(hub, false);
            login(peer, auth(peer, peer.keys().pi()));
            assertThat(hub.up.isEmpty()).isEqualTo(required);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02", "0970706b2d31"})
    void anUnreadableNameIsRefused(String data) throws Exception {
        Hub hub = hub(false, false);
        RawPeer peer = peer(hub, true);
        login(
                peer,
                auth(peer, peer.keys().pi()),
                NotifyPayload.of(NotifyType.PPK_IDENTITY, Octets.ofHex(data)));
        assertThat(hub.up).isEmpty();
    }

    @Test
    void theAaaServerMayBringIt() throws Exception {
        Hub hub = hub(true, true);
        hub.hold = true;
        RawPeer peer = peer(hub, true);
        List<Payload> payloads = peer.authPayloads("spoke key");
        payloads.set(
                1, new Authentication(Authentication.SHARED_KEY, auth(peer, mixed(peer).pi())));
        payloads.add(named(NAME));
        peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, payloads));
        Action.LookUpPsk q = (Action.LookUpPsk) hub.held.removeFirst();
        hub.hold = false;
        Secret key = Secret.ofUtf8("spoke key");
        hub.handle(
                new Event.PskFound(q.requestId(), key, List.of(key), new Event.Ppk(NAME, ppk())),
                1_000);
        assertThat(hub.up).containsExactly(1L);
    }

    @Test
    void childrenAreMadeOfTheMixedKeys() throws Exception {
        Hub with = hub(true, false);
        RawPeer peer = peer(with, true);
        login(peer, auth(peer, mixed(peer).pi()), named(NAME));
        Hub without = new Hub(TestConfig.config(), TestConfig.entropy(1));
        RawPeer plain = new RawPeer(without, 7).up();
        assertThat(plain.suite()).isEqualTo(peer.suite());
        IkeConfig.PpkRules none = PpkRules.NONE;
        assertThat(none.known()).isFalse();
        Octets mixed = reveal(with);
        assertThat(mixed).isNotEqualTo(reveal(without));
    }

    private static Octets reveal(Hub hub) {
        return Octets.wrap(
                hub.installed.values().iterator().next().inboundEncryptionKey().reveal());
    }
}
