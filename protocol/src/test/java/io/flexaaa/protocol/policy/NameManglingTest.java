package io.flexaaa.protocol.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code crypto ikev2 name-mangler}, one line a case. */
class NameManglingTest {
    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fqdn hostname          | br17.example.com | br17
                    fqdn hostname          | br17             | br17
                    fqdn hostname          | .example.com     |
                    fqdn domain            | br17.example.com | example.com
                    fqdn domain            | br17             |
                    fqdn domain            | br17.            |
                    fqdn all               | br17.example.com | br17.example.com
                    email username         | anna@example.com | anna
                    email username         | anna             |
                    email username         | @example.com     |
                    email domain           | anna@example.com | example.com
                    email all              | anna@example.com | anna@example.com
                    dn common-name         | CN=br17,OU=VPN,O=Example | br17
                    dn organization-unit   | CN=br17,OU=VPN,O=Example | VPN
                    dn country             | CN=br17,OU=VPN   |
                    dn common-name         | no name at all   |
                    eap prefix delimiter @ | anna@example.com | anna
                    eap suffix delimiter \\ | EXAMPLE\\anna   | anna
                    eap suffix delimiter @ | anna             |
                    eap dn common-name     | CN=br17          | br17
                    eap all                | anna             | anna
                    """)
    void mangled(String rule, String identity, @Nullable String expected) throws Exception {
        NameMangling.Rule parsed = NameMangling.parse(rule);
        assertThat(NameMangling.apply(parsed, identity)).isEqualTo(expected);
        assertThat(parsed.words()).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{1} from {0}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    br17.example.com         | br17        | fqdn hostname
                    br17.example.com         | example.com | fqdn domain
                    anna@example.com         | anna        | email username
                    CN=br17,OU=VPN,O=Example | VPN         | dn organization-unit
                    EXAMPLE\\anna            | anna        | eap suffix delimiter \\
                    br17.example.com         | other       |
                    """)
    void aNameIsExplained(String identity, String name, @Nullable String rule) {
        NameMangling.Rule found = NameMangling.explain(identity, name);
        assertThat(found == null ? null : found.words()).isEqualTo(rule);
    }

    @Test
    void whatIsNoRuleIsRefused() {
        assertThatThrownBy(() -> NameMangling.parse("fqdn username"))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("fqdn username");
    }
}
