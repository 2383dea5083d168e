package io.flexaaa.protocol.eap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EapMessageTest {

    @ParameterizedTest
    @CsvSource({
        "0101000501, Request",
        "0207000a01616c696365, Response",
        "03050004, Success",
        "04ff0004, Failure",
    })
    void whatIsDecodedEncodesToTheSame(String hex, String kind) throws DecodeException {
        EapMessage message = EapMessage.decode(Octets.ofHex(hex));
        assertThat(message.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(message.encode().hex()).isEqualTo(hex);
    }

    /** RFC 3748 §4.1: octets outside the range of Length are link padding. */
    @Test
    void paddingIsNoData() throws DecodeException {
        assertThat(EapMessage.decode(Octets.ofHex("0207000601aa0000")))
                .isEqualTo(new EapMessage.Response(7, 1, Octets.ofHex("aa")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02",
                "020700",
                "02070003",
                "02070006 01",
                "02070004",
                "03050005 00",
                "05010004",
                "0201ffff01"
            })
    void whatIsNoEapIsRefused(String hex) {
        assertThatThrownBy(() -> EapMessage.decode(Octets.ofHex(hex)))
                .isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 252, 253, 254, 506, 1_400, 3_800})
    void attributesCarryAnyLength(int octets) throws DecodeException {
        byte[] bytes = new byte[octets];
        for (int i = 0; i < octets; i++) bytes[i] = (byte) i;
        Attributes.Builder out = Attributes.builder().string(Attr.USER_NAME, "alice");
        EapAttributes.split(Octets.copyOf(bytes), out);
        Attributes attributes = out.string(Attr.NAS_PORT_ID, "x").build();
        assertThat(attributes.count(Attr.EAP_MESSAGE)).isEqualTo((octets + 252) / 253);
        assertThat(EapAttributes.join(attributes)).isEqualTo(Octets.wrap(bytes));
    }

    @Test
    void partsApartAreRefused() {
        Attributes attributes =
                Attributes.builder()
                        .add(Attr.EAP_MESSAGE, Octets.of(2, 1))
                        .string(Attr.USER_NAME, "alice")
                        .add(Attr.EAP_MESSAGE, Octets.of(0, 5, 1))
                        .build();
        assertThatThrownBy(() -> EapAttributes.join(attributes))
                .isInstanceOf(DecodeException.class);
    }

    @FuzzTest
    void fuzz(byte[] data) {
        try {
            EapMessage message = EapMessage.decode(Octets.copyOf(data));
            if (!EapMessage.decode(message.encode()).equals(message)) {
                throw new IllegalStateException(message.toString());
            }
        } catch (DecodeException expected) {
            return;
        }
    }
}
