package io.flexaaa.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

class AddressGuardTest {
    private static final AddressGuard GUARD =
            new AddressGuard(new WebhookProperties(List.of(), 10, 7));

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    127.0.0.1,              false
                    127.9.9.9,              false
                    0.0.0.0,                false
                    0.1.2.3,                false
                    169.254.169.254,        false
                    224.0.0.1,              false
                    ::1,                    false
                    '::',                   false
                    fe80::1,                false
                    fd00:ec2::254,          false
                    ::ffff:127.0.0.1,       false
                    ::ffff:169.254.169.254, false
                    64:ff9b::7f00:1,        false
                    64:ff9b::a9fe:a9fe,     false
                    2002:7f00:1::,          false
                    ::127.0.0.1,            false
                    10.0.0.1,               true
                    192.0.2.1,              true
                    2001:db8::1,            true
                    fd12::1,                true
                    """)
    void ownAndLinkAddressesAreRefused(String address, boolean permitted) {
        assertThat(GUARD.permitted(InetAddress.ofLiteral(address))).isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    http://127.0.0.1/,     false
                    http://[::1]:8080/x,   false
                    http://2130706433/,    false
                    http://0x7f000001/,    false
                    http://localhost/,     false
                    http://192.0.2.7/,     true
                    """)
    void soAreTheirOtherSpellings(String url, boolean permitted) {
        assertThat(GUARD.refusal(URI.create(url)) == null).isEqualTo(permitted);
    }

    @org.junit.jupiter.api.Test
    void aNamedSettingOpensIt() {
        AddressGuard open = new AddressGuard(new WebhookProperties(List.of("127.0.0.1/32"), 10, 7));

        assertThat(open.permitted(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(open.permitted(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
    }
}
