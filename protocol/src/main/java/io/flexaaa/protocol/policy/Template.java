package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A text with placeholders such as {@code ip mtu {{nas.mtu}}}, so that one peer serves every hub it
 * may connect to.
 */
public final class Template {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    /** Whose value a placeholder is. */
    public enum Scope {
        PEER,
        NAS
    }

    /** {@code {{peer.hostname}}}. */
    public record Placeholder(Scope scope, String key) {
        @Override
        public String toString() {
            return OPEN + scope.name().toLowerCase(java.util.Locale.ROOT) + "." + key + CLOSE;
        }
    }

    /** A placeholder without a value. */
    public static final class UnresolvedException extends Exception {
        private final transient Placeholder placeholder;

        UnresolvedException(Placeholder placeholder) {
            super(placeholder + " has no value", null, false, false);
            this.placeholder = placeholder;
        }

        public Placeholder placeholder() {
            return placeholder;
        }
    }

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Value(Placeholder placeholder) implements Part {}
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** Whether a text has anything to fill in. */
    public static boolean in(@Nullable String text) {
        return text != null && text.contains(OPEN);
    }

    public static Template parse(String text) throws DecodeException {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            int open = text.indexOf(OPEN, at);
            if (open < 0) {
                if (at < text.length()) parts.add(new Part.Text(text.substring(at)));
                return new Template(List.copyOf(parts));
            }
            int close = text.indexOf(CLOSE, open);
            if (close < 0)
                throw new DecodeException("placeholder", "'" + OPEN + "' is never closed");
            if (open > at) parts.add(new Part.Text(text.substring(at, open)));
            parts.add(new Part.Value(placeholder(text.substring(open + OPEN.length(), close))));
            at = close + CLOSE.length();
        }
    }

    private static Placeholder placeholder(String inner) throws DecodeException {
        String name = inner.strip();
        int dot = name.indexOf('.');
        String key = name.substring(dot + 1);
        if (dot < 0 || !isKey(key)) {
            throw new DecodeException(
                    "placeholder", "'" + OPEN + name + CLOSE + "' is not peer.KEY or nas.KEY");
        }
        return switch (name.substring(0, dot)) {
            case "peer" -> new Placeholder(Scope.PEER, key);
            case "nas" -> new Placeholder(Scope.NAS, key);
            default ->
                    throw new DecodeException(
                            "placeholder",
                            "'" + OPEN + name + CLOSE + "' begins with neither peer. nor nas.");
        };
    }

    /** What a custom value may be called. */
    public static boolean isKey(String key) {
        return key.matches("[a-z][a-z0-9_-]{0,62}");
    }

    public List<Placeholder> placeholders() {
        List<Placeholder> found = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Value(Placeholder placeholder)) found.add(placeholder);
        }
        return found;
    }

    public String expand(Map<String, String> peer, Map<String, String> nas)
            throws UnresolvedException {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> out.append(text);
                case Part.Value(Placeholder p) -> {
                    String value =
                            switch (p.scope()) {
                                case PEER -> peer.get(p.key());
                                case NAS -> nas.get(p.key());
                            };
                    if (value == null) throw new UnresolvedException(p);
                    out.append(value);
                }
            }
        }
        return out.toString();
    }
}
