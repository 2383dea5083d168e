package io.flexaaa.server.operator.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/** Where a request carries its credential. */
final class Credentials {
    static final String COOKIE = "FLEXAAA_SESSION";

    /** Request attribute: the code that says why a credential which was good is not any more. */
    static final String WHY = "io.flexaaa.server.credential-ended";

    private static final String BEARER = "Bearer ";

    private Credentials() {}

    static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            return null;
        return header.substring(BEARER.length()).trim();
    }

    static @Nullable String session(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) return null;
        for (Cookie cookie : cookies) if (cookie.getName().equals(COOKIE)) return cookie.getValue();
        return null;
    }
}
