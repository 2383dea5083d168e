package io.flexaaa.gateway.telemetry;

/**
 * Why the gateway refused or ended something. The name is the stable code: logs, show commands,
 * metric labels and tests use it, so a constant is never renamed.
 */
public enum Reason {
    AAA_REJECTED,
    AAA_NO_ANSWER,
    AAA_NOT_CONFIGURED,
    AAA_BAD_REPLY,
    PSK_MISSING,
    CERTIFICATE_REFUSED,
    EAP_REJECTED,
    EAP_BAD_REPLY,
    LOGIN_REJECTED,
    LOGIN_MALFORMED,
    RECONNECT_UNKNOWN,
    GROUP_UNKNOWN,
    NAME_MANGLER_NO_RESULT,
    POLICY_INVALID,
    POOL_UNKNOWN,
    POOL_EXHAUSTED,
    ADDRESS_IN_USE,
    ADDRESS_MISSING,
    DHCP_NO_ANSWER,
    DHCP_REFUSED,
    DHCP_UNUSABLE,
    TEMPLATE_UNKNOWN,
    TUNNEL_MODE_MISMATCH,
    INTERFACE_COMMAND_UNKNOWN,
    INTERFACE_COMMAND_INVALID,
    ACCESS_LIST_UNKNOWN,
    ACCESS_LIST_INVALID,
    INTERFACE_FAILED,
    SA_INSTALL_FAILED,
    ROUTE_FAILED,
    SESSION_LIMIT;

    /** The peer is told INTERNAL_ADDRESS_FAILURE (RFC 7296 §3.15.4) rather than a failed login. */
    public boolean aboutAddress() {
        return this == POOL_UNKNOWN
                || this == POOL_EXHAUSTED
                || this == ADDRESS_IN_USE
                || this == ADDRESS_MISSING
                || this == DHCP_NO_ANSWER
                || this == DHCP_REFUSED
                || this == DHCP_UNUSABLE;
    }
}
