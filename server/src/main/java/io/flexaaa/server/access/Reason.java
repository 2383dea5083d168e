package io.flexaaa.server.access;

import java.util.Locale;

/** Why a request was refused. The code is in log, API, console and metric label alike. */
public enum Reason {
    NO_USER_NAME("the request names nobody", "send exactly one User-Name"),
    MALFORMED_PASSWORD(
            "the User-Password cannot be decoded",
            "compare the shared secret with the hub's radius server key"),
    MIXED_CREDENTIALS(
            "the request carries more than one kind of credential",
            "send one User-Password, or CHAP, or EAP, not several"),
    NO_PASSWORD(
            "the request has no User-Password",
            "FlexVPN look-ups carry the authorization password, cisco unless configured"),
    EAP_NOT_SERVED(
            "EAP was asked for, and no EAP method is served yet",
            "use a PSK or certificates for this profile"),
    HUMAN_LOGIN(
            "this is a person's login, and there are no human users here",
            "send device logins to another AAA server group"),
    LOOKUP_PASSWORD_AT_LOGIN(
            "a login tried the authorization password of look-ups",
            "look-ups have Service-Type Outbound or FlexVPN AV pairs; a login never succeeds with"
                    + " this password"),
    WRONG_AUTHORIZATION_PASSWORD(
            "the look-up has the wrong authorization password",
            "set the NAS's authorization password to what keyring aaa and aaa authorization use"),
    UNKNOWN_PEER("there is no peer of that name", "create the peer, or correct the name-mangler"),
    UNKNOWN_GROUP(
            "there is no group of that name", "create the group, or correct its name on the hub"),
    PEER_DISABLED("the peer is disabled", "enable it under Peers"),
    PEER_EXPIRED("the peer's validity is over", "extend valid-until under Peers"),
    PSK_EXPIRED("the peer's PSK has expired", "generate a new PSK and configure it on the spoke"),
    PSK_UNREADABLE(
            "the peer's PSK cannot be opened with this master key",
            "start with the master key file the database came with, or set the PSK anew"),
    REPLY_TOO_LARGE(
            "the reply would exceed 4096 octets",
            "move AV pairs from the peer to its group, or shorten them");

    private final String sentence;
    private final String cure;

    Reason(String sentence, String cure) {
        this.sentence = sentence;
        this.cure = cure;
    }

    /** Stable; as in {@code peer-disabled}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String sentence() {
        return sentence;
    }

    public String cure() {
        return cure;
    }
}
