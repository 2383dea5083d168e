package io.flexaaa.protocol.radius;

/** Attribute numbers that code names; every other attribute is known to {@link Dictionary} only. */
public final class Attr {
    public static final int USER_NAME = 1;
    public static final int USER_PASSWORD = 2;
    public static final int CHAP_PASSWORD = 3;
    public static final int NAS_IP_ADDRESS = 4;
    public static final int NAS_PORT = 5;
    public static final int SERVICE_TYPE = 6;
    public static final int FRAMED_PROTOCOL = 7;
    public static final int FRAMED_IP_ADDRESS = 8;
    public static final int FRAMED_IP_NETMASK = 9;
    public static final int FILTER_ID = 11;
    public static final int FRAMED_MTU = 12;
    public static final int REPLY_MESSAGE = 18;
    public static final int STATE = 24;
    public static final int CLASS = 25;
    public static final int VENDOR_SPECIFIC = 26;
    public static final int SESSION_TIMEOUT = 27;
    public static final int IDLE_TIMEOUT = 28;
    public static final int TERMINATION_ACTION = 29;
    public static final int CALLED_STATION_ID = 30;
    public static final int CALLING_STATION_ID = 31;
    public static final int NAS_IDENTIFIER = 32;
    public static final int PROXY_STATE = 33;
    public static final int ACCT_STATUS_TYPE = 40;
    public static final int ACCT_DELAY_TIME = 41;
    public static final int ACCT_INPUT_OCTETS = 42;
    public static final int ACCT_OUTPUT_OCTETS = 43;
    public static final int ACCT_SESSION_ID = 44;
    public static final int ACCT_AUTHENTIC = 45;
    public static final int ACCT_SESSION_TIME = 46;
    public static final int ACCT_INPUT_PACKETS = 47;
    public static final int ACCT_OUTPUT_PACKETS = 48;
    public static final int ACCT_TERMINATE_CAUSE = 49;
    public static final int ACCT_INPUT_GIGAWORDS = 52;
    public static final int ACCT_OUTPUT_GIGAWORDS = 53;
    public static final int EVENT_TIMESTAMP = 55;
    public static final int CHAP_CHALLENGE = 60;
    public static final int NAS_PORT_TYPE = 61;
    public static final int TUNNEL_TYPE = 64;
    public static final int TUNNEL_MEDIUM_TYPE = 65;
    public static final int TUNNEL_PASSWORD = 69;
    public static final int EAP_MESSAGE = 79;
    public static final int MESSAGE_AUTHENTICATOR = 80;
    public static final int ACCT_INTERIM_INTERVAL = 85;
    public static final int NAS_PORT_ID = 87;
    public static final int FRAMED_POOL = 88;
    public static final int CHARGEABLE_USER_IDENTITY = 89;
    public static final int NAS_IPV6_ADDRESS = 95;
    public static final int FRAMED_IPV6_PREFIX = 97;
    public static final int FRAMED_IPV6_POOL = 100;
    public static final int ERROR_CAUSE = 101;
    public static final int DELEGATED_IPV6_PREFIX = 123;
    public static final int FRAMED_IPV6_ADDRESS = 168;

    public static final int VENDOR_CISCO = 9;
    public static final int VENDOR_MICROSOFT = 311;

    /** Cisco-AVPair, sub-attribute 1 of vendor 9. */
    public static final int CISCO_AVPAIR = 1;

    /** Service-Type Outbound (RFC 2865 §5.6): what a hub asks for keys and authorization with. */
    public static final int SERVICE_TYPE_OUTBOUND = 5;

    public static final int SERVICE_TYPE_LOGIN = 1;
    public static final int SERVICE_TYPE_FRAMED = 2;
    public static final int NAS_PORT_TYPE_VIRTUAL = 5;

    /** Acct-Status-Type values (RFC 2866 §5.1). */
    public static final int ACCT_START = 1;

    public static final int ACCT_STOP = 2;
    public static final int ACCT_INTERIM = 3;
    public static final int ACCT_ON = 7;
    public static final int ACCT_OFF = 8;

    /** RFC 2867 §3.1.3: a tunnel was refused. */
    public static final int ACCT_TUNNEL_REJECT = 11;

    /** Tunnel-Type ESP and Tunnel-Medium-Type IPv4 (RFC 2868 §3.1, §3.2). */
    public static final int TUNNEL_TYPE_ESP = 9;

    public static final int TUNNEL_MEDIUM_IPV4 = 1;

    private Attr() {}
}
