package io.flexaaa.server.credential;

import org.jspecify.annotations.Nullable;

/** The keys themselves: answer of generate and of an audited reveal, nowhere else. */
public record PskKeys(
        PskKind kind, @Nullable String symmetric, @Nullable String local, @Nullable String remote) {

    @Override
    public String toString() {
        return "PskKeys[kind=" + kind + "]";
    }
}
