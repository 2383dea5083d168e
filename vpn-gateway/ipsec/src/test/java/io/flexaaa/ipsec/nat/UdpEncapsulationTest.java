package io.flexaaa.ipsec.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ipsec.nat.UdpEncapsulation.Kind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpEncapsulationTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    1,   255, 0, KEEPALIVE
                    1,   0,   0, JUNK
                    4,   0,   0, JUNK
                    32,  0,   0, IKE
                    100, 0,   1, ESP
                    100, 255, -1, ESP
                    """)
    void table(int length, int octet, int word, Kind expected) {
        assertThat(UdpEncapsulation.classify(length, octet, word)).isEqualTo(expected);
    }
}
