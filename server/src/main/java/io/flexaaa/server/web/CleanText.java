package io.flexaaa.server.web;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Text that PostgreSQL and a log can keep: JSON may escape a NUL or half a surrogate pair, UTF-8
 * text cannot hold either. A number is no text: 007 would come back as 7.
 */
final class CleanText extends StdScalarDeserializer<String> {
    CleanText() {
        super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser in, DeserializationContext context) {
        if (!in.hasToken(JsonToken.VALUE_STRING))
            return (String) context.handleUnexpectedToken(getValueType(context), in);
        String text = in.getString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || lone(text, i))
                throw context.weirdStringException(
                        "", String.class, c == 0 ? "holds a NUL" : "holds half a character");
        }
        return text;
    }

    private static boolean lone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c))
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
