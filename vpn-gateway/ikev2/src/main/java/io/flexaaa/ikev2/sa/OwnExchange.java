package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A request of ours: how to ask, and what to do with the answer. */
public interface OwnExchange {
    int exchangeType();

    /**
     * The payloads to ask with, built when its turn comes; null when there is nothing left to ask
     * (the child is gone meanwhile). May keep what it needs to read the answer.
     */
    @Nullable List<Payload> request(Host host, Session session, IkeSa sa);

    void answered(Host host, Session session, IkeSa sa, IkeMessage response);

    /** No answer will come: the SA this was asked on went away. Release what was reserved. */
    default void abandoned(Host host, Session session) {}
}
