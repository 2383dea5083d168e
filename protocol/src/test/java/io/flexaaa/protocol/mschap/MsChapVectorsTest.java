package io.flexaaa.protocol.mschap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flexaaa.protocol.radius.MppeKey;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors of RFC 1320 §A.5, RFC 2433 §B, RFC 2759 §9.2 and RFC 3079 §3.5. */
class MsChapVectorsTest {
    private static final Octets USER = Octets.ofUtf8("User");
    private static final Octets AUTHENTICATOR = Octets.ofHex("5B5D7C7D7B3F2F3E3C2C602132262628");
    private static final Octets PEER = Octets.ofHex("21402324255E262A28295F2B3A337C7E");
    private static final Octets NT_RESPONSE =
            Octets.ofHex("82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF");
    private final Secret hash = MsChap.ntPasswordHash(Secret.ofUtf8("clientPass"));

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',                            31d6cfe0d16ae931b73c59d7e0c089c0
                    a,                             bde52cb31de33e46245e05fbdbd6fb24
                    abc,                           a448017aaf21d8525fc10ae87aa6729d
                    message digest,                d9130a8164549fe818874806e1c7014b
                    abcdefghijklmnopqrstuvwxyz,    d79e1c308aa5bbcdeea8ed63df412da9
                    ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, 043f8582f241db351ce627e153e7f0e4
                    12345678901234567890123456789012345678901234567890123456789012345678901234567890, e33b4ddc9c38f2199c3e7b164fcc0536
                    """)
    void md4(String message, String digest) {
        assertThat(Octets.wrap(Md4.digest(message.getBytes(US_ASCII))))
                .isEqualTo(Octets.ofHex(digest));
    }

    @Test
    void version2OfRfc2759() {
        assertThat(hash.reveal()).isEqualTo(bytes("44EBBA8D5312B8D611474411F56989AE"));
        assertThat(MsChap.hashOfHash(hash)).isEqualTo(bytes("41C00C584BD2D91C4017A2A12FA59F3F"));
        assertThat(MsChapV2.challengeHash(PEER, AUTHENTICATOR, USER))
                .isEqualTo(Octets.ofHex("D02E4386BCE91226"));
        assertThat(MsChapV2.ntResponse(AUTHENTICATOR, PEER, USER, hash)).isEqualTo(NT_RESPONSE);
        assertThat(MsChapV2.authenticatorResponse(hash, NT_RESPONSE, PEER, AUTHENTICATOR, USER))
                .isEqualTo("S=407A5589115FD0D6209F510FE9C04566932CDA56");
    }

    @Test
    void aWindowsDomainIsNotHashed() {
        assertThat(MsChapV2.ntResponse(AUTHENTICATOR, PEER, Octets.ofUtf8("CORP\\User"), hash))
                .isEqualTo(NT_RESPONSE);
    }

    @Test
    void version1OfRfc2433() {
        Secret myPw = MsChap.ntPasswordHash(Secret.ofUtf8("MyPw"));
        assertThat(MsChap.challengeResponse(Octets.ofHex("102DB5DF085D3041"), myPw))
                .isEqualTo(Octets.ofHex("4E9D3C8F9CFD385D5BF4D3246791956CA4C351AB409A3D61"));
    }

    @Test
    void keysOfRfc3079() {
        assertThat(MppeKeys.masterKey(hash, NT_RESPONSE))
                .isEqualTo(bytes("FDECE3717A8C838CB388E527AE3CDD31"));
        assertThat(MppeKeys.of(hash, NT_RESPONSE).send().reveal())
                .isEqualTo(bytes("8B7CDC149B993A1BA118CB153F56DCCB"));
        assertThat(MppeKeys.of(hash, NT_RESPONSE).receive().length()).isEqualTo(16);
        assertThat(MppeKeys.of(hash, NT_RESPONSE).receive())
                .isNotEqualTo(MppeKeys.of(hash, NT_RESPONSE).send());
    }

    @Test
    void mppeKeyAttributesComeBack() throws DecodeException {
        Secret shared = Secret.ofUtf8("testing123");
        Secret key = Secret.wrap(bytes("8B7CDC149B993A1BA118CB153F56DCCB"));
        Octets value = MppeKey.encrypt(0x1234, key, shared, AUTHENTICATOR);
        assertThat(value.length()).isEqualTo(2 + 32);
        assertThat(value.u8(0) & 0x80).isEqualTo(0x80);
        assertThat(MppeKey.decrypt(value, shared, AUTHENTICATOR)).isEqualTo(key);
        assertThatThrownBy(() -> MppeKey.decrypt(Octets.of(1, 2), shared, AUTHENTICATOR))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void challengesOfWrongLengthAreNamed() {
        assertThatThrownBy(() -> MsChapV2.challengeHash(Octets.of(1), AUTHENTICATOR, USER))
                .hasMessageContaining("peer challenge has 1 octets");
        assertThatThrownBy(() -> MsChap.challengeResponse(PEER, hash))
                .hasMessageContaining("16 octets, not 8");
    }

    private static byte[] bytes(String hex) {
        return Octets.ofHex(hex).toArray();
    }
}
