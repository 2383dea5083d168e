package io.flexaaa.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

class SnapshotTest {

    private final Snapshot snapshot =
            new SnapshotFixture()
                    .nas("10.0.0.0/8")
                    .nas("10.1.0.0/16")
                    .nas("10.1.2.3")
                    .nas("2001:db8::/32")
                    .nas("2001:db8:1::1/128")
                    .build();

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            textBlock =
                    """
                    10.9.9.9,      nas1
                    10.1.9.9,      nas2
                    10.1.2.3,      nas3
                    10.1.2.4,      nas2
                    11.0.0.1,
                    2001:db8:9::9, nas4
                    2001:db8:1::1, nas5
                    2001:db9::1,
                    """)
    void longestPrefixWins(String address, String name) {
        NasEntry found = snapshot.nas(InetAddress.ofLiteral(address));
        assertThat(found == null ? null : found.name()).isEqualTo(name);
    }
}
