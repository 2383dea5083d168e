package io.flexaaa.protocol.radius;

import org.jspecify.annotations.Nullable;

/** Error-Cause (attribute 101) values of RFC 5176 §3.5. */
public enum ErrorCause {
    RESIDUAL_CONTEXT_REMOVED(201, "Residual-Context-Removed"),
    INVALID_EAP_PACKET(202, "Invalid-EAP-Packet"),
    UNSUPPORTED_ATTRIBUTE(401, "Unsupported-Attribute"),
    MISSING_ATTRIBUTE(402, "Missing-Attribute"),
    NAS_IDENTIFICATION_MISMATCH(403, "NAS-Identification-Mismatch"),
    INVALID_REQUEST(404, "Invalid-Request"),
    UNSUPPORTED_SERVICE(405, "Unsupported-Service"),
    UNSUPPORTED_EXTENSION(406, "Unsupported-Extension"),
    INVALID_ATTRIBUTE_VALUE(407, "Invalid-Attribute-Value"),
    ADMINISTRATIVELY_PROHIBITED(501, "Administratively-Prohibited"),
    PROXY_REQUEST_NOT_ROUTABLE(502, "Proxy-Request-Not-Routable"),
    SESSION_CONTEXT_NOT_FOUND(503, "Session-Context-Not-Found"),
    SESSION_CONTEXT_NOT_REMOVABLE(504, "Session-Context-Not-Removable"),
    PROXY_PROCESSING_ERROR(505, "Proxy-Processing-Error"),
    RESOURCES_UNAVAILABLE(506, "Resources-Unavailable"),
    REQUEST_INITIATED(507, "Request-Initiated"),
    MULTIPLE_SESSION_SELECTION_UNSUPPORTED(508, "Multiple-Session-Selection-Unsupported");

    private final int value;
    private final String label;

    ErrorCause(int value, String label) {
        this.value = value;
        this.label = label;
    }

    public int value() {
        return value;
    }

    public String label() {
        return label;
    }

    public static @Nullable ErrorCause of(int value) {
        for (ErrorCause cause : values()) {
            if (cause.value == value) return cause;
        }
        return null;
    }
}
