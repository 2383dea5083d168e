package io.flexaaa.ikev2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Delete;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeCodec;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.Unknown;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What strangers and broken peers send: nothing of it makes state beyond the limits, or ends an SA.
 */
class HostileTest {
    private final Hub hub = new Hub(TestConfig.config(), TestConfig.entropy(1));

    private Hub hub(int maxSa, int maxInNegotiation, int cookieThreshold) {
        return new Hub(
                TestConfig.config(
                        Dpd.OFF, TestConfig.limits(maxSa, maxInNegotiation, cookieThreshold)),
                TestConfig.entropy(1));
    }

    private static int error(IkeMessage m) {
        NotifyPayload e = m.firstError();
        return e == null ? 0 : e.notifyType();
    }

    // ---- IKE_SA_INIT

    /** RFC 7296 §2.6: I -> R INIT; R -> I N(COOKIE); I -> R INIT with it first; R -> I INIT. */
    @Test
    void cookies() throws DecodeException {
        Hub demanding = hub(100, 100, 0);
        RawPeer peer = new RawPeer(demanding, 2);
        IkeMessage first = peer.init(peer.initPayloads());
        NotifyPayload cookie = first.notification(NotifyType.COOKIE);
        assertThat(cookie).isNotNull();
        assertThat(first.spiR()).isZero();
        assertThat(demanding.engine.sas()).isEmpty();

        List<Payload> again = peer.initPayloads();
        again.addFirst(NotifyPayload.of(NotifyType.COOKIE, cookie.data()));
        assertThat(peer.init(again).first(SecurityAssociation.class)).isNotNull();
        assertThat(demanding.engine.sas()).hasSize(1);
    }

    /** The cookie of another address, or a made-up one, is demanded again. */
    @Test
    void stolenCookie() throws DecodeException {
        Hub demanding = hub(100, 100, 0);
        RawPeer peer = new RawPeer(demanding, 2);
        NotifyPayload cookie = peer.init(peer.initPayloads()).notification(NotifyType.COOKIE);
        assertThat(cookie).isNotNull();

        peer.at = TestConfig.endpoint("203.0.113.66", 500);
        List<Payload> again = peer.initPayloads();
        again.addFirst(NotifyPayload.of(NotifyType.COOKIE, cookie.data()));
        assertThat(peer.init(again).notification(NotifyType.COOKIE)).isNotNull();
        assertThat(demanding.engine.sas()).isEmpty();
        assertThat(demanding.engine.statistics().cookiesWrong()).isEqualTo(1);
    }

    @Test
    void cookieFlood() {
        Hub demanding = hub(10_000, 1_000, 20);
        for (int i = 0; i < 5_000; i++) {
            RawPeer peer = new RawPeer(demanding, i);
            peer.send(peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, peer.initPayloads()));
        }
        assertThat(demanding.engine.sas()).hasSize(20);
        assertThat(demanding.engine.statistics().cookiesDemanded()).isEqualTo(4_980);

        demanding.handle(new Event.TimerTick(), 40_000);
        assertThat(demanding.engine.sas()).isEmpty();
    }

    @Test
    void halfOpenLimit() {
        Hub small = hub(100, 5, IkeLimits.COOKIES_OFF);
        for (int i = 0; i < 50; i++) {
            RawPeer peer = new RawPeer(small, i);
            peer.send(peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, peer.initPayloads()));
        }
        assertThat(small.engine.sas()).hasSize(5);
        assertThat(small.engine.statistics().dropped()).containsEntry("half-open-limit", 45L);
        assertThat(small.engine.statistics().refused()).containsEntry("LIMIT", 1L);
    }

    @Test
    void saLimit() throws DecodeException {
        Hub small = hub(2, 100, IkeLimits.COOKIES_OFF);
        for (int i = 0; i < 2; i++) {
            new RawPeer(small, i).up();
        }
        RawPeer third = new RawPeer(small, 9);
        assertThat(third.send(third.plain(34, 0, 0, third.initPayloads()))).isEmpty();
        assertThat(small.engine.sas()).hasSize(2);
    }

    /** RFC 7296 §2.1: the same request gives the same answer and no second SA. */
    @Test
    void repeatedInit() {
        RawPeer peer = new RawPeer(hub, 2);
        Octets request = peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, peer.initPayloads());
        assertThat(peer.send(request)).isEqualTo(peer.send(request));
        assertThat(hub.engine.sas()).hasSize(1);
    }

    /** Someone who saw the SPI cannot swap the exchange under its owner. */
    @Test
    void anotherInitWithTheSameSpi() {
        RawPeer peer = new RawPeer(hub, 2);
        Octets request = peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, peer.initPayloads());
        peer.send(request);
        List<Payload> other = peer.initPayloads();
        other.set(2, new Nonce(Octets.wrap(new byte[32])));
        assertThat(peer.send(peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, other))).isEmpty();
        assertThat(peer.send(request)).hasSize(1);
    }

    @Test
    void incompleteOrDoubledInit() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2);
        List<Payload> noNonce = peer.initPayloads();
        noNonce.removeLast();
        assertThat(error(peer.init(noNonce))).isEqualTo(NotifyType.INVALID_SYNTAX);
        List<Payload> twice = peer.initPayloads();
        twice.add(twice.get(1));
        assertThat(error(peer.init(twice))).isEqualTo(NotifyType.INVALID_SYNTAX);
        List<Payload> zeroKey = peer.initPayloads();
        zeroKey.set(1, new KeyExchange(31, Octets.wrap(new byte[32])));
        assertThat(error(peer.init(zeroKey))).isEqualTo(NotifyType.INVALID_SYNTAX);
        assertThat(hub.engine.sas()).isEmpty();
    }

    /** RFC 7296 §2.5: N(UNSUPPORTED_CRITICAL_PAYLOAD) names it; without the bit it is skipped. */
    @Test
    void unknownPayloads() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2);
        List<Payload> critical = peer.initPayloads();
        critical.add(new Unknown(200, true, Octets.of(1, 2)));
        NotifyPayload e = peer.init(critical).firstError();
        assertThat(e).isNotNull();
        assertThat(e.notifyType()).isEqualTo(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD);
        assertThat(e.data()).isEqualTo(Octets.of(200));

        List<Payload> harmless = peer.initPayloads();
        harmless.add(new Unknown(200, false, Octets.of(1, 2)));
        assertThat(peer.init(harmless).first(SecurityAssociation.class)).isNotNull();
    }

    /** RFC 7296 §2.5: a higher major version hears ours; a response of one hears nothing. */
    @Test
    void version3() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2);
        byte[] b = peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, peer.initPayloads()).toArray();
        b[17] = 0x30;
        List<Octets> answers = peer.send(Octets.copyOf(b));
        assertThat(error(IkeCodec.decode(answers.getFirst())))
                .isEqualTo(NotifyType.INVALID_MAJOR_VERSION);
        b[19] = 0x20;
        assertThat(peer.send(Octets.copyOf(b))).isEmpty();
        assertThat(hub.engine.sas()).isEmpty();
    }

    /** Answers to garbage are limited: nobody gets a reflector. */
    @Test
    void errorRepliesAreLimited() {
        RawPeer peer = new RawPeer(hub, 2);
        int answers = 0;
        for (int i = 0; i < 1_000; i++) {
            answers += peer.send(peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, List.of())).size();
        }
        assertThat(answers).isEqualTo(100);
    }

    // ---- IKE_AUTH

    /** Before AUTH nothing but IKE_AUTH is listened to, though it is sealed with the right keys. */
    @Test
    void earlyExchanges() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).keyed();
        assertThat(peer.send(peer.sealed(ExchangeType.INFORMATIONAL, 1, List.of()))).isEmpty();
        assertThat(peer.send(peer.sealed(ExchangeType.INFORMATIONAL, 1, List.of(Delete.ikeSa()))))
                .isEmpty();
        assertThat(peer.send(peer.sealed(ExchangeType.CREATE_CHILD_SA, 1, List.of()))).isEmpty();
        // And the login still works.
        IkeMessage answer = peer.exchange(ExchangeType.IKE_AUTH, 1, peer.authPayloads("spoke key"));
        assertThat(answer.first(Authentication.class)).isNotNull();
    }

    @Test
    void wrongKeyAndNoKey() throws DecodeException {
        RawPeer wrong = new RawPeer(hub, 2).keyed();
        IkeMessage answer = wrong.exchange(ExchangeType.IKE_AUTH, 1, wrong.authPayloads("guess"));
        assertThat(error(answer)).isEqualTo(NotifyType.AUTHENTICATION_FAILED);
        assertThat(answer.payloads()).hasSize(1);

        // RFC 7296 §2.16: no AUTH means EAP, which this profile does not do.
        RawPeer eap = new RawPeer(hub, 3).keyed();
        List<Payload> noAuth = eap.authPayloads("spoke key");
        noAuth.remove(1);
        assertThat(error(eap.exchange(ExchangeType.IKE_AUTH, 1, noAuth)))
                .isEqualTo(NotifyType.AUTHENTICATION_FAILED);

        RawPeer rsa = new RawPeer(hub, 4).keyed();
        List<Payload> otherMethod = rsa.authPayloads("spoke key");
        otherMethod.set(1, new Authentication(1, Octets.wrap(new byte[64])));
        assertThat(error(rsa.exchange(ExchangeType.IKE_AUTH, 1, otherMethod)))
                .isEqualTo(NotifyType.AUTHENTICATION_FAILED);
        assertThat(hub.up).isEmpty();
    }

    /** A second chance on the same SA would be an oracle for guessing keys. */
    @Test
    void oneTryPerSa() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).keyed();
        Octets wrong = peer.sealed(ExchangeType.IKE_AUTH, 1, peer.authPayloads("guess"));
        List<Octets> refusal = peer.send(wrong);
        assertThat(peer.send(wrong)).isEqualTo(refusal);
        assertThat(peer.send(peer.sealed(ExchangeType.IKE_AUTH, 2, peer.authPayloads("spoke key"))))
                .isEmpty();
        assertThat(hub.up).isEmpty();
    }

    @Test
    void authWithMissingDoubledOrCriticalPayloads() throws DecodeException {
        for (int missing : new int[] {0, 2, 3, 4}) {
            RawPeer peer = new RawPeer(hub, 10 + missing).keyed();
            List<Payload> payloads = peer.authPayloads("spoke key");
            payloads.remove(missing);
            assertThat(error(peer.exchange(ExchangeType.IKE_AUTH, 1, payloads)))
                    .isEqualTo(NotifyType.INVALID_SYNTAX);
        }
        RawPeer twice = new RawPeer(hub, 20).keyed();
        List<Payload> doubled = twice.authPayloads("spoke key");
        doubled.add(doubled.getFirst());
        assertThat(error(twice.exchange(ExchangeType.IKE_AUTH, 1, doubled)))
                .isEqualTo(NotifyType.INVALID_SYNTAX);
        RawPeer critical = new RawPeer(hub, 21).keyed();
        List<Payload> unknown = critical.authPayloads("spoke key");
        unknown.add(new Unknown(201, true, Octets.EMPTY));
        assertThat(error(critical.exchange(ExchangeType.IKE_AUTH, 1, unknown)))
                .isEqualTo(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD);
        assertThat(hub.up).isEmpty();
    }

    /** Refused logins are kept for their retransmissions only so far. */
    @Test
    void refusedLoginsDoNotPileUp() throws DecodeException {
        for (int i = 0; i < 400; i++) {
            RawPeer peer = new RawPeer(hub, i).keyed();
            peer.send(peer.sealed(ExchangeType.IKE_AUTH, 1, peer.authPayloads("guess")));
        }
        assertThat(hub.engine.sas().size()).isLessThanOrEqualTo(257);
        hub.handle(new Event.TimerTick(), 60_000);
        assertThat(hub.engine.registry().sizes())
                .isEqualTo("sessions 0 ike 0 esp 0 requests 0 init 0");
    }

    // ---- with an SA up

    /**
     * Bits turned on the way, wrong message ids, unknown SPIs: dropped, and the SA does not care.
     */
    @Test
    void forgeries() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).up();
        assertThat(hub.up).hasSize(1);
        Octets delete = peer.sealed(ExchangeType.INFORMATIONAL, 2, List.of(Delete.ikeSa()));
        for (int i = 0; i < delete.length(); i++) {
            byte[] forged = delete.toArray();
            forged[i] ^= 0x01;
            assertThat(peer.send(Octets.wrap(forged)))
                    .as("bit of octet %d turned", i)
                    .allMatch(a -> a.u8(18) != ExchangeType.INFORMATIONAL);
        }
        assertThat(peer.send(peer.sealed(ExchangeType.INFORMATIONAL, 7, List.of(Delete.ikeSa()))))
                .isEmpty();
        assertThat(peer.send(peer.sealed(ExchangeType.INFORMATIONAL, 0, List.of(Delete.ikeSa()))))
                .isEmpty();
        assertThat(
                        peer.send(
                                peer.sealed(
                                        ExchangeType.INFORMATIONAL,
                                        0,
                                        true,
                                        List.of(Delete.ikeSa()))))
                .isEmpty();
        assertThat(hub.down).isEmpty();

        assertThat(peer.send(delete)).hasSize(1);
        assertThat(hub.onlyDown()).isInstanceOf(Reason.PeerDeleted.class);
    }

    /** Unprotected errors end nothing (RFC 7296 §2.21.4). */
    @Test
    void unprotectedErrorsAreIgnored() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).up();
        for (int type : new int[] {NotifyType.INVALID_IKE_SPI, NotifyType.AUTHENTICATION_FAILED}) {
            peer.send(
                    peer.plain(
                            ExchangeType.INFORMATIONAL,
                            peer.spiR,
                            2,
                            List.of(NotifyPayload.of(type))));
        }
        assertThat(hub.down).isEmpty();
    }

    /** RFC 7296 §2.1: a request seen again gets the cached answer, octet by octet. */
    @Test
    void replayedRequests() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).up();
        Octets probe = peer.sealed(ExchangeType.INFORMATIONAL, 2, List.of());
        List<Octets> answer = peer.send(probe);
        assertThat(answer).hasSize(1);
        assertThat(peer.send(probe)).isEqualTo(answer);
        // The same id with other octets of the same peer: still the old answer, and no effect.
        assertThat(peer.send(peer.sealed(ExchangeType.INFORMATIONAL, 2, List.of(Delete.ikeSa()))))
                .isEqualTo(answer);
        assertThat(hub.down).isEmpty();
        // Older than the window: nothing.
        assertThat(peer.send(peer.sealed(ExchangeType.INFORMATIONAL, 1, List.of()))).isEmpty();
    }

    /** RFC 7296 §2.21.3: the authenticated peer itself sent nonsense; the SA is over. */
    @Test
    void malformedInside() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).up();
        IkeMessage answer = peer.exchange(ExchangeType.CREATE_CHILD_SA, 2, List.of());
        assertThat(error(answer)).isEqualTo(NotifyType.INVALID_SYNTAX);
        assertThat(hub.onlyDown()).isInstanceOf(Reason.MalformedMessage.class);
        assertThat(hub.engine.sas()).isEmpty();
    }

    /** RFC 7296 §2.5: inside an SA an unknown critical payload is named, and the SA lives on. */
    @Test
    void criticalInside() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).up();
        IkeMessage answer =
                peer.exchange(
                        ExchangeType.INFORMATIONAL,
                        2,
                        List.of(new Unknown(202, true, Octets.EMPTY)));
        assertThat(error(answer)).isEqualTo(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD);
        assertThat(hub.down).isEmpty();
    }

    /** R -> I CREATE_CHILD_SA { N(CHILD_SA_NOT_FOUND) } with the SPI that is not there. */
    @Test
    void rekeyOfNothing() throws DecodeException {
        RawPeer peer = new RawPeer(hub, 2).up();
        List<Payload> payloads = peer.authPayloads("spoke key").subList(2, 5);
        List<Payload> rekey = new ArrayList<>(payloads);
        rekey.add(new Nonce(peer.entropy.octets(32)));
        rekey.add(NotifyPayload.forEsp(NotifyType.REKEY_SA, Octets.of(1, 2, 3, 4)));
        NotifyPayload e = peer.exchange(ExchangeType.CREATE_CHILD_SA, 2, rekey).firstError();
        assertThat(e).isNotNull();
        assertThat(e.notifyType()).isEqualTo(NotifyType.CHILD_SA_NOT_FOUND);
        assertThat(e.spi()).isEqualTo(Octets.of(1, 2, 3, 4));
        assertThat(e.protocolId()).isEqualTo(ProtocolId.ESP.value());
    }

    /** Random octets, random headers, cut and stretched messages: no exception, no state. */
    @Test
    void garbage() {
        Random random = new Random(5);
        RawPeer peer = new RawPeer(hub, 2);
        Octets good = peer.plain(ExchangeType.IKE_SA_INIT, 0, 0, peer.initPayloads());
        for (int i = 0; i < 20_000; i++) {
            byte[] b;
            if (i % 3 == 0) {
                b = new byte[random.nextInt(200)];
                random.nextBytes(b);
            } else {
                b = good.toArray();
                for (int turns = 1 + random.nextInt(4); turns > 0; turns--) {
                    b[random.nextInt(b.length)] = (byte) random.nextInt(256);
                }
                if (i % 3 == 2) {
                    b = java.util.Arrays.copyOf(b, random.nextInt(b.length * 2));
                    if (b.length >= 28) {
                        b[26] = (byte) (b.length >> 8);
                        b[27] = (byte) b.length;
                    }
                }
            }
            peer.send(Octets.wrap(b));
        }
        byte[] huge = new byte[70_000];
        assertThat(peer.send(Octets.wrap(huge))).isEmpty();
        assertThat(hub.engine.sas().size())
                .isLessThanOrEqualTo(IkeLimits.DEFAULT.maxInNegotiation());
        assertThat(hub.all).noneMatch(a -> a instanceof Action.LookUpPsk);
    }
}
