package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * CREATE_CHILD_SA from the peer, RFC 7296 §1.3: a new child, a child's successor, or the IKE SA's.
 * What to answer when it crosses something of ours is RFC 7296 §2.25's table.
 */
final class CreateChildRequest {
    private CreateChildRequest() {}

    static Answer respond(Host host, Session session, IkeSa sa, IkeMessage m) {
        SecurityAssociation offered = m.first(SecurityAssociation.class);
        Nonce nonce = m.first(Nonce.class);
        if (offered == null || nonce == null || !m.duplicates().isEmpty()) {
            return Answer.fatal(
                    NotifyType.INVALID_SYNTAX,
                    new Reason.MalformedMessage(
                            "CREATE_CHILD_SA", "SA and Ni must each come once in " + m));
        }
        Phase.Login login = session.login();
        if (login == null || sa != session.sa()) {
            // §2.25.1, §2.25.2: the SA is being closed, or was replaced.
            return Answer.error(NotifyType.TEMPORARY_FAILURE);
        }
        boolean ike = offered.proposals().stream().anyMatch(p -> p.protocol() == ProtocolId.IKE);
        if (ike) {
            return IkeRekeyRequest.respond(host, session, sa, m, login);
        }
        if (ownExchange(sa) instanceof IkeRekey || session.rival() != null) {
            // §2.25.2: "create or rekey a Child SA when it is currently rekeying the IKE SA".
            return Answer.error(NotifyType.TEMPORARY_FAILURE);
        }
        NotifyPayload rekey = m.notification(NotifyType.REKEY_SA);
        return rekey == null
                ? create(host, session, login, m, nonce.value())
                : rekey(host, session, login, m, nonce.value(), rekey);
    }

    static @Nullable OwnExchange ownExchange(IkeSa sa) {
        InFlight inFlight = sa.inFlight();
        return inFlight == null ? null : inFlight.exchange();
    }

    /** {@code ipsec flow-limit} of the peer's policy, within what the engine allows anyone. */
    private static int mostChildren(Host host, Phase.Login login) {
        int most = host.config().limits().maxChildren();
        return login.maxChildren() == 0 ? most : Math.min(most, login.maxChildren());
    }

    private static Answer create(
            Host host, Session session, Phase.Login login, IkeMessage m, Octets ni) {
        if (!login.opened() || session.children().size() >= mostChildren(host, login)) {
            return Answer.error(NotifyType.NO_ADDITIONAL_SAS);
        }
        Octets nr = host.entropy().octets(IkeInit.NONCE_OCTETS);
        return switch (ChildCreate.additional(host, session, login, m, ni, nr, true)) {
            case ChildCreate.Result.Made(var child, var payloads) -> {
                if (!session.isUp()) {
                    session.markUp();
                    host.act(new Action.SessionUp(session.id()));
                }
                host.act(
                        new Action.Report(
                                new Outcome.ChildMade(session.id(), child.inboundSpi(), 0)));
                yield Answer.of(payloads);
            }
            case ChildCreate.Result.Refused refused -> refused(host, session, refused);
        };
    }

    private static Answer rekey(
            Host host,
            Session session,
            Phase.Login login,
            IkeMessage m,
            Octets ni,
            NotifyPayload rekey) {
        boolean esp = rekey.protocolId() == ProtocolId.ESP.value() && rekey.spi().length() == 4;
        Child old = esp ? session.byOutbound(ChildCreate.Spis.ofOctets(rekey.spi())) : null;
        if (old == null) {
            // §2.25: name the SPI that is not there.
            return Answer.of(
                    List.of(
                            new NotifyPayload(
                                    rekey.protocolId(),
                                    rekey.spi(),
                                    NotifyType.CHILD_SA_NOT_FOUND,
                                    Octets.EMPTY)));
        }
        if (old.state() == Child.State.DELETING || old.state() == Child.State.REPLACED) {
            // §2.25.1: "rekey a Child SA that it is currently trying to close".
            return Answer.error(NotifyType.TEMPORARY_FAILURE);
        }
        if (session.children().size() >= host.config().limits().maxChildren() + 2) {
            return Answer.error(NotifyType.NO_ADDITIONAL_SAS);
        }
        Octets nr = host.entropy().octets(IkeInit.NONCE_OCTETS);
        return switch (ChildCreate.additional(host, session, login, m, ni, nr, false)) {
            case ChildCreate.Result.Made(var fresh, var payloads) -> {
                // §2.25.1: while we rekey it too, "reply as usual, and prepare to close redundant".
                old.rekeyedByPeer(new Child.PeerRekey(fresh, session.sa(), Nonces.lower(ni, nr)));
                if (old.state() == Child.State.INSTALLED) {
                    old.become(Child.State.REPLACED);
                }
                host.counters().childRekeys++;
                host.act(
                        new Action.Report(
                                new Outcome.ChildMade(
                                        session.id(), fresh.inboundSpi(), old.inboundSpi())));
                yield Answer.of(payloads);
            }
            case ChildCreate.Result.Refused refused -> refused(host, session, refused);
        };
    }

    private static Answer refused(Host host, Session session, ChildCreate.Result.Refused refused) {
        Reason why = refused.why();
        if (why != null) {
            host.counters().refuse(why);
            host.act(
                    new Action.Report(
                            new Outcome.ChildRefused(session.id(), session.remote(), why)));
        }
        return Answer.error(refused.notifyType(), refused.data());
    }
}
