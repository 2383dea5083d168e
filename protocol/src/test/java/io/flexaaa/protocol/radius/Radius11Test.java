package io.flexaaa.protocol.radius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** RFC 9765's rules, each with the octets it makes. */
class Radius11Test {
    private static final Secret SECRET = Secret.ofUtf8("radsec");
    private static final Octets AUTHENTICATOR = Octets.ofHex("000102030405060708090a0b0c0d0e0f");

    @Test
    void aPacketHasATokenAndReservedFieldsOfZero() {
        // §4.1: Code, Reserved-1, Length, Token, Reserved-2
        byte[] packet =
                Radius11.encode(
                        Code.ACCESS_REQUEST,
                        0xcafe0102,
                        Attributes.builder().string(Attr.USER_NAME, "bob").build());
        assertThat(Octets.wrap(packet).hex())
                .isEqualTo("01000019" + "cafe0102" + "000000000000000000000000" + "0105626f62");
        assertThat(Radius11.token(packet)).isEqualTo(0xcafe0102);
    }

    @Test
    void userPasswordIsInClear() throws Exception {
        // §5.1.1
        byte[] packet =
                Radius11.encode(
                        Code.ACCESS_REQUEST,
                        7,
                        Attributes.builder()
                                .string(Attr.USER_NAME, "bob")
                                .string(Attr.USER_PASSWORD, "hello")
                                .build());
        RadiusPacket classic = decode(Radius11.request(packet, AUTHENTICATOR, SECRET));
        var password = classic.attributes().first(Attr.USER_PASSWORD);
        assertThat(password).isNotNull();
        if (password == null) return;
        assertThat(PapHiding.reveal(password.value(), SECRET, AUTHENTICATOR))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("hello");
    }

    @Test
    void messageAuthenticatorIsPassedOverWhateverItSays() throws Exception {
        // §5.2
        byte[] packet =
                Radius11.encode(
                        Code.ACCESS_REQUEST,
                        7,
                        Attributes.builder()
                                .add(Attr.MESSAGE_AUTHENTICATOR, Octets.of(1, 2, 3))
                                .string(Attr.USER_NAME, "bob")
                                .build());
        byte[] classic = Radius11.request(packet, AUTHENTICATOR, SECRET);
        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(classic, SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
    }

    @Test
    void tunnelPasswordIsATaggedText() throws Exception {
        // §5.1.3
        byte[] request = Radius11.request(hello(), AUTHENTICATOR, SECRET);
        Octets hidden =
                TunnelPassword.encrypt(
                        1,
                        0x1234,
                        "key of the spoke".getBytes(StandardCharsets.UTF_8),
                        SECRET,
                        AUTHENTICATOR);
        byte[] reply =
                RadiusSigner.reply(
                        Code.ACCESS_ACCEPT,
                        decode(request),
                        Attributes.builder().add(Attr.TUNNEL_PASSWORD, hidden).build(),
                        SECRET,
                        true);
        byte[] clear = Radius11.reply(reply, request, 0x0a0b0c0d, SECRET);
        assertThat(Octets.wrap(clear).hex())
                .isEqualTo(
                        "02000027"
                                + "0a0b0c0d"
                                + "000000000000000000000000"
                                + "4513"
                                + "01"
                                + Octets.ofUtf8("key of the spoke").hex());
    }

    @Test
    void mppeKeysArePlainOctets() throws Exception {
        // §5.1.4
        byte[] request = Radius11.request(hello(), AUTHENTICATOR, SECRET);
        byte[] key = Octets.ofHex("00112233445566778899aabbccddeeff").toArray();
        Octets salted = TunnelPassword.encrypt(0, 0x8001, key, SECRET, AUTHENTICATOR);
        Octets vendor =
                Octets.of(0, 0, 1, 0x37, 17, salted.length() + 1)
                        .plus(salted.slice(1, salted.length()));
        byte[] reply =
                RadiusSigner.reply(
                        Code.ACCESS_ACCEPT,
                        decode(request),
                        Attributes.builder().add(Attr.VENDOR_SPECIFIC, vendor).build(),
                        SECRET,
                        true);
        assertThat(decode(Radius11.reply(reply, request, 1, SECRET)).attributes().vsa(311, 17))
                .containsExactly(Octets.wrap(key));
    }

    @Test
    void chapNeedsItsChallenge() {
        // §5.1.2
        byte[] packet =
                Radius11.encode(
                        Code.ACCESS_REQUEST,
                        7,
                        Attributes.builder()
                                .add(Attr.CHAP_PASSWORD, Octets.wrap(new byte[17]))
                                .build());
        assertThatThrownBy(() -> Radius11.request(packet, AUTHENTICATOR, SECRET))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("CHAP-Challenge");
    }

    @Test
    void accountingNeedsNoPasswordAndIsSignedForTheInside() throws Exception {
        byte[] packet =
                Radius11.encode(
                        Code.ACCOUNTING_REQUEST,
                        9,
                        Attributes.builder().u32(Attr.ACCT_STATUS_TYPE, Attr.ACCT_ON).build());
        byte[] classic = Radius11.request(packet, AUTHENTICATOR, SECRET);
        assertThat(RadiusSigner.verifyHashedRequest(classic, SECRET)).isTrue();
    }

    @Test
    void anyOctetsAreAPacketOrRefused() {
        long seed = 9765;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[20 + random.nextInt(80)];
            random.nextBytes(octets);
            octets[0] = (byte) (random.nextBoolean() ? 1 : 4);
            octets[2] = 0;
            octets[3] = (byte) octets.length;
            try {
                byte[] request = Radius11.request(octets, AUTHENTICATOR, SECRET);
                Radius11.reply(request, request, i, SECRET);
            } catch (DecodeException expected) {
                assertThat(expected.getMessage()).as("seed %d, packet %d", seed, i).isNotEmpty();
            }
        }
    }

    private static byte[] hello() {
        return Radius11.encode(
                Code.ACCESS_REQUEST, 7, Attributes.builder().string(Attr.USER_NAME, "bob").build());
    }

    private static RadiusPacket decode(byte[] packet) throws DecodeException {
        return RadiusCodec.decode(packet, 0, packet.length);
    }
}
