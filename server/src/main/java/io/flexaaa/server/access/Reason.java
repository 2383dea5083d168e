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
            "EAP was asked for, and no EAP method is served",
            "name methods in flexaaa.eap.methods, or use a PSK for this profile"),
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
    UNKNOWN_REALM(
            "the name's realm is not served here",
            "add the realm to flexaaa.eap.realms, or correct the name on the device"),
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
            "append the code to the password, or use PAP, CHAP, or TTLS with PAP or GTC"),
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
    EAP_NO_SERVER_CERTIFICATE(
            "the method needs TLS, and no certificate is assigned to EAP",
            "assign a server certificate to EAP under Certificates"),
    EAP_MALFORMED(
            "the EAP packet or what is inside is malformed", "look at the device or its software"),
    EAP_OUT_OF_ORDER(
            "the EAP packet is not what the conversation waits for",
            "look at the device or its software"),
    EAP_TOO_LONG(
            "the EAP conversation takes more rounds than any login needs",
            "raise the device's fragment size, or flexaaa.eap.max-rounds"),
    EAP_NO_COMMON_METHOD(
            "the device wants none of the EAP methods that are served",
            "allow the method in flexaaa.eap.methods, or change it on the device"),
    EAP_NAME_MISMATCH(
            "the name in the EAP method is not the one the conversation began with",
            "give the device one name for both"),
    EAP_BUSY(
            "more password hashes wait than the server takes on",
            "look for a flood of wrong passwords in the decision log"),
    EAP_STATE_UNKNOWN(
            "the State belongs to no conversation here: it is over, expired or another server's",
            "let the device begin anew; keep one conversation on one server"),
    EAP_STATE_FORGED(
            "the State was not made here, or for another NAS", "look at what the NAS sends"),
    EAP_STATE_USED(
            "the State was used before; the conversation has moved on",
            "look for a NAS that repeats requests under new identifiers"),
    EAP_EXPIRED(
            "the device did not go on with the conversation",
            "look at the device: a prompt left open, or a server certificate it does not trust"),
    EAP_NO_CERTIFICATE(
            "the device showed no certificate", "install a certificate and its key on the device"),
    EAP_UNKNOWN_CA(
            "no authority that is trusted for EAP issued the device's certificate",
            "import its authority under Authorities and trust it for EAP"),
    EAP_CERTIFICATE_EXPIRED(
            "the device's certificate is expired or not yet valid", "renew it; compare the clocks"),
    EAP_CERTIFICATE_REVOKED(
            "the device's certificate was revoked", "issue a new one if that was a mistake"),
    EAP_CERTIFICATE_STATUS_UNKNOWN(
            "whether the device's certificate was revoked could not be found out",
            "see the authority's CRL and OCSP state, or set its check to soft"),
    EAP_CERTIFICATE_INVALID(
            "the device's certificate is not acceptable",
            "see the detail: usage, name, strength or chain"),
    EAP_NO_COMMON_TLS(
            "device and server have no TLS version or suite in common",
            "see flexaaa.eap.tls-versions and the device's TLS settings"),
    EAP_TLS_ALERT(
            "the device ended TLS", "see its alert in the detail; mostly it does not trust the CA"),
    EAP_TLS_FAILED("TLS with the device failed", "see the detail"),
    EAP_PEER_FAILED(
            "the device says that the login failed on its side",
            "look at the device: it may not accept the server's proof"),
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
