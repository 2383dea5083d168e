package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.Delete;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;

import java.util.ArrayList;
import java.util.List;

/** INFORMATIONAL from the peer, RFC 7296 §1.4: liveness checks, Deletes, MOBIKE. */
final class InformationalRequest {
    private InformationalRequest() {}

    static Answer respond(Host host, Session session, IkeSa sa, IkeMessage m, Path path) {
        List<Octets> deletedHere = new ArrayList<>();
        for (Delete d : m.all(Delete.class)) {
            if (d.protocol() == ProtocolId.IKE) {
                // RFC 7296 §1.4.1: "acknowledge by an empty INFORMATIONAL response"; the children
                // go
                // with it.
                return new Answer(List.of(), new Reason.PeerDeleted());
            }
            if (d.protocol() == ProtocolId.ESP) {
                for (Octets spi : d.spis()) {
                    deleteChild(host, session, sa, ChildCreate.Spis.ofOctets(spi), deletedHere);
                }
            }
        }
        if (!deletedHere.isEmpty()) {
            Childless.check(host, session);
            return Answer.of(List.of(Delete.esp(deletedHere)));
        }
        return Answer.of(Mobike.respond(host, session, sa, m, path));
    }

    /** The SPI in a Delete is the sender's inbound one, so our outbound. */
    private static void deleteChild(
            Host host, Session session, IkeSa sa, int theirSpi, List<Octets> deletedHere) {
        Child child = session.byOutbound(theirSpi);
        if (child == null) {
            return;
        }
        Child.PeerRekey successor = child.peerRekey();
        // In DELETING our own successor won, and carries our packets already.
        if (successor != null
                && child.state() != Child.State.DELETING
                && session.children().contains(successor.fresh())) {
            session.useOutbound(host, successor.fresh());
        }
        session.removeChild(host, child);
        // RFC 7296 §1.4.1: when both delete the same pair, the answer does not name it.
        boolean ourDeleteIsOut =
                sa.inFlight() instanceof InFlight inFlight
                        && inFlight.exchange().equals(new DeleteChild(child.inboundSpi()));
        if (!ourDeleteIsOut) {
            deletedHere.add(ChildCreate.Spis.toOctets(child.inboundSpi()));
        }
    }
}
