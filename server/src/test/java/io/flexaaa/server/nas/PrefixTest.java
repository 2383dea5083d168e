package io.flexaaa.server.nas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            textBlock =
                    """
                    192.0.2.1,      192.0.2.1/32
                    192.0.2.0/24,   192.0.2.0/24
                    0.0.0.0/0,      0.0.0.0/0
                    2001:db8::1,    2001:db8:0:0:0:0:0:1/128
                    192.0.2.1/24,
                    192.0.2.1/33,
                    192.0.2.1/-1,
                    192.0.2,
                    hub.example,
                    localhost,
                    '',
                    2001:db8::/129,
                    """)
    void literalsWithoutHostBitsOnly(String text, String wanted) {
        Prefix prefix = Prefix.parse(text);
        assertThat(prefix == null ? null : prefix.text()).isEqualTo(wanted);
    }
}
