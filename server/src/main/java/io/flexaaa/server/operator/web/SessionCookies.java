package io.flexaaa.server.operator.web;

import io.flexaaa.server.operator.Ceremonies;
import io.flexaaa.server.operator.OperatorService;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;

import java.time.Duration;

/** The cookies of a sign-in: the session itself, and the handle of one that has begun. */
final class SessionCookies {
    static final String CEREMONY = "FLEXAAA_SIGN_IN";

    private SessionCookies() {}

    /** Also shows the CSRF cookie, which the first write has to repeat. */
    static void signedIn(HttpServletRequest request, HttpServletResponse response, String token) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken csrf)
            csrf.getToken();
        // Not in a ResponseEntity: its Set-Cookie would replace that of the CSRF token.
        add(response, session(request, token, OperatorService.SESSION_LIFETIME));
    }

    static String expired(HttpServletRequest request) {
        return session(request, "", Duration.ZERO).toString();
    }

    private static ResponseCookie session(
            HttpServletRequest request, String value, Duration lifetime) {
        return ResponseCookie.from(Credentials.COOKIE, value)
                .httpOnly(true)
                .sameSite("Strict")
                // Behind a TLS proxy the forwarded scheme says https; on plain loopback it cannot
                // be.
                .secure(request.isSecure())
                .path("/")
                .maxAge(lifetime)
                .build();
    }

    /**
     * @param sameSite Lax where another site sends the browser back, else Strict
     */
    static void begun(
            HttpServletRequest request,
            HttpServletResponse response,
            String handle,
            String path,
            String sameSite) {
        add(
                response,
                ResponseCookie.from(CEREMONY, handle)
                        .httpOnly(true)
                        .sameSite(sameSite)
                        .secure(request.isSecure())
                        .path(path)
                        .maxAge(handle.isEmpty() ? Duration.ZERO : Ceremonies.LIFETIME)
                        .build());
    }

    static @Nullable String handle(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) return null;
        for (Cookie c : cookies) if (c.getName().equals(CEREMONY)) return c.getValue();
        return null;
    }

    private static void add(HttpServletResponse response, ResponseCookie cookie) {
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
