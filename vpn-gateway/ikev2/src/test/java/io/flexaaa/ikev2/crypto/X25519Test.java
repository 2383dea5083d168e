package io.flexaaa.ikev2.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Random;

import javax.crypto.KeyAgreement;

/** Our X25519 against the RFC and against the JDK's. */
class X25519Test {
    /** RFC 7748 §5.2. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4, e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c, c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552
                    4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d, e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493, 95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957
                    """)
    void theRfcsVectors(String scalar, String point, String expected) {
        assertThat(product(scalar, point)).isEqualTo(expected);
    }

    private static String product(String scalar, String point) {
        byte[] k = Octets.ofHex(scalar).toArray();
        return Octets.wrap(X25519.multiply(k, Octets.ofHex(point).toArray())).hex();
    }

    /** RFC 7748 §5.2: each result is the next scalar, each scalar the next point. */
    @Test
    void theRfcsThousandIterations() {
        byte[] k = new byte[32];
        k[0] = 9;
        byte[] u = k;
        for (int i = 1; i <= 1000; i++) {
            byte[] next = X25519.multiply(k, u);
            u = k;
            k = next;
            if (i == 1) {
                assertThat(Octets.copyOf(k).hex())
                        .isEqualTo(
                                "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
            }
        }
        assertThat(Octets.wrap(k).hex())
                .isEqualTo("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
    }

    @Test
    void theSameAsTheJdkOnRandomAndOnEdgeInputs() throws GeneralSecurityException {
        Random random = new Random(25_519);
        for (int i = 0; i < 2_000; i++) {
            byte[] scalar = new byte[32];
            byte[] point = new byte[32];
            random.nextBytes(scalar);
            random.nextBytes(point);
            if (i % 4 == 0) {
                // Around 0, p and 2^255, where reductions go wrong.
                Arrays.fill(point, (byte) (i % 8 == 0 ? 0xff : 0));
                point[0] = (byte) random.nextInt(256);
                point[31] = i % 3 == 0 ? 0x7f : point[31];
            }
            assertThat(X25519.multiply(scalar, point))
                    .as("case " + i)
                    .isEqualTo(jdk(scalar, point));
        }
    }

    private static byte[] jdk(byte[] scalar, byte[] point) throws GeneralSecurityException {
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = point[31 - i];
        }
        bigEndian[0] &= 0x7f;
        KeyFactory factory = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(
                factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
        try {
            agreement.doPhase(
                    factory.generatePublic(
                            new XECPublicKeySpec(
                                    NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
                    true);
            return agreement.generateSecret();
        } catch (InvalidKeyException smallOrder) {
            // The JDK refuses what RFC 7748 computes as zero.
            assertThat(smallOrder).hasMessageContaining("small order");
            return new byte[32];
        }
    }

    /** Values at and just above p come down to their representative. */
    @ParameterizedTest
    @CsvSource({
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, 00",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, 01",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, ec",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 12"
    })
    void encodingIsCanonical(String octets, String lowest) {
        byte[] encoded = Field25519.encode(Field25519.decode(Octets.ofHex(octets).toArray()));
        assertThat(encoded[0] & 0xff).isEqualTo(Integer.parseInt(lowest, 16));
        assertThat(encoded[31] & 0xff).isEqualTo(lowest.equals("ec") ? 0x7f : 0);
    }
}
