package io.flexaaa.server.operator.web;

import io.flexaaa.server.operator.Ceremonies;
import io.flexaaa.server.operator.FederatedResult;
import io.flexaaa.server.operator.OidcProperties;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.Role;
import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Sign-in at an OpenID provider: authorization code with PKCE (OpenID Connect Core §3.1, RFC 7636).
 * It ends in the same session cookie as a password does, or at the sign-in page with a code that
 * says what was wrong.
 */
@Controller
@Hidden
class OidcController {
    static final String BEGIN = "/login/oidc";
    static final String CALLBACK = "/login/oidc/callback";

    /** What OperatorController takes for a name. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

    private static final Logger log = LoggerFactory.getLogger(OidcController.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final OidcProperties properties;
    private final OidcProvider provider;
    private final Ceremonies ceremonies;
    private final OperatorService operators;

    OidcController(
            OidcProperties properties,
            OidcProvider provider,
            Ceremonies ceremonies,
            OperatorService operators) {
        this.properties = properties;
        this.provider = provider;
        this.ceremonies = ceremonies;
        this.operators = operators;
    }

    /** What must be the same when the browser comes back. */
    record Begun(String state, String nonce, String verifier) {
        @Override
        public String toString() {
            return "Begun[]";
        }
    }

    @GetMapping(BEGIN)
    ResponseEntity<Void> begin(HttpServletRequest request, HttpServletResponse response) {
        if (!properties.enabled()) return refused("OIDC_OFF", "flexaaa.oidc.issuer is not set");
        ClientRegistration registration;
        try {
            registration = provider.registration();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return refused("OIDC_UNREACHABLE", String.valueOf(e.getMessage()));
        }
        var resolver =
                new DefaultOAuth2AuthorizationRequestResolver(
                        id -> OidcProvider.ID.equals(id) ? registration : null);
        resolver.setAuthorizationRequestCustomizer(
                OAuth2AuthorizationRequestCustomizers.withPkce());
        OAuth2AuthorizationRequest to =
                Objects.requireNonNull(resolver.resolve(request, OidcProvider.ID));
        Begun begun =
                new Begun(
                        Objects.requireNonNull(to.getState()),
                        text(to, OidcParameterNames.NONCE),
                        text(to, PkceParameterNames.CODE_VERIFIER));
        String handle =
                ceremonies.begin(Ceremonies.Kind.OIDC, null, JSON.writeValueAsString(begun));
        if (handle == null) return refused("OIDC_BUSY", "too many sign-ins have begun");
        SessionCookies.begun(request, response, handle, BEGIN, "Lax");
        return redirect(URI.create(to.getAuthorizationRequestUri()));
    }

    private static String text(OAuth2AuthorizationRequest of, String attribute) {
        return Objects.requireNonNull(of.<String>getAttribute(attribute), attribute);
    }

    @GetMapping(CALLBACK)
    ResponseEntity<Void> callback(
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(name = "error_description", required = false)
                    @Nullable String description,
            HttpServletRequest request,
            HttpServletResponse response) {
        String handle = SessionCookies.handle(request);
        SessionCookies.begun(request, response, "", BEGIN, "Lax");
        Optional<Begun> begun =
                handle == null
                        ? Optional.empty()
                        : ceremonies
                                .take(Ceremonies.Kind.OIDC, null, handle)
                                .map(text -> JSON.readValue(text, Begun.class));
        if (begun.isEmpty())
            return refused("OIDC_STATE", "this browser has begun no sign-in within 5 minutes");
        if (state == null || !begun.get().state().equals(state))
            return refused("OIDC_STATE", "the provider's answer belongs to another sign-in");
        if (error != null || code == null)
            return refused("OIDC_DENIED", "the provider answered " + error + " " + description);
        OidcUser user;
        try {
            user = exchange(begun.get(), code, state);
        } catch (OAuth2AuthenticationException e) {
            return refused("OIDC_TOKEN", e.getError().getErrorCode() + " " + e.getMessage());
        } catch (AuthenticationException | IllegalArgumentException | IllegalStateException e) {
            return refused("OIDC_TOKEN", String.valueOf(e.getMessage()));
        }
        return signIn(user, request, response);
    }

    private OidcUser exchange(Begun begun, String code, String state) {
        ClientRegistration registration = provider.registration();
        String redirect = Objects.requireNonNull(registration.getRedirectUri());
        OAuth2AuthorizationRequest asked =
                OAuth2AuthorizationRequest.authorizationCode()
                        .authorizationUri(
                                Objects.requireNonNull(
                                        registration.getProviderDetails().getAuthorizationUri()))
                        .clientId(registration.getClientId())
                        .redirectUri(redirect)
                        .scopes(registration.getScopes())
                        .state(begun.state())
                        .attributes(a -> {
                            a.put("registration_id", OidcProvider.ID);
                            a.put(OidcParameterNames.NONCE, begun.nonce());
                            a.put(PkceParameterNames.CODE_VERIFIER, begun.verifier());
                        })
                        .build();
        OAuth2AuthorizationResponse answered =
                OAuth2AuthorizationResponse.success(code)
                        .redirectUri(redirect)
                        .state(state)
                        .build();
        var done =
                provider.checker()
                        .authenticate(
                                new OAuth2LoginAuthenticationToken(
                                        registration,
                                        new OAuth2AuthorizationExchange(asked, answered)));
        if (done != null && done.getPrincipal() instanceof OidcUser user) return user;
        throw new IllegalStateException("the provider gave no ID token; is openid in the scopes?");
    }

    private ResponseEntity<Void> signIn(
            OidcUser user, HttpServletRequest request, HttpServletResponse response) {
        Object claimed = user.getClaims().get(properties.nameClaim());
        String name = claimed == null ? "" : claimed.toString();
        if (!name.matches(NAME))
            return refused(
                    "OIDC_NAME",
                    "the claim " + properties.nameClaim() + " holds no account name: " + name);
        Optional<Role> role = properties.role(groups(user.getClaims()));
        if (role.isEmpty())
            return refused(
                    "OIDC_NO_ROLE",
                    name
                            + " has none of the groups of flexaaa.oidc.roles in the claim "
                            + properties.rolesClaim());
        FederatedResult result =
                operators.signInFederated(
                        String.valueOf(user.getIssuer()),
                        Objects.requireNonNull(user.getSubject()),
                        name,
                        role.get(),
                        request.getRemoteAddr());
        return switch (result) {
            case FederatedResult.SignedIn(var session) -> {
                SessionCookies.signedIn(request, response, session.token());
                yield redirect(URI.create("/"));
            }
            case FederatedResult.NameTaken(var taken) ->
                    refused("OIDC_NAME_TAKEN", taken + " is an account of another kind here");
            case FederatedResult.Disabled(var off) ->
                    refused("ACCOUNT_DISABLED", off + " is disabled");
        };
    }

    private List<String> groups(Map<String, Object> claims) {
        Object said = claims.get(properties.rolesClaim());
        if (said instanceof Collection<?> many) return many.stream().map(String::valueOf).toList();
        return said == null ? List.of() : List.of(said.toString());
    }

    /** The page has words for each code; the log has the particulars. */
    private static ResponseEntity<Void> refused(String code, String why) {
        log.warn("oidc sign-in refused code={} {}", code, plain(why));
        return redirect(URI.create("/?signin=" + code));
    }

    private static ResponseEntity<Void> redirect(URI to) {
        return ResponseEntity.status(302).cacheControl(CacheControl.noStore()).location(to).build();
    }

    /** From outside: one line, not too long. */
    private static String plain(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 300 ? line : line.substring(0, 300);
    }
}
