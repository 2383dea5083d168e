package io.flexaaa.server.operator.web;

import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.TokenService;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemWriter;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * One chain for all of HTTP. Who is calling is decided by {@link CredentialFilter}; which
 * permission a REST handler needs is decided by {@link PermissionInterceptor} from the handler's
 * own annotation.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    static final String CSRF_COOKIE = "XSRF-TOKEN";
    static final String CSRF_HEADER = "X-XSRF-TOKEN";

    @Bean
    SecurityFilterChain http(
            HttpSecurity http, OperatorService operators, TokenService tokens, ProblemWriter out) {
        return http.addFilterBefore(new CredentialFilter(operators, tokens), CsrfFilter.class)
                .authorizeHttpRequests(a ->
                        a.requestMatchers("/actuator/health", "/actuator/health/**")
                                .permitAll()
                                .requestMatchers("/actuator/**")
                                .hasAuthority(Permission.LOG_READ.code())
                                .requestMatchers("/api/openapi.json", "/api/openapi.json/**")
                                .permitAll()
                                // PermissionInterceptor refuses what is not ANYONE's.
                                .requestMatchers(
                                        "/api/v1/session", "/api/v1/session/*", "/api/v1/health")
                                .permitAll()
                                .requestMatchers("/api/**")
                                .authenticated()
                                // The console's page and files hold nothing secret.
                                .anyRequest()
                                .permitAll())
                .csrf(csrf ->
                        csrf.spa()
                                .csrfTokenRepository(csrfCookie())
                                .ignoringRequestMatchers(SecurityConfiguration::cannotBeForged))
                // Every request shows its credential; there is no servlet session, and the CSRF
                // token must not change with each request as it does on a sign-in of Spring's own.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(c ->
                        c.securityContextRepository(
                                new RequestAttributeSecurityContextRepository()))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(h ->
                        h.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                                .referrerPolicy(r -> r.policy(ReferrerPolicy.NO_REFERRER))
                                // For everything but the console's page, which sets its own.
                                .contentSecurityPolicy(c ->
                                        c.policyDirectives(
                                                "default-src 'none';" + " frame-ancestors 'none'")))
                .exceptionHandling(e ->
                        e.authenticationEntryPoint(signInFirst(out))
                                .accessDeniedHandler(denied(out)))
                .build();
    }

    /** Spring would otherwise invent a user of its own; ours live in {@link OperatorService}. */
    @Bean
    UserDetailsService noOtherUsers() {
        return name -> {
            throw new UsernameNotFoundException("operators sign in at /api/v1/session");
        };
    }

    /**
     * A browser adds no Authorization header by itself. Signing in is safe because it takes only
     * {@code application/json}, which a foreign page cannot send without asking (CORS) first.
     */
    private static boolean cannotBeForged(HttpServletRequest request) {
        return Credentials.bearer(request) != null
                || (HttpMethod.POST.matches(request.getMethod())
                        && ((request.getRequestURI().equals("/api/v1/session")
                                        || request.getRequestURI()
                                                .startsWith("/api/v1/session/passkey"))
                                // OCSP changes nothing.
                                || request.getRequestURI().equals("/ocsp")));
    }

    private static CookieCsrfTokenRepository csrfCookie() {
        CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
        repository.setCookieName(CSRF_COOKIE);
        repository.setHeaderName(CSRF_HEADER);
        repository.setCookiePath("/");
        repository.setCookieCustomizer(c -> c.sameSite("Strict"));
        return repository;
    }

    private static AuthenticationEntryPoint signInFirst(ProblemWriter out) {
        return (request, response, e) -> {
            out.write(response, unauthenticated(request));
        };
    }

    static ProblemBody unauthenticated(HttpServletRequest request) {
        Object ended = request.getAttribute(Credentials.WHY);
        if (ended != null) {
            String why = ended.toString();
            String detail =
                    switch (why) {
                        case "TOKEN_REVOKED" -> "this token was revoked; make a new one";
                        case "TOKEN_EXPIRED" -> "this token has expired; make a new one";
                        case "ACCOUNT_DISABLED" ->
                                "the account is disabled; an administrator can enable it";
                        case "SESSION_EXPIRED", "SESSION_IDLE" ->
                                "the session has ended; sign in again";
                        default -> "the credential has ended; sign in again";
                    };
            return ProblemBody.of(HttpStatus.UNAUTHORIZED, why, detail);
        }
        boolean hadCredential =
                Credentials.bearer(request) != null || Credentials.session(request) != null;
        return ProblemBody.of(
                HttpStatus.UNAUTHORIZED,
                "UNAUTHENTICATED",
                hadCredential
                        ? "the session or token is unknown or has ended; sign in again or make a"
                                + " new token"
                        : "sign in with POST /api/v1/session or send Authorization: Bearer"
                                + " <token>");
    }

    private static AccessDeniedHandler denied(ProblemWriter out) {
        return (request, response, e) -> {
            boolean known = SecurityContextHolder.getContext().getAuthentication() != null;
            if (e instanceof CsrfException && !known) {
                // Signing in is what is missing; the header would not help.
                out.write(response, unauthenticated(request));
                return;
            }
            String detail =
                    e instanceof CsrfException
                            ? "send the value of the cookie "
                                    + CSRF_COOKIE
                                    + " in the header "
                                    + CSRF_HEADER
                            : "missing permission: "
                                    + Permission.LOG_READ.code()
                                    + "; an administrator can grant it";
            String code = e instanceof CsrfException ? "CSRF" : "FORBIDDEN";
            out.write(response, ProblemBody.of(HttpStatus.FORBIDDEN, code, detail));
        };
    }
}
