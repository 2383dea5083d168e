package io.flexaaa.server.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** ETag and If-Match over an object's version number. */
public final class Versions {
    private Versions() {}

    public static <T> ResponseEntity<T> answer(T body, long version) {
        return ResponseEntity.ok().eTag("\"" + version + "\"").body(body);
    }

    /** The version named by If-Match; null when absent or {@code *}. */
    public static @Nullable Long expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank() || ifMatch.trim().equals("*")) return null;
        String text = ifMatch.trim();
        if (text.startsWith("W/")) text = text.substring(2);
        try {
            return Long.valueOf(text.replace("\"", ""));
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(
                    "If-Match",
                    ifMatch,
                    "this is no version of ours",
                    "send the ETag of the last GET unchanged");
        }
    }
}
