package io.flexaaa.server.operator.web;

import io.flexaaa.server.operator.Identity;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.TokenService;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/** Turns the session cookie or the bearer token into the request's identity. */
final class CredentialFilter extends OncePerRequestFilter {
    private final OperatorService operators;
    private final TokenService tokens;

    CredentialFilter(OperatorService operators, TokenService tokens) {
        this.operators = operators;
        this.tokens = tokens;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/api/") && !path.startsWith("/actuator");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        identity(request).ifPresentOrElse(CredentialFilter::signIn, () -> noteWhy(request));
        chain.doFilter(request, response);
    }

    /** A bearer token wins: who sends one means it, and a wrong one must not fall back. */
    private Optional<Identity> identity(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        String bearer = Credentials.bearer(request);
        if (bearer != null) return tokens.byToken(bearer, address);
        String session = Credentials.session(request);
        return session == null ? Optional.empty() : operators.bySession(session, address);
    }

    /** Who holds the secret may know what became of it. */
    private void noteWhy(HttpServletRequest request) {
        String bearer = Credentials.bearer(request);
        String session = Credentials.session(request);
        String why =
                bearer != null
                        ? tokens.whyEnded(bearer)
                        : session == null ? null : operators.whyEnded(session);
        if (why != null) request.setAttribute(Credentials.WHY, why);
    }

    private static void signIn(Identity identity) {
        var authorities =
                identity.permissions().stream()
                        .map(p -> new SimpleGrantedAuthority(p.code()))
                        .toList();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(identity, null, authorities));
        SecurityContextHolder.setContext(context);
    }
}
