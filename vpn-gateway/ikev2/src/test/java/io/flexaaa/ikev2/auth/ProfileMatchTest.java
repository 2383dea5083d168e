package io.flexaaa.ikev2.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeConfig.IdentityMatch;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.IkeConfig.Proofs;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.List;

/** Which profile a peer gets. */
class ProfileMatchTest {
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("198.18.0.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("198.18.0.2");

    private static final List<IkeProfile> PROFILES =
            List.of(
                    profile("any", List.of(), new IdentityMatch.Any()),
                    profile("domain", List.of(), new IdentityMatch.FqdnDomain("example.com")),
                    profile("branches", List.of(), new IdentityMatch.FqdnDomain("br.example.com")),
                    profile("host", List.of(), new IdentityMatch.Fqdn("br17.example.com")),
                    profile(
                            "net",
                            List.of(),
                            new IdentityMatch.Address(InetAddress.ofLiteral("203.0.113.0"), 24)),
                    profile(
                            "one",
                            List.of(),
                            new IdentityMatch.Address(InetAddress.ofLiteral("203.0.113.9"), 32)),
                    profile("mail", List.of(), new IdentityMatch.EmailDomain("example.com")),
                    profile("ann", List.of(), new IdentityMatch.Email("ann@example.com")),
                    profile("key", List.of(), new IdentityMatch.KeyId("K1")),
                    profile("inside", List.of(OTHER), new IdentityMatch.KeyId("K2")));

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    FQDN,         br17.example.com,   host
                    FQDN,         BR17.Example.COM,   host
                    FQDN,         br18.example.com,   domain
                    FQDN,         a.br.example.com,   branches
                    FQDN,         example.com,        any
                    FQDN,         badexample.com,     any
                    IPV4_ADDRESS, 203.0.113.9,        one
                    IPV4_ADDRESS, 203.0.113.10,       net
                    IPV4_ADDRESS, 203.0.114.9,        any
                    IPV6_ADDRESS, 2001:db8::1,        any
                    EMAIL,        ann@example.com,    ann
                    EMAIL,        bob@example.com,    mail
                    EMAIL,        bob@a.example.com,  any
                    KEY_ID,       K1,                 key
                    GROUP_NAME,   K1,                 key
                    KEY_ID,       k1,                 any
                    KEY_ID,       K2,                 any
                    """)
    void theOneThatSaysMost(IdentityType type, String text, String expected) {
        assertThat(select(PROFILES, type, text, OUTSIDE)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    K2, 198.18.0.2, inside
                    K2, 198.18.0.1,
                    """)
    void localAddressMustMatchToo(String key, String local, @Nullable String expected) {
        List<IkeProfile> withoutAny = PROFILES.subList(1, PROFILES.size());
        assertThat(select(withoutAny, IdentityType.KEY_ID, key, InetAddress.ofLiteral(local)))
                .isEqualTo(expected);
    }

    private static @Nullable String select(
            List<IkeProfile> profiles, IdentityType type, String text, InetAddress local) {
        PeerIdentity identity =
                switch (type) {
                    case IPV4_ADDRESS, IPV6_ADDRESS ->
                            PeerIdentity.address(InetAddress.ofLiteral(text));
                    case FQDN, EMAIL, DN, GENERAL_NAME, KEY_ID, NULL, GROUP_NAME ->
                            new PeerIdentity(type, Octets.ofUtf8(text));
                };
        IkeProfile found = ProfileMatch.select(profiles, identity, local);
        return found == null ? null : found.name();
    }

    private static IkeProfile profile(
            String name, List<InetAddress> local, IdentityMatch... matches) {
        return new IkeProfile(
                name,
                List.of(matches),
                local,
                null,
                Proofs.PSK,
                new EspPolicy("E", List.of(), null, 3_600, 0, 64, false, false),
                86_400,
                Dpd.OFF,
                0,
                false,
                false);
    }
}
