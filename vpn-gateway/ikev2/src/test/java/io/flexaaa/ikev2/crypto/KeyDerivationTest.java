package io.flexaaa.ikev2.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.message.IdType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

class KeyDerivationTest {
    /** NIST CAVP, component test "IKEv2 KDF", HMAC-SHA-1, 132 octets of DKM. */
    private static final IkeSuite SHA1_SUITE =
            new IkeSuite(
                    EncryptionAlgorithm.AES_CBC_128,
                    PrfAlgorithm.HMAC_SHA1,
                    IntegrityAlgorithm.HMAC_SHA1_96,
                    KeyExchangeGroup.MODP_2048);

    private static final Octets NI = Octets.ofHex("32b50d5f4a3763f3");
    private static final Octets NR = Octets.ofHex("9206a04b26564cb1");
    private static final long SPI_I = 0x34c9e7c188868785L;
    private static final long SPI_R = 0x3ff77d760d2b2199L;

    private static Secret secret(String hex) {
        return Secret.wrap(Octets.ofHex(hex).toArray());
    }

    private static final Secret GIR =
            secret("4b2c1f971981a8ad8d0abeafabf38cf75fc8349c148142465ed9c8b516b8be52");
    private static final Secret GIR_NEW =
            secret("863f3c9d06efd39d2b907b97f8699e5dd5251ef64a2a176f36ee40c87d4f9330");

    private static String hex(Secret... secrets) {
        Octets all = Octets.EMPTY;
        for (Secret s : secrets) {
            all = all.plus(Octets.wrap(s.reveal()));
        }
        return all.hex();
    }

    private static IkeKeys initial() {
        return SkeyseedDerivation.initial(SHA1_SUITE, NI, NR, GIR, SPI_I, SPI_R);
    }

    @Test
    void ikeKeysAsNistComputesThem() {
        IkeKeys k = initial();
        assertThat(hex(k.d(), k.ai(), k.ar(), k.ei(), k.er(), k.pi(), k.pr()))
                .isEqualTo(
                        "a14293677cc80ff8f9cc0eee30d895da9d8f405666e30ef0dfcb63c634a46002"
                                + "a2a63080e514a062768b76606f9fa5e992204fc5a670bde3f10d6b027113936a"
                                + "5c55b648a194ae587b0088d52204b702c979fa280870d2ed41efa9c549fd1119"
                                + "8af1670b143d384bd275c5f594cf266b05ebadca855e4249520a441a81157435"
                                + "a7a56cc4");
    }

    @Test
    void childKeysAsNistComputesThem() {
        EspSuite esp =
                new EspSuite(
                        EncryptionAlgorithm.AES_CBC_128,
                        IntegrityAlgorithm.HMAC_SHA1_96,
                        null,
                        false);
        ChildKeys k = ChildKeymat.derive(PrfAlgorithm.HMAC_SHA1, initial().d(), esp, NI, NR, null);
        assertThat(hex(k.initiatorEncryption(), k.initiatorIntegrity()))
                .isEqualTo(
                        "8059e3ee8810e6c3a91bc8bcd2a7a41151b8d0e6ae239c7b38093ad85ef4c5811a8e7b5d");
        assertThat(hex(k.responderEncryption(), k.responderIntegrity()))
                .isEqualTo(
                        "1cdabd9560b2d5e092d1f24e2d4b85eccdf0ad0dc9abd94b51ee71814ca6dbc8bb51b630");
    }

    @Test
    void childKeysWithPfsAsNistComputesThem() {
        EspSuite esp =
                new EspSuite(
                        EncryptionAlgorithm.AES_CBC_128,
                        IntegrityAlgorithm.HMAC_SHA1_96,
                        KeyExchangeGroup.MODP_2048,
                        false);
        ChildKeys k =
                ChildKeymat.derive(PrfAlgorithm.HMAC_SHA1, initial().d(), esp, NI, NR, GIR_NEW);
        assertThat(hex(k.initiatorEncryption(), k.initiatorIntegrity()))
                .isEqualTo(
                        "bb43244c1860ad65ee1e211ffe8bb3661750c8f89cb9f547df7f4fa61d37301628190e38");
    }

    /** CAVP's SKEYSEED of a rekey; what is expanded from it is the same prf+ as above. */
    @Test
    void rekeyedSeedAsNistComputesIt() {
        byte[] seed =
                Prf.prf(
                        PrfAlgorithm.HMAC_SHA1,
                        initial().d().reveal(),
                        GIR_NEW.reveal(),
                        NI.toArray(),
                        NR.toArray());
        assertThat(Octets.wrap(seed).hex()).isEqualTo("63e81194946ebd05df7df5ebf5d8750056bf1f1d");
        IkeKeys rekeyed =
                SkeyseedDerivation.rekeyed(
                        PrfAlgorithm.HMAC_SHA1,
                        initial().d(),
                        SHA1_SUITE,
                        NI,
                        NR,
                        GIR_NEW,
                        SPI_I,
                        SPI_R);
        byte[] input = NI.plus(NR).plus(Octets.ofHex("34c9e7c1888687853ff77d760d2b2199")).toArray();
        assertThat(hex(rekeyed.d()))
                .isEqualTo(Octets.wrap(Prf.prfPlus(PrfAlgorithm.HMAC_SHA1, seed, input, 20)).hex());
    }

    /** RFC 4231 §4.2 and §4.3 (a key shorter than the digest); RFC 2202 for SHA-1. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    HMAC_SHA1,     0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, Hi There,                     b617318655057264e28bc0b6fb378c8ef146be00
                    HMAC_SHA2_256, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, Hi There,                     b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
                    HMAC_SHA2_384, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, Hi There,                     afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6
                    HMAC_SHA2_512, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, Hi There,                     87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854
                    HMAC_SHA2_256, 4a656665,                                 what do ya want for nothing?, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
                    """)
    void prfAsInTheRfc(PrfAlgorithm prf, String key, String data, String expected) {
        byte[] input = data.getBytes(StandardCharsets.US_ASCII);
        assertThat(Octets.wrap(Prf.prf(prf, Octets.ofHex(key).toArray(), input)).hex())
                .isEqualTo(expected);
    }

    @Test
    void pskAuthDependsOnEverythingItSigns() {
        PrfAlgorithm prf = PrfAlgorithm.HMAC_SHA2_256;
        Secret skP = secret("00".repeat(32));
        Identification id =
                new Identification(true, IdType.FQDN, Octets.ofUtf8("br17.example.com"));
        Octets signed = PskAuth.signedOctets(prf, Octets.of(1, 2), NR, skP, id);
        Octets auth = PskAuth.auth(prf, Secret.ofUtf8("s3cret"), signed);
        assertThat(auth.length()).isEqualTo(32);
        assertThat(PskAuth.verify(prf, Secret.ofUtf8("s3cret"), signed, auth)).isTrue();
        assertThat(PskAuth.verify(prf, Secret.ofUtf8("s3creT"), signed, auth)).isFalse();
        Identification other =
                new Identification(true, IdType.FQDN, Octets.ofUtf8("br18.example.com"));
        Octets otherId = PskAuth.signedOctets(prf, Octets.of(1, 2), NR, skP, other);
        assertThat(PskAuth.verify(prf, Secret.ofUtf8("s3cret"), otherId, auth)).isFalse();
        assertThat(PskAuth.verify(prf, Secret.ofUtf8("s3cret"), signed, auth.slice(0, 31)))
                .isFalse();
    }

    @Test
    void natDetectionHashesSpisAddressAndPort() throws Exception {
        byte[] input = Octets.ofHex("0000000000000001 0000000000000002 c6120001 01f4").toArray();
        Octets expected = Octets.wrap(MessageDigest.getInstance("SHA-1").digest(input));
        assertThat(NatDetection.hash(1, 2, InetAddress.getByName("198.18.0.1"), 500))
                .isEqualTo(expected);
    }

    @Test
    void aCookieServesOneAddressPortSpiAndNonceOnly() throws Exception {
        Secret secret = Secret.ofUtf8("cookie secret");
        InetAddress a = InetAddress.getByName("198.18.0.1");
        InetAddress b = InetAddress.getByName("198.18.0.2");
        Octets cookie = Cookie.make(secret, 3, NI, a, 500, SPI_I);
        assertThat(cookie.length()).isEqualTo(Cookie.OCTETS);
        assertThat(Cookie.secretVersion(cookie)).isEqualTo(3);
        assertThat(Cookie.secretVersion(cookie.slice(0, 16))).isEqualTo(-1);
        assertThat(Cookie.make(secret, 3, NI, a, 500, SPI_I)).isEqualTo(cookie);
        assertThat(Cookie.make(secret, 3, NI, b, 500, SPI_I)).isNotEqualTo(cookie);
        assertThat(Cookie.make(secret, 3, NI, a, 501, SPI_I)).isNotEqualTo(cookie);
        assertThat(Cookie.make(secret, 3, NR, a, 500, SPI_I)).isNotEqualTo(cookie);
        assertThat(Cookie.make(secret, 3, NI, a, 500, SPI_R)).isNotEqualTo(cookie);
    }
}
