package io.flexaaa.server.user;

import com.fasterxml.jackson.annotation.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** How a user's password is kept, and so which methods can check it. */
public enum PasswordStorage {
    /** Argon2id: nobody can read it back. Only methods that hand over the password can use it. */
    HASH(List.of("pap", "eap-gtc", "eap-ttls-pap")),

    /** Sealed with the master key: CHAP and MS-CHAP compute with the password itself. */
    REVERSIBLE(
            List.of(
                    "pap",
                    "chap",
                    "ms-chap-v2",
                    "eap-gtc",
                    "eap-md5",
                    "eap-mschapv2",
                    "eap-ttls-pap",
                    "eap-ttls-mschapv2",
                    "peap-mschapv2")),

    /** No password: nobody logs in with this name, but a hub can ask for its attributes. */
    NONE(List.of());

    private final List<String> methods;

    PasswordStorage(List<String> methods) {
        this.methods = methods;
    }

    public List<String> methods() {
        return methods;
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PasswordStorage of(@Nullable String hash, byte @Nullable [] sealed) {
        if (sealed != null) return REVERSIBLE;
        return hash != null ? HASH : NONE;
    }
}
