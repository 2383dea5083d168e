package io.flexaaa.server.proxy;

/** Where the answer to a forwarded request goes; one call, from the proxy's thread. */
public interface ProxyReply {
    void answer(byte[] octets);

    /** No answer; a retransmission of the NAS is a new request. */
    void silent(ProxyFailure why);
}
