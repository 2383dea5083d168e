package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.Configs;
import io.flexaaa.ikev2.PeerIdentity;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

class NameManglersTest {
    @ParameterizedTest(name = "{0} of {1} {2} is {3}")
    @CsvSource(
            textBlock =
                    """
                    fqdn hostname,             fqdn,  br1.example.com,  br1
                    fqdn domain,               fqdn,  br1.example.com,  example.com
                    fqdn all,                  fqdn,  br1.example.com,  br1.example.com
                    fqdn hostname,             fqdn,  br1,              br1
                    fqdn domain,               fqdn,  br1,
                    email username,            email, ann@example.com,  ann
                    email domain,              email, ann@example.com,  example.com
                    email all,                 email, ann@example.com,  ann@example.com
                    email username,            email, ann,
                    eap prefix delimiter @,    key,   ann@example.com,  ann
                    eap suffix delimiter @,    key,   ann@example.com,  example.com
                    eap all,                   key,   ann,              ann
                    fqdn hostname,             email, ann@example.com,
                    email domain,              fqdn,  br1.example.com,
                    fqdn all,                  ip,    192.0.2.1,
                    """)
    void mangles(String rule, String type, String text, @Nullable String name) {
        var mangler =
                Configs.named(
                        Configs.of("crypto ikev2 name-mangler M\n " + rule + "\n")
                                .ikev2()
                                .nameManglers(),
                        "M");
        PeerIdentity identity =
                switch (type) {
                    case "fqdn" -> PeerIdentity.fqdn(text);
                    case "email" -> PeerIdentity.email(text);
                    case "key" -> PeerIdentity.keyId(text);
                    default -> PeerIdentity.address(InetAddress.ofLiteral(text));
                };
        assertThat(NameManglers.mangle(mangler, identity)).isEqualTo(name);
    }
}
