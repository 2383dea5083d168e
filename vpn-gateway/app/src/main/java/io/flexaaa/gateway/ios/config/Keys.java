package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

/** Reads {@code [0|6|7] KEY} places. */
final class Keys {
    private Keys() {}

    /** The key; null (and a complaint) when it is written in a form that we cannot open. */
    static @Nullable ConfigKey read(Match m) {
        return read(m, "enc", "key");
    }

    static @Nullable ConfigKey read(Match m, String form, String label) {
        String type = m.get(form);
        String text = m.text(label);
        m.keyPlace(form, label);
        if (type != null && type.equals("6") && text.startsWith(MasterKey.PREFIX)) {
            return open(m, form, text);
        }
        if (type != null && !type.equals("0")) {
            m.complain(
                    form,
                    "a type " + type + " key cannot be read: only the router that wrote it can",
                    "write the key in clear text behind a 0");
            return null;
        }
        return ConfigKey.clear(text);
    }

    private static @Nullable ConfigKey open(Match m, String form, String sealed) {
        MasterKey master = m.masterKey();
        String clear = master == null ? null : master.open(sealed);
        if (clear != null) {
            return new ConfigKey(ConfigKey.Form.CLEAR, clear, sealed);
        }
        m.complain(
                form,
                master == null
                        ? "a type 6 key needs the master key it was sealed with"
                        : "this type 6 key was sealed with another master key, or was changed",
                master == null
                        ? "start with --master-key FILE, or write the key in clear behind a 0"
                        : "give the right --master-key FILE, or write the key in clear behind a 0");
        return null;
    }
}
