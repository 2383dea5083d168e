package io.flexaaa.server.proxy;

/** Why a request that was to be forwarded gets no answer. A bounded set: it labels metrics. */
public enum ProxyFailure {
    /** No home server answered in time. */
    NO_ANSWER,
    /** Too much is under way. */
    BUSY,
    /** It has been here before. */
    LOOP,
    /** The home server's reply cannot be passed on. */
    BAD_REPLY
}
