package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.message.Delete;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Deletes the IKE SA it is sent on (RFC 7296 §1.4.1): the session's own when it closes, or one that
 * a rekey replaced.
 */
record DeleteIke() implements OwnExchange {
    /** A replaced SA that nobody answers for is forgotten soon. */
    private static final InFlight.Schedule RETIRED = new InFlight.Schedule(1_000, 2, 5);

    /** Deletes a replaced SA; it must not have a request out. */
    static void onRetired(Host host, Session session, IkeSa retired) {
        DeleteIke delete = new DeleteIke();
        List<Payload> payloads = List.of(Delete.ikeSa());
        retired.request(host, session.path(), delete, payloads, RETIRED);
    }

    @Override
    public int exchangeType() {
        return ExchangeType.INFORMATIONAL;
    }

    @Override
    public @Nullable List<Payload> request(Host host, Session session, IkeSa sa) {
        return session.phase() instanceof Phase.Closing ? List.of(Delete.ikeSa()) : null;
    }

    @Override
    public void answered(Host host, Session session, IkeSa sa, IkeMessage response) {
        if (sa == session.sa()) {
            Teardown.forget(host, session);
        } else {
            session.dropRetired(host, sa);
        }
    }
}
