package io.flexaaa.server.operator.web;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import java.net.URI;

/**
 * Where browsers find the console: {@code flexaaa.console-url}. Not taken from the Host header, for
 * passkeys and redirects are bound to it.
 */
@Component
final class ConsoleUrl {
    private final Environment environment;

    ConsoleUrl(Environment environment) {
        this.environment = environment;
        String set = environment.getProperty("flexaaa.console-url", "");
        if (!set.isBlank() && !set.matches("https?://[^/?#@\\s]+"))
            throw new IllegalArgumentException(
                    "flexaaa.console-url '"
                            + set
                            + "' is not scheme, host and port; write it as"
                            + " https://aaa.example.com");
    }

    /** As a browser's Origin: no slash at the end. */
    String origin() {
        String set = environment.getProperty("flexaaa.console-url", "");
        return set.isBlank()
                ? "http://localhost:" + environment.getProperty("local.server.port", "8080")
                : set;
    }

    /** The relying party of passkeys. */
    String host() {
        return URI.create(origin()).getHost();
    }

    boolean secure() {
        return origin().startsWith("https:");
    }
}
