package io.flexaaa.ipsec.esp;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ipsec.count.DropReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HexFormat;
import java.util.stream.Stream;

/** Packets out of the RFCs. */
class EspVectorsTest {
    static Stream<EspCrypto> implementations() {
        return Stream.of(EspCrypto.portable(), EspCrypto.best());
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    /** draft-mcgrew-gcm-test, the vectors RFC 4106 points to: a DNS query, 64-bit sequence. */
    @ParameterizedTest
    @MethodSource("implementations")
    void aesGcmOfRfc4106(EspCrypto crypto) {
        byte[] key = hex("4c80cdefbb5d10da906ac73c3613a634 2e443b68");
        byte[] packet =
                hex(
                        """
                        00004321 00000000 4956ed7e3b244cfe
                        fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34
                        cfa2436f14a3f3cf65925bf1f4a13c5d15b21e1884f5ff6247aeabb786b93bce
                        61bc17d768fd9732
                        459018148f6cbe722fd04796562dfdb4
                        """);
        byte[] expected =
                hex(
                        """
                        45000048699a000080114db7c0a80102c0a801010a9bf15638d3010000010000
                        00000000045f736970045f756470037369700963796265726369747902646b00
                        0021000101020201
                        """);
        PacketCipher cipher = crypto.cipher(EspSuite.aesGcm16(128), 0x4321, key, new byte[0], true);
        byte[] plain = new byte[packet.length];
        int n = cipher.open(0x8765432100000000L, packet, 0, packet.length, plain, 0);
        assertThat(n).isEqualTo(expected.length);
        assertThat(plain).startsWith(expected);
        int bad = cipher.open(0x8765432200000000L, packet, 0, packet.length, plain, 0);
        assertThat(bad).isEqualTo(DropReason.BAD_ICV.code());
    }

    /** RFC 7634 appendix A. */
    @Test
    void chaCha20Poly1305OfRfc7634() {
        byte[] key =
                hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f a0a1a2a3");
        byte[] packet =
                hex(
                        """
                        01020304 00000005 1011121314151617
                        24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c6
                        14ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9befe2facc638e8f3
                        cbec163fac469b502773f6fb94e664da9165b82829f641e0
                        76aaa8266b7fb0f7b11b369907e1ad43
                        """);
        EspOpener opener =
                new EspOpener(
                        EspCrypto.portable(),
                        EspSuite.chaCha20Poly1305(),
                        0x01020304,
                        key,
                        new byte[0],
                        false,
                        64);
        byte[] plain = new byte[packet.length];
        assertThat(opener.open(packet, 0, packet.length, plain, 0)).isEqualTo(84);
        assertThat(opener.nextHeader()).isEqualTo(EspSealer.IPV4);
        assertThat(plain)
                .startsWith(hex("45000054a6f200004001e778c6336405c000020508005b7a3a080000"));
        assertThat(opener.open(packet, 0, packet.length, plain, 0))
                .isEqualTo(DropReason.REPLAYED.code());
    }

    /** RFC 3602 §4 case 5: an ESP packet without ICV; ours is put behind it. */
    @Test
    void aesCbcOfRfc3602() throws Exception {
        byte[] key = hex("90d382b410eeba7ad938c46cec1a82bf");
        byte[] body =
                hex(
                        """
                        00004321 00000001 e96e8c08ab465763fd098d45dd3ff893
                        f663c25d325c18c6a9453e194e120849a4870b66cc6b9965330013b4898dc856
                        a4699e523a55db080b59ec3a8e4b7e52775b07d1db34ed9c538ab50c551b874a
                        a269add047ad2d5913ac19b7cfbad4a6
                        """);
        EspSuite suite = EspSuite.aesCbc(128, EspSuite.Integrity.HMAC_SHA2_256_128);
        byte[] macKey = new byte[32];
        var mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(macKey, "HmacSHA256"));
        byte[] packet = java.util.Arrays.copyOf(body, body.length + 16);
        System.arraycopy(mac.doFinal(body), 0, packet, body.length, 16);
        PacketCipher cipher = EspCrypto.portable().cipher(suite, 0x4321, key, macKey, false);
        byte[] plain = new byte[packet.length];
        int n = cipher.open(1, packet, 0, packet.length, plain, 0);
        assertThat(n).isEqualTo(80);
        assertThat(plain)
                .startsWith(hex("08000ebda70a00008e9c083db95b070008090a0b0c0d0e0f1011121314151617"))
                .containsSequence(hex("0102030405060708090a0b0c0d0e0e01"));
    }
}
