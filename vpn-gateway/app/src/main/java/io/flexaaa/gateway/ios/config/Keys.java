package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

/** Reads {@code [0|6|7] KEY} places. */
final class Keys {
    private Keys() {}

    /** A clear key; null (and a complaint) when it is written in an encrypted form. */
    static @Nullable ConfigKey read(Match m) {
        return read(m, "enc", "key");
    }

    static @Nullable ConfigKey read(Match m, String form, String label) {
        String type = m.get(form);
        if (type != null && !type.equals("0")) {
            m.complain(
                    form,
                    "a type " + type + " key cannot be read: only the router that wrote it can",
                    "write the key in clear text behind a 0");
            return null;
        }
        return ConfigKey.clear(m.text(label));
    }
}
