package io.flexaaa.protocol.radius;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinyradius.core.RadiusPacketException;
import org.tinyradius.core.attribute.type.RadiusAttribute;
import org.tinyradius.core.dictionary.DefaultDictionary;
import org.tinyradius.core.dictionary.Dictionary;
import org.tinyradius.core.packet.request.AccessRequest;
import org.tinyradius.core.packet.request.AccessRequestPap;
import org.tinyradius.core.packet.request.RadiusRequest;
import org.tinyradius.core.packet.response.RadiusResponse;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What we encode, TinyRadius reads, and the other way round: a codec that is not ours. */
class TinyRadiusOracleTest {
    private static final String SECRET_TEXT = "a-Shared-Secret";
    private static final Secret SECRET = Secret.ofUtf8(SECRET_TEXT);
    private static final Dictionary DICTIONARY = DefaultDictionary.INSTANCE;

    @Test
    void ourSignedRequestIsAccepted() throws RadiusPacketException {
        Octets authenticator = random(16, 7);
        byte[] hidden = PapHiding.hide(utf8("cisco"), SECRET, authenticator);
        byte[] packet =
                RadiusSigner.accessRequest(
                        42,
                        authenticator,
                        Attributes.builder()
                                .string(Attr.USER_NAME, "br17")
                                .add(Attr.USER_PASSWORD, Octets.wrap(hidden))
                                .avPair("audit-session-id=0A0B")
                                .build(),
                        SECRET);

        RadiusRequest read = RadiusRequest.fromByteBuf(DICTIONARY, datagram(packet));
        RadiusRequest checked = read.decodeRequest(SECRET_TEXT);

        assertThat(checked).isInstanceOf(AccessRequest.class);
        assertThat(checked.getAttribute("User-Name").orElseThrow().getValueString())
                .isEqualTo("br17");
        assertThat(((AccessRequestPap) checked).getPassword().orElseThrow()).isEqualTo("cisco");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 15, 16, 31, 32, 100})
    void ourTunnelPasswordIsDecrypted(int length) throws Exception {
        Octets authenticator = random(16, length);
        byte[] request =
                RadiusSigner.accessRequest(
                        1,
                        authenticator,
                        Attributes.builder().string(Attr.USER_NAME, "x").build(),
                        SECRET);
        String key = "k".repeat(length);
        Octets encrypted =
                TunnelPassword.encrypt(1, 0x8123 + length, utf8(key), SECRET, authenticator);
        byte[] reply =
                RadiusSigner.reply(
                        Code.ACCESS_ACCEPT,
                        RadiusCodec.decode(request, 0, request.length),
                        Attributes.builder().add(Attr.TUNNEL_PASSWORD, encrypted).build(),
                        SECRET,
                        true);

        RadiusResponse read =
                RadiusResponse.fromByteBuf(DICTIONARY, datagram(reply))
                        .decodeResponse(SECRET_TEXT, authenticator.toArray());

        RadiusAttribute attribute = read.filterAttributes(Attr.TUNNEL_PASSWORD).getFirst();
        assertThat(new String(attribute.getValue(), StandardCharsets.UTF_8)).isEqualTo(key);
        assertThat(TunnelPassword.decrypt(encrypted, SECRET, authenticator)).isEqualTo(utf8(key));
    }

    @Test
    void theirSignedRequestIsAccepted() throws RadiusPacketException, DecodeException {
        RadiusRequest theirs =
                ((AccessRequest)
                                RadiusRequest.create(
                                        DICTIONARY, (byte) 1, (byte) 9, null, java.util.List.of()))
                        .withPapPassword("s3cret")
                        .addAttribute("User-Name", "spoke1")
                        .encodeRequest(SECRET_TEXT);
        ByteBuf buffer = theirs.toByteBuf();
        byte[] packet = new byte[buffer.readableBytes()];
        buffer.readBytes(packet);

        RadiusPacket read = RadiusCodec.decode(packet, 0, packet.length);

        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(packet, SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
        Octets hidden = read.attributes().all(Attr.USER_PASSWORD).getFirst().value();
        assertThat(PapHiding.reveal(hidden, SECRET, read.authenticator()))
                .isEqualTo(utf8("s3cret"));
    }

    private static ByteBuf datagram(byte[] packet) {
        return Unpooled.wrappedBuffer(packet);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Octets random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Octets.wrap(bytes);
    }
}
