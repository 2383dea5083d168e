package io.flexaaa.server.operator.oidc;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.filter.OncePerRequestFilter;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Spring Authorization Server on a port of its own, honest until told otherwise. */
final class TestProvider implements AutoCloseable {
    /** Who may sign in there, and the groups in the token. */
    static final Map<String, List<String>> GROUPS =
            Map.of(
                    "olga", List.of("netops"),
                    "adam", List.of("everybody", "netops", "aaa-admins"),
                    "nora", List.of("everybody"),
                    "test-auditor", List.of("netops"));

    /** What is wrong with the ID tokens it gives. */
    enum Fault {
        NONE,
        ISSUER,
        AUDIENCE,
        NONCE,
        EXPIRED,
        ALG_NONE,
        OTHER_KEY
    }

    private static volatile Fault fault = Fault.NONE;
    private static volatile Map<String, List<String>> groups = GROUPS;
    private final AnnotationConfigServletWebServerApplicationContext context;

    TestProvider(int port, String issuer, String clientSecret, String redirect) {
        context = new AnnotationConfigServletWebServerApplicationContext();
        context.registerBean(
                TomcatServletWebServerFactory.class, () -> new TomcatServletWebServerFactory(port));
        context.registerBean(
                AuthorizationServerSettings.class,
                () -> AuthorizationServerSettings.builder().issuer(issuer).build());
        context.registerBean(
                RegisteredClientRepository.class,
                () ->
                        new InMemoryRegisteredClientRepository(
                                RegisteredClient.withId("1")
                                        .clientId("flexaaa")
                                        .clientSecret("{noop}" + clientSecret)
                                        .clientAuthenticationMethod(
                                                ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                                        .authorizationGrantType(
                                                AuthorizationGrantType.AUTHORIZATION_CODE)
                                        .redirectUri(redirect)
                                        .scope("openid")
                                        .scope("profile")
                                        .scope("email")
                                        .clientSettings(
                                                ClientSettings.builder()
                                                        .requireProofKey(true)
                                                        .requireAuthorizationConsent(false)
                                                        .build())
                                        .build()));
        // Tomcat asks no filter about a path without a servlet.
        context.registerBean(HttpServlet.class, Nothing::new);
        context.register(Beans.class);
        context.refresh();
    }

    void gives(Fault wrong) {
        fault = wrong;
    }

    void groups(Map<String, List<String>> now) {
        groups = now;
    }

    @Override
    public void close() {
        fault = Fault.NONE;
        groups = GROUPS;
        context.close();
    }

    private static final class Nothing extends HttpServlet {
        private static final long serialVersionUID = 1L;
    }

    /** Takes people at their word: {@code Authorization: Basic name:name}. */
    private static final class AtTheDesk extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String basic = request.getHeader("Authorization");
            if (request.getRequestURI().equals("/oauth2/authorize") && basic != null) {
                byte[] both = Base64.getDecoder().decode(basic.substring("Basic ".length()));
                String name = new String(both, StandardCharsets.UTF_8).replaceFirst(":.*", "");
                var context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(
                                name,
                                null,
                                List.of(
                                        FactorGrantedAuthority.fromAuthority(
                                                FactorGrantedAuthority.PASSWORD_AUTHORITY))));
                SecurityContextHolder.setContext(context);
            }
            chain.doFilter(request, response);
        }
    }

    /** Not a component: the server under test must not find it. */
    @EnableWebSecurity
    static class Beans {
        @Bean
        SecurityFilterChain all(HttpSecurity http) {
            return http.with(new OAuth2AuthorizationServerConfigurer(), s -> s.oidc(withDefaults()))
                    .authorizeHttpRequests(a -> a.anyRequest().authenticated())
                    .oauth2ResourceServer(r -> r.jwt(withDefaults()))
                    // Before the authorization endpoint, which asks who is there.
                    .addFilterBefore(new AtTheDesk(), HeaderWriterFilter.class)
                    .build();
        }

        @Bean
        JWKSource<SecurityContext> keys() throws Exception {
            return new ImmutableJWKSet<>(new JWKSet(key()));
        }

        private static RSAKey key() throws Exception {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey((RSAPrivateKey) pair.getPrivate())
                    .keyID("1")
                    .build();
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        JwtEncoder encoder(JWKSource<SecurityContext> keys) throws Exception {
            JwtEncoder honest = new NimbusJwtEncoder(keys);
            JwtEncoder stranger = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key())));
            return parameters -> {
                boolean idToken = parameters.getClaims().hasClaim("nonce");
                if (idToken && fault == Fault.ALG_NONE) return unsigned(parameters);
                if (idToken && fault == Fault.OTHER_KEY) return stranger.encode(parameters);
                return honest.encode(parameters);
            };
        }

        private static Jwt unsigned(JwtEncoderParameters parameters) {
            Map<String, Object> claims = new TreeMap<>(parameters.getClaims().getClaims());
            claims.replaceAll((_, v) ->
                    v instanceof Instant at
                            ? at.getEpochSecond()
                            : v instanceof java.net.URL url ? url.toString() : v);
            String token =
                    base64("{\"alg\":\"none\"}")
                            + "."
                            + base64(JsonMapper.shared().writeValueAsString(claims))
                            + ".";
            return new Jwt(
                    token,
                    parameters.getClaims().getIssuedAt(),
                    parameters.getClaims().getExpiresAt(),
                    Map.of("alg", "none"),
                    parameters.getClaims().getClaims());
        }

        private static String base64(String text) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return token -> {
                if (!token.getTokenType().getValue().equals("id_token")) return;
                Authentication principal = token.getPrincipal();
                String user = Objects.requireNonNull(principal).getName();
                var claims = token.getClaims();
                claims.claim("preferred_username", user);
                claims.claim("groups", groups.getOrDefault(user, List.of()));
                Instant now = Instant.now();
                switch (fault) {
                    case ISSUER -> claims.issuer("http://127.0.0.1:9");
                    case AUDIENCE -> claims.audience(List.of("another-client"));
                    case NONCE -> claims.claim("nonce", "of-another-sign-in");
                    case EXPIRED ->
                            claims.issuedAt(now.minusSeconds(7200))
                                    .expiresAt(now.minusSeconds(3600));
                    case NONE, ALG_NONE, OTHER_KEY -> {}
                }
            };
        }
    }
}
