package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeConfig.Redirect;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Delete;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.GatewayIdentity;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Peers sent to another gateway (RFC 5685), and peers that want no child SA yet (RFC 6023). */
class RedirectTest {
    private static final GatewayIdentity OTHER =
            GatewayIdentity.of(TestConfig.address("198.18.0.9"));
    private static final NotifyPayload SUPPORTED = NotifyPayload.of(NotifyType.REDIRECT_SUPPORTED);

    private static Hub hub(Redirect redirect, IkeLimits limits) {
        IkeConfig c = TestConfig.config();
        return new Hub(
                new IkeConfig(c.policies(), c.profiles(), limits, redirect), TestConfig.entropy(1));
    }

    private static Hub hub(boolean init, int fromSessions) {
        return hub(
                new Redirect(init, init ? Set.of() : Set.of("FLEX"), List.of(OTHER), fromSessions),
                IkeLimits.DEFAULT);
    }

    private static IkeMessage init(RawPeer peer, NotifyPayload... more) throws Exception {
        List<Payload> payloads = peer.initPayloads();
        payloads.addAll(List.of(more));
        return peer.init(payloads);
    }

    @Test
    void atInitNothingIsKeptAndThePeersNonceVouches() throws Exception {
        Hub hub = hub(true, 0);
        RawPeer peer = new RawPeer(hub, 7);
        IkeMessage answer = init(peer, SUPPORTED);
        Nonce ni = (Nonce) peer.initPayloads().get(2);
        NotifyPayload told = Objects.requireNonNull(answer.notification(NotifyType.REDIRECT));
        assertThat(told.data()).isEqualTo(OTHER.data(ni.value()));
        assertThat(answer.first(SecurityAssociation.class)).isNull();
        assertThat(answer.spiR()).isZero();
        assertThat(hub.engine.sas()).isEmpty();
        assertThat(hub.outcomes(Outcome.Redirected.class)).hasSize(1);
    }

    @Test
    void whoDoesNotKnowItIsServed() throws Exception {
        Hub hub = hub(true, 0);
        assertThat(init(new RawPeer(hub, 7)).first(SecurityAssociation.class)).isNotNull();
    }

    @Test
    void whoComesFromThereIsServed() throws Exception {
        Hub hub = hub(true, 0);
        IkeMessage answer =
                init(
                        new RawPeer(hub, 7),
                        NotifyPayload.of(NotifyType.REDIRECTED_FROM, OTHER.data(Octets.EMPTY)));
        assertThat(answer.first(SecurityAssociation.class)).isNotNull();
    }

    @Test
    void onlyFromSoManySessionsOn() throws Exception {
        Hub hub = hub(true, 1);
        RawPeer first = new RawPeer(hub, 7);
        List<Payload> payloads = first.initPayloads();
        payloads.add(SUPPORTED);
        first.keyed(payloads);
        first.exchange(ExchangeType.IKE_AUTH, 1, first.authPayloads("spoke key"));
        assertThat(hub.up).containsExactly(1L);
        assertThat(init(new RawPeer(hub, 8), SUPPORTED).hasNotification(NotifyType.REDIRECT))
                .isTrue();
    }

    @Test
    void whereThereIsNoRoomAnotherGatewayHasSome() throws Exception {
        Hub hub =
                hub(
                        new Redirect(true, Set.of(), List.of(OTHER), 1_000),
                        TestConfig.limits(1, 1, IkeLimits.COOKIES_OFF));
        new RawPeer(hub, 7).keyed();
        RawPeer knows = new RawPeer(hub, 8);
        assertThat(init(knows, SUPPORTED).hasNotification(NotifyType.REDIRECT)).isTrue();
        RawPeer plain = new RawPeer(hub, 9);
        Octets request = plain.plain(ExchangeType.IKE_SA_INIT, 0, 0, plain.initPayloads());
        assertThat(plain.send(request)).as("dropped as before").isEmpty();
    }

    @Test
    void atAuthThePeerHearsItFromWhoProvedItself() throws Exception {
        Hub hub = hub(false, 0);
        RawPeer peer = new RawPeer(hub, 7);
        List<Payload> payloads = peer.initPayloads();
        payloads.add(SUPPORTED);
        peer.keyed(payloads);
        IkeMessage answer = peer.exchange(ExchangeType.IKE_AUTH, 1, peer.authPayloads("spoke key"));
        assertThat(answer.first(Authentication.class)).isNotNull();
        assertThat(answer.first(SecurityAssociation.class)).isNull();
        assertThat(Objects.requireNonNull(answer.notification(NotifyType.REDIRECT)).data())
                .isEqualTo(OTHER.data(Octets.EMPTY));
        assertThat(hub.up).isEmpty();
        assertThat(hub.installed).isEmpty();
        assertThat(peer.exchange(ExchangeType.INFORMATIONAL, 2, List.of(Delete.ikeSa())).payloads())
                .isEmpty();
        assertThat(hub.engine.sas()).isEmpty();
    }

    @Test
    void atAuthAWrongKeyIsToldNothing() throws Exception {
        Hub hub = hub(false, 0);
        RawPeer peer = new RawPeer(hub, 7);
        List<Payload> payloads = peer.initPayloads();
        payloads.add(SUPPORTED);
        peer.keyed(payloads);
        IkeMessage answer = peer.exchange(ExchangeType.IKE_AUTH, 1, peer.authPayloads("wrong"));
        assertThat(answer.hasNotification(NotifyType.REDIRECT)).isFalse();
        assertThat(answer.hasNotification(NotifyType.AUTHENTICATION_FAILED)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0104c6120009, 198.18.0.9",
        "0307612e622e632e64, a.b.c.d",
        "0104c6120009ffff, 198.18.0.9"
    })
    void gatewaysAreRead(String hex, String text) throws Exception {
        GatewayIdentity read = GatewayIdentity.decode(Octets.ofHex(hex));
        assertThat(read.text()).isEqualTo(text);
        assertThat(GatewayIdentity.decode(read.data(Octets.of(1, 2)))).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "0104c61200",
                "0103c61200",
                "0300",
                "0404c6120009",
                "0210c6120009"
            })
    void brokenGatewaysAreNone(String hex) {
        assertThat(broken(Octets.ofHex(hex))).isTrue();
    }

    private static boolean broken(Octets data) {
        try {
            GatewayIdentity.decode(data);
            return false;
        } catch (DecodeException e) {
            return true;
        }
    }

    // ---- RFC 6023

    @Test
    void anIkeSaWithoutAChildIsMadeAndKept() throws Exception {
        Hub hub = new Hub(TestConfig.config(), TestConfig.entropy(1));
        RawPeer peer = new RawPeer(hub, 7);
        assertThat(init(peer).hasNotification(NotifyType.CHILDLESS_IKEV2_SUPPORTED)).isTrue();
        peer = new RawPeer(hub, 8).keyed();
        List<Payload> payloads = new ArrayList<>(peer.authPayloads("spoke key").subList(0, 2));
        IkeMessage answer = peer.exchange(ExchangeType.IKE_AUTH, 1, payloads);
        assertThat(answer.first(Authentication.class)).isNotNull();
        assertThat(answer.firstError()).isNull();
        assertThat(hub.up).as("nothing to carry yet").isEmpty();
        hub.handle(new io.flexaaa.ikev2.Event.TimerTick(), 120_000);
        assertThat(hub.down).isEmpty();

        List<Payload> child = new ArrayList<>(peer.authPayloads("spoke key").subList(2, 5));
        child.add(1, new Nonce(Octets.wrap(new byte[32])));
        peer.nowMs = 121_000;
        IkeMessage made = peer.exchange(ExchangeType.CREATE_CHILD_SA, 2, child);
        assertThat(made.first(SecurityAssociation.class)).isNotNull();
        assertThat(hub.up).hasSize(1);
    }

    @Test
    void halfAChildIsMalformed() throws Exception {
        Hub hub = new Hub(TestConfig.config(), TestConfig.entropy(1));
        for (int left = 2; left < 5; left++) {
            RawPeer peer = new RawPeer(hub, 7 + left).keyed();
            List<Payload> payloads = peer.authPayloads("spoke key");
            payloads.remove(left);
            IkeMessage answer = peer.exchange(ExchangeType.IKE_AUTH, 1, payloads);
            assertThat(answer.hasNotification(NotifyType.INVALID_SYNTAX)).isTrue();
        }
        assertThat(hub.up).isEmpty();
    }
}
