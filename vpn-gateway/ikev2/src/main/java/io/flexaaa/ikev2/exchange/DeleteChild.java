package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.message.Delete;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Deletes one child SA pair, RFC 7296 §1.4.1. */
record DeleteChild(int inboundSpi) implements OwnExchange {
    /** Marks it and puts the request before others: until then both ends keep a pair too many. */
    static void begin(Session session, Child child) {
        child.become(Child.State.DELETING);
        session.enqueueFirst(new DeleteChild(child.inboundSpi()));
    }

    @Override
    public int exchangeType() {
        return ExchangeType.INFORMATIONAL;
    }

    @Override
    public @Nullable List<Payload> request(Host host, Session session, IkeSa sa) {
        return session.byInbound(inboundSpi) == null
                ? null
                : List.of(Delete.esp(List.of(ChildCreate.Spis.toOctets(inboundSpi))));
    }

    @Override
    public void answered(Host host, Session session, IkeSa sa, IkeMessage response) {
        // Also when the peer's answer has no Delete in it: then it was deleting the pair itself
        // (RFC 7296 §1.4.1), or does not know it.
        Child child = session.byInbound(inboundSpi);
        if (child != null) {
            session.removeChild(host, child);
        }
        Childless.check(host, session);
    }
}
