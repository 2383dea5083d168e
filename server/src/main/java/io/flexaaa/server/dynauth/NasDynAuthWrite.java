package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Settings of dynamic authorization as an operator writes them. An absent secret keeps the stored
 * one, an empty one takes it away (the RADIUS secret is used). Absent identifiers are the defaults.
 */
public record NasDynAuthWrite(
        @Nullable String secret,
        @Nullable List<List<String>> identifiers,
        @Nullable Boolean messageAuthenticator,
        @Nullable Boolean overRadSec) {

    @Override
    public String toString() {
        return "NasDynAuthWrite[identifiers=" + identifiers + "]";
    }
}
