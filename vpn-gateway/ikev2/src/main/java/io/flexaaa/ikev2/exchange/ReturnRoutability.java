package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Is the peer really where its request came from (RFC 4555 §3.7)? Before it shows that it received
 * a cookie there no ESP goes that way: an authenticated peer must not aim our traffic at others.
 */
final class ReturnRoutability implements OwnExchange {
    /** §4.2.5 allows 8 to 64. */
    private static final int COOKIE_OCTETS = 16;

    private final Path path;
    private Octets cookie = Octets.EMPTY;

    ReturnRoutability(Path path) {
        this.path = path;
    }

    @Override
    public int exchangeType() {
        return ExchangeType.INFORMATIONAL;
    }

    @Override
    public @Nullable List<Payload> request(Host host, Session session, IkeSa sa) {
        if (!path.equals(session.path())) {
            // It has moved again; that has a check of its own.
            return null;
        }
        cookie = host.entropy().octets(COOKIE_OCTETS);
        return List.of(NotifyPayload.of(NotifyType.COOKIE2, cookie));
    }

    @Override
    public void answered(Host host, Session session, IkeSa sa, IkeMessage response) {
        NotifyPayload back = response.notification(NotifyType.COOKIE2);
        if (back == null || !back.data().contentEquals(cookie.toArray())) {
            // §3.7: "If the values do not match, the IKE_SA MUST be closed."
            Teardown.close(host, session, new Reason.CookieWrong(path.remote()));
        } else if (path.equals(session.path())) {
            session.bringChildren(host);
        }
    }

    @Override
    public void abandoned(Host host, Session session) {
        if (session.phase() instanceof Phase.Established) {
            // The IKE SA it was asked on was replaced.
            session.enqueueFirst(new ReturnRoutability(path));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReturnRoutability r && r.path.equals(path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }
}
