package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Stands in for a request whose answer no longer matters. */
record Ignored(int exchangeType) implements OwnExchange {
    @Override
    public @Nullable List<Payload> request(Host host, Session session, IkeSa sa) {
        return null;
    }

    @Override
    public void answered(Host host, Session session, IkeSa sa, IkeMessage response) {}
}
