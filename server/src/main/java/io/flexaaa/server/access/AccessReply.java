package io.flexaaa.server.access;

/**
 * Where the answer to one Access-Request goes: one call, at once, or later from another thread when
 * a slow hash or a delay is between.
 */
public interface AccessReply {

    void answer(byte[] octets);

    /** No answer: more is waiting than the server takes on. The client repeats its request. */
    void busy();
}
