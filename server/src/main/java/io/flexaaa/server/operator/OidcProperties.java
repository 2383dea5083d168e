package io.flexaaa.server.operator;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code flexaaa.oidc.*}: operators who sign in at an OpenID provider. Off without an issuer.
 *
 * @param issuer as the provider's discovery document says it; https, or http on this machine
 * @param label what the button says after "Sign in with"
 * @param nameClaim the claim that becomes the operator's name
 * @param rolesClaim the claim with groups or roles; a list or one text
 * @param roles {@code group=role}; who has none of these groups gets no access
 */
@ConfigurationProperties("flexaaa.oidc")
public record OidcProperties(
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @DefaultValue("single sign-on") String label,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("groups") String rolesClaim,
        @DefaultValue List<String> roles) {

    public OidcProperties {
        if (issuer != null && issuer.isBlank()) issuer = null;
        if (issuer != null) check(issuer, clientId, roles);
    }

    private static void check(String issuer, @Nullable String clientId, List<String> roles) {
        URI uri = URI.create(issuer);
        String host = uri.getHost() == null ? "" : uri.getHost();
        boolean local =
                host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && local))
            throw new IllegalArgumentException(
                    "flexaaa.oidc.issuer '" + issuer + "' is no https URL");
        if (clientId == null || clientId.isBlank())
            throw new IllegalArgumentException(
                    "flexaaa.oidc.client-id is missing; it comes from the provider at " + issuer);
        if (mapping(roles).isEmpty())
            throw new IllegalArgumentException(
                    "flexaaa.oidc.roles is empty, so nobody could sign in; write group=role, as in"
                            + " netops=operator");
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "OidcProperties[issuer=" + issuer + ", clientId=" + clientId + "]";
    }

    public boolean enabled() {
        return issuer != null;
    }

    /** The role that may most of those the groups are mapped to. */
    public Optional<Role> role(Collection<String> groups) {
        return groups.stream()
                .map(mapping(roles)::get)
                .filter(java.util.Objects::nonNull)
                .min(java.util.Comparator.naturalOrder());
    }

    private static Map<String, Role> mapping(List<String> roles) {
        Map<String, Role> all = new LinkedHashMap<>();
        for (String line : roles) {
            int sign = line.lastIndexOf('=');
            String code = line.substring(sign + 1).strip().toLowerCase(Locale.ROOT);
            Role role =
                    Role.ofCode(code)
                            .filter(_ -> sign > 0)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "flexaaa.oidc.roles '"
                                                    + line
                                                    + "' is not group=role; roles are admin,"
                                                    + " operator, auditor"));
            all.put(line.substring(0, sign).strip(), role);
        }
        return all;
    }
}
