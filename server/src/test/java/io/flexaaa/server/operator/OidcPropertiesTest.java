package io.flexaaa.server.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class OidcPropertiesTest {
    @Test
    void isOffWithoutAnIssuer() {
        assertThat(of(null, null, List.of()).enabled()).isFalse();
        assertThat(of(" ", null, List.of()).enabled()).isFalse();
    }

    @Test
    void theGroupThatMayMostDecides() {
        var oidc =
                of(
                        "https://id.example",
                        "flexaaa",
                        List.of("all=auditor", "cn=net,dc=example = operator", "root=ADMIN"));
        assertThat(oidc.role(List.of("all", "cn=net,dc=example"))).contains(Role.OPERATOR);
        assertThat(oidc.role(List.of("all", "root"))).contains(Role.ADMIN);
        assertThat(oidc.role(List.of("All", "other"))).isEmpty();
    }

    @Test
    void settingsThatWouldOpenTooMuchOrNothingAreNamed() {
        List<String> roles = List.of("a=operator");
        assertThatThrownBy(() -> of("http://id.example", "c", roles))
                .hasMessageContaining("no https URL");
        assertThatThrownBy(() -> of("https://id.example", null, roles))
                .hasMessageContaining("flexaaa.oidc.client-id");
        assertThatThrownBy(() -> of("https://id.example", "c", List.of()))
                .hasMessageContaining("nobody could sign in");
        for (String bad : List.of("a", "a=root", "=admin"))
            assertThatThrownBy(() -> of("https://id.example", "c", List.of(bad)))
                    .hasMessageContaining("not group=role");
    }

    private static OidcProperties of(
            @Nullable String issuer, @Nullable String client, List<String> roles) {
        return new OidcProperties(
                issuer, client, "s", "x", List.of("openid"), "preferred_username", "groups", roles);
    }
}
