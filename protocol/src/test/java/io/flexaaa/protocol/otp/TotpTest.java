package io.flexaaa.protocol.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class TotpTest {
    private final Secret secret = Secret.ofUtf8("12345678901234567890");

    /** RFC 6238 Appendix B, the SHA-1 rows. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    59,          94287082
                    1111111109,  07081804
                    1111111111,  14050471
                    1234567890,  89005924
                    2000000000,  69279037
                    20000000000, 65353130
                    """)
    void vectorsOfRfc6238(long seconds, String code) {
        assertThat(Totp.code(secret, Totp.step(seconds * 1_000), 8)).isEqualTo(code);
    }

    /** RFC 4226 Appendix D. */
    @ParameterizedTest
    @CsvSource({"0,755224", "1,287082", "2,359152", "3,969429", "8,399871", "9,520489"})
    void vectorsOfRfc4226(long counter, String code) {
        assertThat(Totp.code(secret, counter)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    1000, false
                    1001, true
                    1002, true
                    1003, true
                    1004, false
                    """)
    void oneStepEitherWay(long step, boolean found) {
        String code = Totp.code(secret, step);
        long now = 1002 * 30_000L + 17_000;
        assertThat(Totp.matching(secret, code, now)).isEqualTo(found ? step : Totp.NONE);
    }

    @Test
    void whatIsNoCodeMatchesNothing() {
        for (String text : new String[] {"", "12345", "1234567", "abcdef", "１２３４５６"}) {
            assertThat(Totp.looksLikeCode(text)).as(text).isFalse();
            assertThat(Totp.matching(secret, text, 0)).isEqualTo(Totp.NONE);
        }
    }

    /** RFC 4648 §10, less the padding. */
    @ParameterizedTest
    @CsvSource({"'',''", "f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB"})
    void base32(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }
}
