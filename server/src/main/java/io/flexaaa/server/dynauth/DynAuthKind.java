package io.flexaaa.server.dynauth;

import com.fasterxml.jackson.annotation.JsonValue;

import io.flexaaa.protocol.radius.Code;

import java.util.Locale;

/** The two requests of RFC 5176. */
public enum DynAuthKind {
    DISCONNECT(Code.DISCONNECT_REQUEST),
    COA(Code.COA_REQUEST);

    private final Code code;

    DynAuthKind(Code code) {
        this.code = code;
    }

    Code code() {
        return code;
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
