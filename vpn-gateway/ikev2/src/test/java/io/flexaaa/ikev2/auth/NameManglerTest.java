package io.flexaaa.ikev2.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.security.auth.x500.X500Principal;

/** {@code crypto ikev2 name-mangler}, one line a case. */
class NameManglerTest {
    @ParameterizedTest(name = "fqdn {0} of {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    HOSTNAME, br17.example.com, br17
                    HOSTNAME, br17,             br17
                    HOSTNAME, .example.com,
                    DOMAIN,   br17.example.com, example.com
                    DOMAIN,   br17,
                    DOMAIN,   br17.,
                    ALL,      br17.example.com, br17.example.com
                    """)
    void fqdn(NameMangler.Fqdn rule, String name, @Nullable String expected) {
        NameMangler mangler = new NameMangler("M", rule, null, null, null);
        assertThat(mangler.mangle(PeerIdentity.fqdn(name))).isEqualTo(expected);
        // No rule for another kind of identity: no name.
        assertThat(mangler.mangle(PeerIdentity.keyId(name))).isNull();
        assertThat(mangler.mangle(PeerIdentity.email("a@b"))).isNull();
    }

    @ParameterizedTest(name = "email {0} of {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    USERNAME, ann@example.com, ann
                    DOMAIN,   ann@example.com, example.com
                    ALL,      ann@example.com, ann@example.com
                    USERNAME, ann,
                    DOMAIN,   ann@,
                    """)
    void email(NameMangler.Email rule, String name, @Nullable String expected) {
        NameMangler mangler = new NameMangler("M", null, rule, null, null);
        assertThat(mangler.mangle(PeerIdentity.email(name))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "dn {0}: {1}")
    @CsvSource(
            textBlock =
                    """
                    COMMON_NAME,       br17
                    ORGANIZATION,      'Example, Inc.'
                    ORGANIZATION_UNIT, Branches
                    COUNTRY,           DE
                    LOCALITY,          Bonn
                    STATE,             NRW
                    DOMAIN,
                    """)
    void dn(NameMangler.DnField field, @Nullable String expected) {
        byte[] der =
                new X500Principal("CN=br17, OU=Branches, O=\"Example, Inc.\", L=Bonn, ST=NRW, C=DE")
                        .getEncoded();
        NameMangler mangler = new NameMangler("M", null, null, field, null);
        assertThat(mangler.mangle(new PeerIdentity(IdentityType.DN, Octets.wrap(der))))
                .isEqualTo(expected);
    }

    @Test
    void aDnThatIsNoneHasNoFields() {
        NameMangler mangler =
                new NameMangler("M", null, null, NameMangler.DnField.COMMON_NAME, null);
        PeerIdentity broken = new PeerIdentity(IdentityType.DN, Octets.of(0x30, 0x05, 1));
        assertThat(mangler.mangle(broken)).isNull();
        assertThat(broken.text()).isEqualTo("300501");
    }

    @ParameterizedTest(name = "eap {0} {1} of {2}: {3}")
    @CsvSource(
            textBlock =
                    """
                    PREFIX, @, ann@example.com, ann
                    SUFFIX, @, ann@example.com, example.com
                    PREFIX, '\\', CORP\\ann,    CORP
                    SUFFIX, '\\', CORP\\ann,    ann
                    ALL,    @, ann@example.com, ann@example.com
                    SUFFIX, @, ann,
                    """)
    void eap(NameMangler.EapPart part, char delimiter, String name, @Nullable String expected) {
        NameMangler mangler =
                new NameMangler("M", null, null, null, new NameMangler.Eap(part, delimiter));
        assertThat(mangler.mangleEap(name)).isEqualTo(expected);
    }
}
