package io.flexaaa.ipsec.esp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.ipsec.count.DropReason;
import io.flexaaa.ipsec.esp.EspSuite.Integrity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class EspTest {
    private static final int SPI = 0xc0ffee01;

    record Variant(EspSuite suite, boolean extended, EspCrypto crypto) {
        EspSealer sealer() {
            return new EspSealer(crypto, suite, SPI, encryption(), integrity(), extended);
        }

        EspOpener opener(int window) {
            return new EspOpener(crypto, suite, SPI, encryption(), integrity(), extended, window);
        }

        private byte[] encryption() {
            return random(1).apply(suite.encryptionKeyOctets());
        }

        private byte[] integrity() {
            return random(2).apply(suite.integrityKeyOctets());
        }

        private static java.util.function.IntFunction<byte[]> random(long seed) {
            return n -> {
                byte[] b = new byte[n];
                new Random(seed).nextBytes(b);
                return b;
            };
        }

        @Override
        public String toString() {
            return suite + (extended ? " ESN " : " ") + crypto.aesGcmName();
        }
    }

    static List<Variant> variants() {
        List<EspSuite> suites = new ArrayList<>();
        for (int bits : new int[] {128, 192, 256}) {
            suites.add(EspSuite.aesGcm16(bits));
            for (Integrity integrity : Integrity.values()) {
                if (integrity != Integrity.NONE) {
                    suites.add(EspSuite.aesCbc(bits, integrity));
                }
            }
        }
        suites.add(EspSuite.chaCha20Poly1305());
        List<Variant> all = new ArrayList<>();
        for (EspSuite suite : suites) {
            for (boolean extended : new boolean[] {false, true}) {
                all.add(new Variant(suite, extended, EspCrypto.portable()));
                all.add(new Variant(suite, extended, EspCrypto.best()));
            }
        }
        return all;
    }

    /** An inner packet whose header states its length. */
    private static byte[] inner(int length, Random random, boolean ipv6) {
        byte[] packet = new byte[length + 64];
        random.nextBytes(packet);
        packet[0] = (byte) (ipv6 ? 0x60 : 0x45);
        BigEndian.put16(packet, ipv6 ? 4 : 2, ipv6 ? length - 40 : length);
        return packet;
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whatIsSealedOpensAndNothingElse(Variant v) {
        Random random = new Random(v.hashCode());
        EspSealer sealer = v.sealer();
        EspOpener opener = v.opener(64);
        byte[] packet = new byte[20_000];
        byte[] plain = new byte[20_000];
        for (int length : new int[] {40, 41, 42, 43, 44, 63, 64, 576, 1399, 1400, 9000}) {
            boolean ipv6 = length % 2 == 0;
            byte[] inner = inner(length, random, ipv6);
            int next = ipv6 ? EspSealer.IPV6 : EspSealer.IPV4;
            byte[] before = inner.clone();
            int n = sealer.seal(inner, 0, length, next, packet, 100);
            assertThat(n).isEqualTo(v.suite().packetOctets(length));

            byte[] flipped = packet.clone();
            int bit = random.nextInt((n - 8) * 8) + 64;
            flipped[100 + bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(opener.open(flipped, 100, n, plain, 0))
                    .as("bit %d of %d", bit, n)
                    .isEqualTo(DropReason.BAD_ICV.code());

            assertThat(opener.open(packet, 100, n, plain, 50)).isEqualTo(length);
            assertThat(opener.nextHeader()).isEqualTo(next);
            assertThat(java.util.Arrays.equals(plain, 50, 50 + length, before, 0, length)).isTrue();
            assertThat(opener.open(packet, 100, n, plain, 0)).isEqualTo(DropReason.REPLAYED.code());
        }
        for (int shorter = 0; shorter < 40; shorter++) {
            int result = opener.open(packet, 100, shorter, plain, 0);
            assertThat(result).as("%d octets", shorter).isNegative();
        }
    }

    @Test
    void theSequenceDoesNotCycle() {
        Variant v = new Variant(EspSuite.aesGcm16(128), false, EspCrypto.best());
        EspSealer sealer = v.sealer();
        byte[] packet = new byte[200];
        byte[] inner = inner(60, new Random(1), false);
        sealer.startAfter(0xfffffffeL);
        assertThat(sealer.seal(inner, 0, 60, EspSealer.IPV4, packet, 0)).isPositive();
        assertThat(sealer.seal(inner, 0, 60, EspSealer.IPV4, packet, 0))
                .isEqualTo(DropReason.SEQUENCE_EXHAUSTED.code());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void extendedNumbersCrossThe32BitBoundary(Variant v) {
        if (!v.extended()) {
            return;
        }
        EspSealer sealer = v.sealer();
        EspOpener opener = v.opener(128);
        byte[] packet = new byte[300];
        byte[] plain = new byte[300];
        byte[] inner = inner(60, new Random(1), false);
        // The opener learns where the sender is by following; from zero straight to the last
        // numbers of a subspace would read as a step back.
        sealer.startAfter(0x7fffffffL);
        opener.open(packet, 0, sealer.seal(inner, 0, 60, EspSealer.IPV4, packet, 0), plain, 0);
        sealer.startAfter(0xfffffff0L);
        for (int i = 0; i < 64; i++) {
            int n = sealer.seal(inner, 0, 60, EspSealer.IPV4, packet, 0);
            assertThat(opener.open(packet, 0, n, plain, 0)).isEqualTo(60);
        }
        assertThat(opener.topSequence()).isEqualTo(0x100000030L);
    }

    @Test
    void aDummyPacketAndAWrongTrailerAreTold() {
        Variant v = new Variant(EspSuite.aesGcm16(256), false, EspCrypto.best());
        EspSealer sealer = v.sealer();
        EspOpener opener = v.opener(64);
        byte[] packet = new byte[300];
        byte[] plain = new byte[300];
        byte[] inner = inner(60, new Random(1), false);
        int n = sealer.seal(inner, 0, 60, EspSealer.NO_NEXT_HEADER, packet, 0);
        assertThat(opener.open(packet, 0, n, plain, 0)).isEqualTo(DropReason.TFC.code());
        n = sealer.seal(inner, 0, 60, EspSealer.IPV6, packet, 0);
        assertThat(opener.open(packet, 0, n, plain, 0)).isEqualTo(DropReason.MALFORMED.code());
        // Traffic flow confidentiality: more octets than the inner header states (§2.7).
        BigEndian.put16(inner, 2, 40);
        n = sealer.seal(inner, 0, 60, EspSealer.IPV4, packet, 0);
        assertThat(opener.open(packet, 0, n, plain, 0)).isEqualTo(40);
        BigEndian.put16(inner, 2, 61);
        n = sealer.seal(inner, 0, 60, EspSealer.IPV4, packet, 0);
        assertThat(opener.open(packet, 0, n, plain, 0)).isEqualTo(DropReason.MALFORMED.code());
    }

    @Test
    void suitesKnowTheirSizes() {
        EspSuite gcm = EspSuite.ofTransforms(20, 128, 0);
        assertThat(gcm).isEqualTo(EspSuite.aesGcm16(128));
        assertThat(gcm.encryptionKeyOctets()).isEqualTo(20);
        assertThat(gcm.innerMtu(1500, 28)).isEqualTo(1438);
        assertThat(gcm.packetOctets(1438)).isEqualTo(1472);
        EspSuite cbc = EspSuite.ofTransforms(12, 256, 12);
        assertThat(cbc).isEqualTo(EspSuite.aesCbc(256, Integrity.HMAC_SHA2_256_128));
        assertThat(cbc.packetOctets(cbc.innerMtu(1500, 28))).isLessThanOrEqualTo(1472);
        assertThatThrownBy(() -> EspSuite.ofTransforms(3, 0, 2)).hasMessageContaining("ENCR=3");
        assertThatThrownBy(() -> new EspSuite(EspSuite.Encryption.AES_CBC, 128, Integrity.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
