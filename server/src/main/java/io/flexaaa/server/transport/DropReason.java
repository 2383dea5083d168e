package io.flexaaa.server.transport;

import io.flexaaa.server.proxy.ProxyFailure;

import java.util.Locale;

/** Why a datagram got no answer. A bounded set: it labels metrics. */
public enum DropReason {
    UNKNOWN_CLIENT("no NAS has this source address", "create the NAS"),
    NAS_DISABLED("the NAS is disabled", "enable it under NAS"),
    NAS_WITHOUT_SECRET("the NAS has no readable secret", "set its secret again"),
    MALFORMED("the packet breaks RFC 2865's framing", "look at the sender"),
    WRONG_CODE(
            "the packet code does not belong on this port",
            "authentication is 1812, accounting 1813"),
    MISSING_MESSAGE_AUTHENTICATOR(
            "the request has no Message-Authenticator",
            "let the hub send it (radius server ... / message-authenticator), or lift the"
                    + " requirement for this NAS"),
    BAD_MESSAGE_AUTHENTICATOR(
            "the Message-Authenticator is wrong",
            "compare the shared secret with the hub's radius server key"),
    BAD_AUTHENTICATOR(
            "the request's authenticator is wrong",
            "compare the shared secret with the hub's radius server key"),
    PROXY_STATE_UNPROTECTED(
            "Proxy-State without Message-Authenticator",
            "this is the shape of CVE-2024-3596 and is never answered"),
    DUPLICATE_IN_PROGRESS("a copy of a request that is being worked on", "nothing"),
    ACCT_NO_STATUS("the accounting request has no Acct-Status-Type", "look at the sender"),
    ACCT_UNKNOWN_STATUS("the Acct-Status-Type is not served", "nothing"),
    ACCT_NO_SESSION_ID("the accounting request has no Acct-Session-Id", "look at the sender"),
    ACCT_QUEUE_FULL("accounting arrives faster than the database commits", "look at the database"),
    ACCT_NOT_STORED("the database did not take the record", "look at the database"),
    SNAPSHOT_TOO_OLD(
            "the database has been away for longer than answers from memory are allowed",
            "bring the database back, or raise flexaaa.snapshot.max-age-seconds"),
    LOGIN_QUEUE_FULL(
            "more logins wait than the server takes on",
            "look for a flood of wrong passwords in the decision log"),
    PROXY_NO_ANSWER(
            "no home server of the realm answered",
            "check the realm's home servers; the decision log has the request"),
    PROXY_BUSY("more forwarded requests wait than the server takes on", "look at the home servers"),
    PROXY_LOOP(
            "the request has been here before",
            "two servers send it to each other: check the realm on both"),
    PROXY_BAD_REPLY(
            "the home server's reply cannot be passed on", "compare its secret; shorten its reply"),
    INTERNAL("the server failed on this request", "look into the server's log");

    private final String sentence;
    private final String cure;

    DropReason(String sentence, String cure) {
        this.sentence = sentence;
        this.cure = cure;
    }

    /** Stable; as in {@code bad-authenticator}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String sentence() {
        return sentence;
    }

    public String cure() {
        return cure;
    }

    static DropReason ofProxy(ProxyFailure why) {
        return switch (why) {
            case NO_ANSWER -> PROXY_NO_ANSWER;
            case BUSY -> PROXY_BUSY;
            case LOOP -> PROXY_LOOP;
            case BAD_REPLY -> PROXY_BAD_REPLY;
        };
    }

    static DropReason ofAccounting(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
