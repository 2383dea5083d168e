package io.flexaaa.server.operator.web;

import io.flexaaa.server.operator.OidcProperties;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The OpenID provider as its discovery document describes it, read at the first sign-in: the server
 * starts and local operators sign in while the provider is away.
 */
@Component
class OidcProvider {
    static final String ID = "oidc";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final OidcProperties properties;
    private final ConsoleUrl console;
    private final AuthenticationProvider tokens = newChecker();
    private volatile @Nullable ClientRegistration known;

    OidcProvider(OidcProperties properties, ConsoleUrl console) {
        this.properties = properties;
        this.console = console;
    }

    /** Exchanges the code and checks the ID token. */
    private static AuthenticationProvider newChecker() {
        var requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(PATIENCE);
        requests.setReadTimeout(PATIENCE);
        var client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(
                RestClient.builder()
                        .requestFactory(requests)
                        .configureMessageConverters(c ->
                                c.disableDefaults()
                                        .addCustomConverter(new FormHttpMessageConverter())
                                        .addCustomConverter(
                                                new OAuth2AccessTokenResponseHttpMessageConverter()))
                        .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                        .build());
        var template = new RestTemplate(requests);
        template.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        var userInfo = new DefaultOAuth2UserService();
        userInfo.setRestOperations(template);
        var users = new OidcUserService();
        users.setOauth2UserService(userInfo);
        var provider = new OidcAuthorizationCodeAuthenticationProvider(client, users);
        var decoders = new OidcIdTokenDecoderFactory();
        decoders.setJwsAlgorithmResolver(OidcProvider::algorithm);
        provider.setJwtDecoderFactory(decoders);
        return provider;
    }

    AuthenticationProvider checker() {
        return tokens;
    }

    /**
     * @throws IllegalArgumentException when there is no discovery document, or it is another's
     */
    ClientRegistration registration() {
        ClientRegistration registration = known;
        if (registration != null) return registration;
        registration =
                ClientRegistrations.fromIssuerLocation(
                                Objects.requireNonNull(properties.issuer(), "issuer"))
                        .registrationId(ID)
                        .clientId(Objects.requireNonNull(properties.clientId(), "client-id"))
                        .clientSecret(properties.clientSecret())
                        .scope(properties.scopes())
                        .redirectUri(console.origin() + OidcController.CALLBACK)
                        .build();
        known = registration;
        return registration;
    }

    /**
     * One algorithm, from what the provider says it signs with: what a token's own header says
     * decides nothing, so neither "none" nor a shared-key algorithm can be slipped in.
     */
    private static SignatureAlgorithm algorithm(ClientRegistration registration) {
        Object said =
                registration
                        .getProviderDetails()
                        .getConfigurationMetadata()
                        .get("id_token_signing_alg_values_supported");
        Collection<?> offered = said instanceof Collection<?> some ? some : List.of();
        for (SignatureAlgorithm a :
                List.of(
                        SignatureAlgorithm.RS256,
                        SignatureAlgorithm.ES256,
                        SignatureAlgorithm.PS256,
                        SignatureAlgorithm.ES384,
                        SignatureAlgorithm.RS512)) if (offered.contains(a.getName())) return a;
        return SignatureAlgorithm.RS256;
    }
}
