package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.crypto.ProposalChooser;
import io.flexaaa.ikev2.crypto.ProposalChooser.Choice;
import io.flexaaa.ikev2.crypto.ProposalChooser.Purpose;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import java.util.ArrayList;
import java.util.List;

/** The peer's rekey of the IKE SA, RFC 7296 §1.3.2, §2.18, and what crosses it, §2.25.2. */
final class IkeRekeyRequest {
    private IkeRekeyRequest() {}

    static Answer respond(Host host, Session session, IkeSa sa, IkeMessage m, Phase.Login login) {
        OwnExchange own = CreateChildRequest.ownExchange(sa);
        boolean childBusy = own instanceof ChildRekey || own instanceof DeleteChild;
        if (childBusy || session.rival() != null) {
            // §2.25.2: "currently creating, rekeying, or closing a Child SA of that IKE SA".
            return Answer.error(NotifyType.TEMPORARY_FAILURE);
        }
        KeyExchange ke = m.first(KeyExchange.class);
        SecurityAssociation offered = m.first(SecurityAssociation.class);
        Nonce ni = m.first(Nonce.class);
        if (ke == null || offered == null || ni == null) {
            return Answer.fatal(
                    NotifyType.INVALID_SYNTAX,
                    new Reason.MalformedMessage("CREATE_CHILD_SA", "IKE rekey without KE: " + m));
        }
        Choice choice =
                ProposalChooser.choose(
                        acceptable(host, session, sa, ke.group()),
                        offered.proposals(),
                        Purpose.IKE);
        return switch (choice) {
            case Choice.NoMatch _ -> Answer.error(NotifyType.NO_PROPOSAL_CHOSEN);
            case Choice.Match(Proposal chosen) -> {
                try {
                    yield agree(host, session, sa, login, chosen, ke, ni.value());
                } catch (DecodeException e) {
                    yield Answer.error(NotifyType.NO_PROPOSAL_CHOSEN);
                }
            }
        };
    }

    /** What the policy allows now, or the very suite the SA already has. */
    private static List<Proposal> acceptable(Host host, Session session, IkeSa sa, int keGroup) {
        List<Proposal> out =
                new ArrayList<>(
                        Offers.ike(
                                IkeInit.proposals(host, session.path().local().address()),
                                keGroup));
        out.add(sa.suite().proposal(out.size() + 1, Octets.EMPTY));
        return out;
    }

    private static Answer agree(
            Host host,
            Session session,
            IkeSa sa,
            Phase.Login login,
            Proposal chosen,
            KeyExchange ke,
            Octets ni)
            throws DecodeException {
        IkeSuite suite = IkeSuite.of(chosen);
        if (suite.group().number() != ke.group()) {
            return Answer.error(
                    NotifyType.INVALID_KE_PAYLOAD, IkeInit.groupNumber(suite.group().number()));
        }
        long peerSpi = IkeRekey.spi(chosen.spi());
        KeyExchangeMethod.Response exchange =
                suite.group().method().respond(ke.data(), host.entropy());
        long localSpi = host.newIkeSpi();
        Octets nr = host.entropy().octets(IkeInit.NONCE_OCTETS);
        IkeSa fresh =
                IkeRekey.successor(sa, suite, localSpi, peerSpi, false, ni, nr, exchange.shared());
        host.register(fresh, session);
        if (CreateChildRequest.ownExchange(sa) instanceof IkeRekey) {
            // §2.25.2: "reply as usual, and prepare to close redundant SAs later".
            session.rival(new Session.Rival(fresh, Nonces.lower(ni, nr)));
        } else {
            IkeRekey.adopt(host, session, login, fresh, false);
        }
        return Answer.of(
                List.of(
                        SecurityAssociation.of(chosen.withSpi(IkeRekey.octets(localSpi))),
                        new Nonce(nr),
                        new KeyExchange(suite.group().number(), exchange.publicValue())));
    }
}
