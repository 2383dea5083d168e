package io.flexaaa.protocol.radius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

class RadiusCodecTest {
    private static final String AUTHENTICATOR = "000102030405060708090a0b0c0d0e0f";
    private static final Secret SECRET = Secret.ofUtf8("s");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    empty,                      '',                             packet
                    19 octets,                  01000013,                       packet
                    length below the header,    01000013 A,                     Length
                    length above what came,     01000020 A,                     Length
                    length above 4096,          0100ffff A,                     Length
                    unknown code,               63000014 A,                     Code
                    attribute length 0,         01000016 A 0100,                attribute 1
                    attribute length 1,         01000016 A 0101,                attribute 1
                    attribute past the end,     01000016 A 0103,                attribute 1
                    a lone octet,               01000015 A 01,                  attribute
                    """)
    void malformedIsNamed(String name, String hex, String what) {
        byte[] packet = Octets.ofHex(hex.replace("A", AUTHENTICATOR)).toArray();
        assertThatThrownBy(() -> RadiusCodec.decode(packet, 0, packet.length))
                .as(name)
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith(what);
    }

    @Test
    void paddingIsIgnored() throws DecodeException {
        byte[] packet = Octets.ofHex("01000014" + AUTHENTICATOR + "ffffffff").toArray();
        assertThat(RadiusCodec.decode(packet, 0, packet.length).attributes().size()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    absent,      '',                                            ABSENT
                    too short,   5011 000000000000000000000000000000,           BAD
                    wrong,       5012 00000000000000000000000000000000,         BAD
                    """)
    void messageAuthenticators(String name, String attributes, MessageAuthenticator expected) {
        Octets tail = Octets.ofHex(attributes);
        byte[] packet =
                Octets.ofHex("0100" + String.format("%04x", 20 + tail.length()) + AUTHENTICATOR)
                        .plus(tail)
                        .toArray();
        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(packet, SECRET))
                .as(name)
                .isEqualTo(expected);
    }

    @Test
    void twoMessageAuthenticatorsAreBad() {
        byte[] once =
                RadiusSigner.accessRequest(
                        1, Octets.ofHex(AUTHENTICATOR), Attributes.EMPTY, SECRET);
        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(once, SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
        byte[] twice =
                RadiusSigner.accessRequest(
                        1,
                        Octets.ofHex(AUTHENTICATOR),
                        Attributes.builder().add(80, Octets.wrap(new byte[16])).build(),
                        SECRET);
        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(twice, SECRET))
                .isEqualTo(MessageAuthenticator.BAD);
    }

    @Test
    void messageAuthenticatorIsTheFirstAttributeOfEveryReply() throws DecodeException {
        RadiusPacket request =
                new RadiusPacket(
                        Code.ACCESS_REQUEST,
                        3,
                        Octets.ofHex(AUTHENTICATOR),
                        Attributes.builder()
                                .add(Attr.PROXY_STATE, Octets.ofHex("01"))
                                .add(Attr.PROXY_STATE, Octets.ofHex("02"))
                                .build());
        Attributes attributes = Attributes.builder().string(Attr.REPLY_MESSAGE, "no").build();

        byte[] reply = RadiusSigner.reply(Code.ACCESS_REJECT, request, attributes, SECRET, true);

        RadiusPacket read = RadiusCodec.decode(reply, 0, reply.length);
        assertThat(read.attributes().asList().getFirst().type()).isEqualTo(80);
        assertThat(read.attributes().all(Attr.PROXY_STATE))
                .extracting(Attribute::value)
                .containsExactly(Octets.ofHex("01"), Octets.ofHex("02"));
        assertThat(
                        RadiusSigner.verifyReplyMessageAuthenticator(
                                reply, request.authenticator(), SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
    }

    @Test
    void anyOctetsDecodeOrAreDeclaredWrong() {
        Random random = new Random(20261123);
        byte[] seed =
                RadiusSigner.accessRequest(
                        1,
                        Octets.ofHex(AUTHENTICATOR),
                        Attributes.builder()
                                .string(1, "br17")
                                .avPair("ipsec:route-set=interface")
                                .vsa(311, 11, Octets.ofHex("00"))
                                .build(),
                        SECRET);
        for (int round = 0; round < 200_000; round++) {
            byte[] mutated = seed.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            decodeAnything(mutated);
        }
    }

    @FuzzTest
    void fuzz(byte[] data) {
        decodeAnything(data);
    }

    private static void decodeAnything(byte[] data) {
        try {
            RadiusPacket packet = RadiusCodec.decode(data, 0, data.length);
            packet.attributes().avPairs();
            packet.attributes().avPair("audit-session-id");
            packet.attributes().ipv4(Attr.NAS_IP_ADDRESS);
            packet.attributes().u32(Attr.SERVICE_TYPE, 0);
            byte[] again = RadiusCodec.encode(packet);
            assertThat(RadiusCodec.decode(again, 0, again.length)).isEqualTo(packet);
        } catch (DecodeException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
