package io.flexaaa.server.console.web;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The console's one page, for the root and for every deep link. Each response carries a nonce of
 * its own, which the page's style sheets made at run time must show.
 */
@Controller
class ConsoleController {
    static final String PLACEHOLDER = "__CSP_NONCE__";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String page = load();

    /** First path segments that are not the console's stay out; so does anything with a dot. */
    @GetMapping(
            path = {
                "/",
                "/index.html",
                "/{first:(?!api$|assets$|actuator$)[^.]*}",
                "/{first:(?!api$|assets$|actuator$)[^.]*}/**"
            },
            produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page() {
        byte[] octets = new byte[16];
        RANDOM.nextBytes(octets);
        String nonce = Base64.getEncoder().withoutPadding().encodeToString(octets);
        return ResponseEntity.ok()
                .header("Content-Security-Policy", policy(nonce))
                // Set here, or Spring names the page f.txt when a peer's name ends like a file's.
                .header("Content-Disposition", "inline")
                .cacheControl(CacheControl.noStore())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(page.replace(PLACEHOLDER, nonce));
    }

    static String policy(String nonce) {
        return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
                + nonce
                + "'; style-src-attr 'none'; img-src 'self' data:; font-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'";
    }

    /** A build without the UI still serves the API, and says why there is no page. */
    private static String load() {
        ClassPathResource built = new ClassPathResource("static/index.html");
        if (!built.exists())
            return """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>FlexAAA</title></head>
            <body><h1>FlexAAA</h1><p>This build has no console (it was built with -DskipUi).
            The API is at <a href="/api/openapi.json">/api/openapi.json</a>.</p></body></html>
            """;
        try {
            return built.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the console's index.html cannot be read", e);
        }
    }
}
