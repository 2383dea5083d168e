package io.flexaaa.server.notify;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** An endpoint as an operator writes it. An absent secret keeps the stored one. */
public record WebhookWrite(
        @Nullable String url,
        @Nullable List<String> events,
        @Nullable String secret,
        @Nullable Boolean enabled) {
    @Override
    public String toString() {
        return "WebhookWrite[events=" + events + "]";
    }
}
