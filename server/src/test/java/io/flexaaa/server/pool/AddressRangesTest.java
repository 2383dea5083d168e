package io.flexaaa.server.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.List;

class AddressRangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4 | 10.0.0.0/30             |             | 2   | 10.0.0.1    | 10.0.0.2
                    4 | 10.0.0.0/31             |             | 2   | 10.0.0.0    | 10.0.0.1
                    4 | 10.0.0.7                |             | 1   | 10.0.0.7    | 10.0.0.7
                    4 | 10.0.0.10-10.0.0.19     | 10.0.0.12   | 9   | 10.0.0.10   | 10.0.0.19
                    4 | 10.0.0.0/24             | 10.0.0.0/25 | 127 | 10.0.0.128  | 10.0.0.254
                    6 | 2001:db8::/126          |             | 3   | 2001:db8:0:0:0:0:0:1 | 2001:db8:0:0:0:0:0:3
                    """)
    void sizeFirstAndLast(
            int family, String range, String hole, long size, String first, String last) {
        AddressRanges ranges =
                AddressRanges.of(family, List.of(range), hole == null ? List.of() : List.of(hole));
        assertThat(ranges.size()).isEqualTo(size);
        assertThat(ranges.at(0).getHostAddress()).isEqualTo(first);
        assertThat(ranges.at(size - 1).getHostAddress()).isEqualTo(last);
        if (hole != null && hole.indexOf('/') < 0) {
            assertThat(ranges.contains(InetAddress.ofLiteral(hole))).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4 | 10.0.0.9-10.0.0.1 | ends before it begins
                    4 | 10.0.0            | no IPv4 address
                    4 | 2001:db8::1       | no IPv4 address
                    6 | 10.0.0.0/24       | other family
                    4 | br17.example.com  | no IPv4 address
                    4 | 10.0.0.0/40       | neither
                    """)
    void whatIsNoRangeIsRefused(int family, String range, String why) {
        assertThatThrownBy(() -> AddressRanges.of(family, List.of(range), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anAddressIsInARangeOnce() {
        assertThatThrownBy(() ->
                        AddressRanges.of(
                                4, List.of("10.0.0.0/24", "10.0.0.200-10.0.1.5"), List.of()))
                .hasMessageContaining("overlap");
    }
}
