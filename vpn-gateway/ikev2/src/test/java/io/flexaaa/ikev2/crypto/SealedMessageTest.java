package io.flexaaa.ikev2.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.ikev2.crypto.SealedMessage.Opened;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.RandomMessages;
import io.flexaaa.ikev2.message.Reassembler;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class SealedMessageTest {
    private final Random random = new Random(11);
    private final Entropy entropy = random::nextBytes;

    static Stream<IkeSuite> suites() {
        List<IkeSuite> suites = new ArrayList<>();
        for (EncryptionAlgorithm e : EncryptionAlgorithm.values()) {
            if (e.aead()) {
                suites.add(suite(e, null));
            } else {
                for (IntegrityAlgorithm i : IntegrityAlgorithm.values()) {
                    suites.add(suite(e, i));
                }
            }
        }
        return suites.stream();
    }

    private static IkeSuite suite(EncryptionAlgorithm e, @Nullable IntegrityAlgorithm i) {
        return new IkeSuite(e, PrfAlgorithm.HMAC_SHA2_256, i, KeyExchangeGroup.CURVE25519);
    }

    private static IkeKeys keys(IkeSuite suite) {
        Octets nonce = Octets.wrap(new byte[32]);
        Secret shared = Secret.wrap(new byte[32]);
        return SkeyseedDerivation.initial(suite, nonce, nonce, shared, 1, 2);
    }

    private static IkeMessage message(List<Payload> payloads) {
        return new IkeMessage(1, 2, ExchangeType.INFORMATIONAL, true, false, 5, payloads);
    }

    /** RFC 7634 Appendix B. */
    @Test
    void chachaMessageAsInTheRfc() throws DecodeException {
        Octets key =
                Octets.ofHex(
                        "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3");
        AeadCipher cipher =
                new AeadCipher(EncryptionAlgorithm.CHACHA20_POLY1305, Secret.wrap(key.toArray()));
        byte[] packet =
                Octets.ofHex(
                                "c0c1c2c3c4c5c6c7d0d1d2d3d4d5d6d72e202500000000090000004529000029"
                                        + "1011121314151617"
                                        + "610394701f8d017f7c12924889"
                                        + "6b71bfe25236efd7cdc67066906315b2")
                        .toArray();
        Opened opened = SealedMessage.unprotect(packet, 0, packet.length, cipher);
        IkeMessage expected =
                new IkeMessage(
                        0xc0c1c2c3c4c5c6c7L,
                        0xd0d1d2d3d4d5d6d7L,
                        ExchangeType.INFORMATIONAL,
                        false,
                        false,
                        9,
                        List.of(
                                NotifyPayload.of(
                                        NotifyType.SET_WINDOW_SIZE, Octets.of(0, 0, 0, 10))));
        assertThat(opened).isEqualTo(new Opened.Whole(expected));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void whatOneSideSealsTheOtherOpens(IkeSuite suite) throws DecodeException {
        IkeKeys keys = keys(suite);
        IkeCipher out = IkeCipher.of(suite, keys, true);
        IkeCipher in = IkeCipher.of(suite, keys, true);
        for (int seed = 0; seed < 40; seed++) {
            RandomMessages generator = new RandomMessages(seed);
            List<Payload> payloads = new ArrayList<>();
            for (int i = seed % 6; i > 0; i--) {
                payloads.add(generator.payload());
            }
            IkeMessage m = message(payloads);
            byte[] sealed = SealedMessage.protect(m, out, entropy);
            assertThat(SealedMessage.unprotect(sealed, 0, sealed.length, in))
                    .as("seed " + seed)
                    .isEqualTo(new Opened.Whole(m));
            // A retransmission is opened twice in a row; the JDK's engines must not mind.
            byte[] shifted = new byte[sealed.length + 3];
            System.arraycopy(sealed, 0, shifted, 3, sealed.length);
            assertThat(SealedMessage.unprotect(shifted, 3, sealed.length, in))
                    .isEqualTo(new Opened.Whole(m));
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void aChangedOctetIsNoticedWhereverItIs(IkeSuite suite) {
        IkeKeys keys = keys(suite);
        IkeMessage m = message(List.of(new Nonce(entropy.octets(20))));
        byte[] sealed = SealedMessage.protect(m, IkeCipher.of(suite, keys, true), entropy);
        IkeCipher in = IkeCipher.of(suite, keys, true);
        for (int i = 0; i < sealed.length; i++) {
            byte[] bad = sealed.clone();
            bad[i] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> SealedMessage.unprotect(bad, 0, bad.length, in))
                    .isInstanceOf(DecodeException.class);
        }
        IkeCipher otherDirection = IkeCipher.of(suite, keys, false);
        assertThatThrownBy(() -> SealedMessage.unprotect(sealed, 0, sealed.length, otherDirection))
                .isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void fragmentsFitAndComeTogether(IkeSuite suite) throws DecodeException {
        IkeKeys keys = keys(suite);
        IkeMessage m =
                message(
                        List.of(
                                new Nonce(entropy.octets(200)),
                                NotifyPayload.of(NotifyType.COOKIE2, entropy.octets(1500))));
        for (int max : new int[] {140, 200, 576, 1280, 4000}) {
            List<byte[]> datagrams =
                    new ArrayList<>(
                            SealedMessage.protect(
                                    m, max, IkeCipher.of(suite, keys, true), entropy));
            Collections.shuffle(datagrams, random);
            assertThat(datagrams).allSatisfy(d -> assertThat(d.length).isLessThanOrEqualTo(max));
            assertThat(reassemble(datagrams, IkeCipher.of(suite, keys, true)))
                    .isEqualTo(new Opened.Whole(m));
        }
    }

    private static Opened reassemble(List<byte[]> datagrams, IkeCipher in) throws DecodeException {
        Reassembler reassembler = new Reassembler();
        for (byte[] d : datagrams) {
            Opened opened = SealedMessage.unprotect(d, 0, d.length, in);
            if (!(opened instanceof Opened.Fragment f)) {
                return opened;
            }
            Reassembler.Complete complete =
                    reassembler.add(f.number(), f.total(), f.firstInner(), f.content());
            if (complete != null) {
                return SealedMessage.reassembled(
                        f.header(), complete.firstInner(), complete.content());
            }
        }
        throw new AssertionError("fragments are missing");
    }

    @ParameterizedTest
    @EnumSource(
            value = EncryptionAlgorithm.class,
            names = {"AES_GCM_16_128", "CHACHA20_POLY1305", "AES_GCM_8_256"})
    void noNonceIsUsedTwice(EncryptionAlgorithm e) {
        IkeSuite suite = suite(e, null);
        IkeCipher out = IkeCipher.of(suite, keys(suite), true);
        List<Octets> ivs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            byte[] sealed = SealedMessage.protect(message(List.of()), out, entropy);
            ivs.add(Octets.copyOf(sealed, 32, 8));
        }
        assertThat(ivs).doesNotHaveDuplicates();
    }

    @Test
    void nonsenseUnderAGoodChecksumIsTheHubsToAnswer() throws DecodeException {
        IkeSuite suite = suite(EncryptionAlgorithm.AES_GCM_16_128, null);
        IkeKeys keys = keys(suite);
        Payload nonsense = new NotifyPayload(ProtocolId.ESP.value(), Octets.EMPTY, 1, Octets.EMPTY);
        byte[] packet =
                SealedMessage.protect(
                        message(List.of(nonsense)), IkeCipher.of(suite, keys, true), entropy);
        assertThat(
                        SealedMessage.unprotect(
                                packet, 0, packet.length, IkeCipher.of(suite, keys, true)))
                .isInstanceOf(Opened.Whole.class);
        // An SK payload that announces a nonce where the content is a notify.
        AeadCipher out = new AeadCipher(suite.encryption(), keys.er());
        byte[] header =
                Octets.ofHex(
                                "0000000000000001 0000000000000002 2e202500 00000005 0000003d"
                                        + " 28000021")
                        .toArray();
        byte[] wrong = java.util.Arrays.copyOf(header, 0x3d);
        out.seal(wrong, 32, new byte[] {0, 0, 0, 4}, 0, 4, entropy);
        assertThat(
                        SealedMessage.unprotect(
                                wrong, 0, wrong.length, IkeCipher.of(suite, keys, false)))
                .isInstanceOf(Opened.Malformed.class);
    }

    @Test
    void hostileDatagramsAreRefusedNothingElse() {
        for (IkeSuite suite : suites().toList()) {
            IkeCipher in = IkeCipher.of(suite, keys(suite), true);
            for (int octets = 0; octets < 120; octets++) {
                byte[] b = entropy.bytes(octets);
                if (octets >= 32) {
                    b[16] = 46;
                    b[26] = 0;
                    b[24] = 0;
                    b[25] = 0;
                    b[27] = (byte) octets;
                    b[30] = 0;
                    b[31] = (byte) (octets - 28);
                }
                assertThatThrownBy(() -> SealedMessage.unprotect(b, 0, b.length, in))
                        .isInstanceOf(DecodeException.class);
            }
        }
    }
}
