package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.SaSnapshot.Nat;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * A peer that changes its address, RFC 4555, at the responder, who only follows.
 *
 * <pre>
 * I -> R  N(UPDATE_SA_ADDRESSES), N(NAT_DETECTION_*) [, N(COOKIE2)]
 *                                        R -> I  N(NAT_DETECTION_*) [, N(COOKIE2)]
 * R -> I  N(COOKIE2)                     I -> R  N(COOKIE2)      {@link ReturnRoutability}
 * </pre>
 */
final class Mobike {
    private Mobike() {}

    /** RFC 4555 §3.1: said in the request that has the SA payload, answered in its last answer. */
    static List<Payload> agree(Session session, IkeMessage authRequest) {
        if (!authRequest.hasNotification(NotifyType.MOBIKE_SUPPORTED)) {
            return List.of();
        }
        session.mobike(true);
        return List.of(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED));
    }

    /** What an INFORMATIONAL says about addresses is done; the result belongs into the answer. */
    static List<Payload> respond(Host host, Session session, IkeSa sa, IkeMessage m, Path path) {
        Phase.Login login = session.login();
        if (login == null || !session.mobike()) {
            return List.of();
        }
        List<Payload> answer = new ArrayList<>();
        NotifyPayload cookie = m.notification(NotifyType.COOKIE2);
        if (cookie != null) {
            // §3.7: "MUST copy it unmodified".
            answer.add(cookie);
        }
        NotifyPayload noNats = m.notification(NotifyType.NO_NATS_ALLOWED);
        if (noNats != null && !noNats.data().equals(addresses(path))) {
            answer.add(NotifyPayload.of(NotifyType.UNEXPECTED_NAT_DETECTED));
            return answer;
        }
        boolean detects = m.hasNotification(NotifyType.NAT_DETECTION_SOURCE_IP);
        if (detects) {
            answer.addAll(
                    NatCheck.payloads(
                            sa.spiI(),
                            sa.spiR(),
                            path.local(),
                            path.remote(),
                            login.profile().forceEncap()));
        }
        if (!m.hasNotification(NotifyType.UPDATE_SA_ADDRESSES) || sa != session.sa()) {
            return answer;
        }
        var allowed = login.profile().matchAddressLocal();
        if (!allowed.isEmpty() && !allowed.contains(path.local().address())) {
            answer.add(NotifyPayload.of(NotifyType.UNACCEPTABLE_ADDRESSES));
            return answer;
        }
        Nat nat = detects ? nat(m, path, login.profile().forceEncap()) : session.nat();
        move(host, session, sa, path, nat);
        return answer;
    }

    private static Nat nat(IkeMessage m, Path path, boolean forced) {
        Nat seen = NatCheck.detect(m, path.local(), path.remote());
        return new Nat(seen.localInside(), seen.remoteInside() || forced);
    }

    private static void move(Host host, Session session, IkeSa sa, Path path, Nat nat) {
        if (path.equals(session.path()) && nat.equals(session.nat())) {
            return;
        }
        session.relocate(host, path, nat);
        InFlight inFlight = sa.inFlight();
        if (inFlight != null) {
            // It went to where the peer was; the check below has to wait for its answer.
            IkeSa.send(host, path, inFlight.datagrams());
        }
        session.enqueueFirst(new ReturnRoutability(path));
    }

    /**
     * NO_NATS_ALLOWED, §3.9: source address, destination address, source port, destination port.
     */
    private static Octets addresses(Path path) {
        Endpoint from = path.remote();
        Endpoint to = path.local();
        return new WireWriter()
                .bytes(from.address().getAddress())
                .bytes(to.address().getAddress())
                .u16(from.port())
                .u16(to.port())
                .toOctets();
    }
}
