package io.flexaaa.server.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where certificates are shown: each use has its own server identity and its own trust. */
public enum TlsUse {
    /** Users and peers in EAP-TLS; the server's side of EAP-TLS, TTLS and PEAP. */
    EAP,
    /** RADIUS over TLS with hubs and proxies. */
    RADSEC;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TlsUse> ofCode(String code) {
        return Arrays.stream(values()).filter(u -> u.code().equals(code)).findFirst();
    }
}
