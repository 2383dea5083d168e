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
    MALFORMED_CHAP(
            "the CHAP or MS-CHAP attributes are malformed",
            "a response goes with a challenge, each of the length its RFC says; look at the NAS"),
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
    UNKNOWN_USER("there is no user of that name", "create the user, or correct the name"),
    USER_DISABLED("the user is disabled", "enable the user under Users"),
    USER_EXPIRED("the user's validity is over", "extend valid-until under Users"),
    USER_UNREADABLE(
            "the user's secrets cannot be opened with this master key",
            "start with the master key file the database came with, or set the password anew"),
    USER_LOCKED(
            "the user is locked after failed logins",
            "wait until the lock ends, or release it under Users"),
    NO_USER_PASSWORD("the user has no password", "set one under Users, or use certificates"),
    WRONG_PASSWORD("the password is wrong", "compare it with what the device has; set a new one"),
    PASSWORD_NOT_REVERSIBLE(
            "the method computes with the password itself, and only its hash is kept",
            "store the password reversibly, or use PAP"),
    MS_CHAP_V1_NOT_SERVED(
            "MS-CHAP version 1 was asked for, whose answers give the password's hash away",
            "use MS-CHAPv2; flexaaa.login.ms-chap-v1=true serves version 1 all the same"),
    ONE_TIME_CODE_NEEDED(
            "the user has a second factor, and this method cannot ask for a one-time code",
            "append the code to the password, or use PAP or CHAP"),
    WRONG_CODE("the one-time code is wrong", "compare the device's clock with the server's"),
    CODE_USED("the one-time code was used before", "wait for the next code; each one serves once"),
    LOGIN_STATE_UNKNOWN(
            "the State is none of this user's at this NAS, or it is too old",
            "log in again; the answer to a challenge may take flexaaa.login.challenge-seconds"),
    LOGIN_STATE_USED(
            "the State was answered before",
            "log in again; look for a NAS that repeats requests under new identifiers"),
    TEMPLATE_UNRESOLVED(
            "a placeholder of its AV pairs has no value here",
            "give the NAS or the peer that value, or take the placeholder out"),
    POOL_EXHAUSTED(
            "its address pool is exhausted",
            "widen the pool, or free leases of peers that are gone (Pools)"),
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
