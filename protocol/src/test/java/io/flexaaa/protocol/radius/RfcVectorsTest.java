package io.flexaaa.protocol.radius;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** The worked example of RFC 2865 §7.1, and RFC 2202's HMAC-MD5 vectors. */
class RfcVectorsTest {
    private static final Secret SECRET = Secret.ofUtf8("xyzzy5461");
    private static final Octets REQUEST_AUTHENTICATOR =
            Octets.ofHex("0f403f9473978057bd83d5cb98f4227a");
    private static final Octets REQUEST =
            Octets.ofHex(
                    "01000038 0f403f9473978057bd83d5cb98f4227a 01066e656d6f"
                            + " 02120dbe708d93d413ce3196e43f782a0aee 0406c0a80110 050600000003");
    private static final Octets ACCEPT =
            Octets.ofHex(
                    "02000026 86fe220e7624ba2a1005f6bf9b55e0b2 0606 00000001 0f06 00000000 0e06"
                            + " c0a80103");

    @Test
    void theRequestDecodes() throws DecodeException {
        RadiusPacket packet = RadiusCodec.decode(REQUEST.toArray(), 0, REQUEST.length());

        assertThat(packet.code()).isEqualTo(Code.ACCESS_REQUEST);
        assertThat(packet.attributes().string(Attr.USER_NAME)).isEqualTo("nemo");
        assertThat(packet.attributes().u32(Attr.NAS_PORT, 0)).isEqualTo(3);
        Octets hidden = packet.attributes().all(Attr.USER_PASSWORD).getFirst().value();
        byte[] password = PapHiding.reveal(hidden, SECRET, REQUEST_AUTHENTICATOR);
        assertThat(new String(password, StandardCharsets.UTF_8)).isEqualTo("arctangent");
        assertThat(RadiusCodec.encode(packet)).isEqualTo(REQUEST.toArray());
    }

    @Test
    void thePasswordHidesToTheSameOctets() {
        byte[] password = "arctangent".getBytes(StandardCharsets.UTF_8);
        byte[] hidden = PapHiding.hide(password, SECRET, REQUEST_AUTHENTICATOR);
        assertThat(Octets.wrap(hidden)).isEqualTo(Octets.ofHex("0dbe708d93d413ce3196e43f782a0aee"));
    }

    @Test
    void theAcceptIsSignedToTheSameOctets() throws DecodeException {
        RadiusPacket request = RadiusCodec.decode(REQUEST.toArray(), 0, REQUEST.length());
        Attributes attributes =
                Attributes.builder()
                        .u32(Attr.SERVICE_TYPE, 1)
                        .u32(15, 0)
                        .add(14, Octets.ofHex("c0a80103"))
                        .build();

        byte[] reply = RadiusSigner.reply(Code.ACCESS_ACCEPT, request, attributes, SECRET, false);

        assertThat(Octets.wrap(reply)).isEqualTo(ACCEPT);
        assertThat(RadiusSigner.verifyReply(reply, REQUEST_AUTHENTICATOR, SECRET)).isTrue();
        reply[25] ^= 1;
        assertThat(RadiusSigner.verifyReply(reply, REQUEST_AUTHENTICATOR, SECRET)).isFalse();
    }

    @Test
    void hmacMd5() {
        assertHmac(
                "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There", "9294727a3638bb1c13f48ef8158bfc9d");
        assertHmac("4a656665", "what do ya want for nothing?", "750c783e6ab0b503eaa86e310a5db738");
        assertHmac(
                "aa".repeat(80),
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
    }

    private static void assertHmac(String key, String text, String mac) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        Secret secret = Secret.wrap(Octets.ofHex(key).toArray());
        assertThat(Octets.wrap(RadiusHash.hmacMd5(secret, message, message.length)))
                .isEqualTo(Octets.ofHex(mac));
    }
}
