package io.flexaaa.server.dynauth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.flexaaa.server.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** What a NAS can find a session by (RFC 5176 §3). */
public enum SessionIdentifier {
    AUDIT_SESSION_ID,
    ACCT_SESSION_ID,
    FRAMED_IP_ADDRESS,
    USER_NAME,
    CALLING_STATION_ID;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static SessionIdentifier of(String text) {
        return valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether only one session of a NAS can have it; an address or a name can be a successor's. */
    boolean unique() {
        return this == AUDIT_SESSION_ID || this == ACCT_SESSION_ID;
    }

    /** What this session has of it, or null. */
    @Nullable String of(Session session) {
        return switch (this) {
            case AUDIT_SESSION_ID -> session.auditSessionId();
            case ACCT_SESSION_ID ->
                    session.acctSessionId().isEmpty() ? null : session.acctSessionId();
            case FRAMED_IP_ADDRESS -> session.framedIp();
            case USER_NAME -> session.userName().isEmpty() ? null : session.userName();
            case CALLING_STATION_ID -> session.callingStationId();
        };
    }
}
