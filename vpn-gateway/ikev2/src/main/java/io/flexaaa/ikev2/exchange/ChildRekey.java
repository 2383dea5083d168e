package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.crypto.ChildKeys;
import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Our rekey of a child SA, RFC 7296 §1.3.3 and §2.8: make the successor, move our traffic to it,
 * then delete the old pair.
 */
final class ChildRekey implements OwnExchange {
    private final int oldInboundSpi;
    private final @Nullable KeyExchangeGroup group;
    private final boolean firstTry;
    private @Nullable Asked asked;

    /** What was sent, kept for the answer. */
    private record Asked(
            int inboundSpi,
            EspSuite suite,
            Octets ni,
            KeyExchangeMethod.@Nullable KeyPair keyPair,
            Child old) {}

    private ChildRekey(int oldInboundSpi, @Nullable KeyExchangeGroup group, boolean firstTry) {
        this.oldInboundSpi = oldInboundSpi;
        this.group = group;
        this.firstTry = firstTry;
    }

    /** With the configured group, or the one the pair was made with. */
    static ChildRekey of(Phase.Login login, Child old) {
        KeyExchangeGroup configured = login.esp().pfsGroup();
        return new ChildRekey(
                old.inboundSpi(), configured == null ? old.suite().group() : configured, true);
    }

    @Override
    public int exchangeType() {
        return ExchangeType.CREATE_CHILD_SA;
    }

    @Override
    public @Nullable List<Payload> request(Host host, Session session, IkeSa sa) {
        Child old = session.byInbound(oldInboundSpi);
        if (old == null || old.state() != Child.State.INSTALLED) {
            return null;
        }
        old.become(Child.State.REKEYING);
        int inboundSpi = host.newEspSpi(session);
        EspSuite was = old.suite();
        EspSuite suite =
                new EspSuite(
                        was.encryption(), was.integrity(), group, was.extendedSequenceNumbers());
        Octets ni = host.entropy().octets(IkeInit.NONCE_OCTETS);
        KeyExchangeMethod.KeyPair keyPair =
                group == null ? null : group.method().generate(host.entropy());
        asked = new Asked(inboundSpi, suite, ni, keyPair, old);
        List<Payload> payloads = new ArrayList<>();
        payloads.add(
                NotifyPayload.forEsp(
                        NotifyType.REKEY_SA, ChildCreate.Spis.toOctets(old.inboundSpi())));
        if (old.mode() == ChildSa.Mode.TRANSPORT) {
            payloads.add(NotifyPayload.of(NotifyType.USE_TRANSPORT_MODE));
        }
        payloads.add(NotifyPayload.of(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED));
        payloads.add(
                SecurityAssociation.of(suite.proposal(1, ChildCreate.Spis.toOctets(inboundSpi))));
        payloads.add(new Nonce(ni));
        if (group != null && keyPair != null) {
            payloads.add(new KeyExchange(group.number(), keyPair.publicValue()));
        }
        payloads.add(Narrowing.encode(true, old.local()));
        payloads.add(Narrowing.encode(false, old.remote()));
        return payloads;
    }

    @Override
    public void answered(Host host, Session session, IkeSa sa, IkeMessage response) {
        Asked sent = asked;
        Phase.Login login = session.login();
        if (sent == null || login == null) {
            return;
        }
        NotifyPayload error = response.firstError();
        if (error != null) {
            host.releaseEspSpi(sent.inboundSpi());
            refused(host, session, sa, sent, error);
            return;
        }
        try {
            Agreed agreed = read(sa, sent, response);
            made(host, session, login, sent, agreed);
        } catch (DecodeException e) {
            host.releaseEspSpi(sent.inboundSpi());
            tryLater(host, session, sent.old());
            report(
                    host,
                    session,
                    new Reason.MalformedMessage(
                            "CREATE_CHILD_SA response", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void abandoned(Host host, Session session) {
        Asked sent = asked;
        if (sent != null) {
            host.releaseEspSpi(sent.inboundSpi());
            if (sent.old().state() == Child.State.REKEYING) {
                tryLater(host, session, sent.old());
            }
        }
    }

    /** What the answer settled. */
    private record Agreed(
            int outboundSpi, Narrowing.Agreed selectors, ChildKeys keys, Octets lowestNonce) {}

    private static Agreed read(IkeSa sa, Asked sent, IkeMessage response) throws DecodeException {
        SecurityAssociation answer = response.first(SecurityAssociation.class);
        Nonce nonce = response.first(Nonce.class);
        TrafficSelectors tsi = response.trafficSelectors(true);
        TrafficSelectors tsr = response.trafficSelectors(false);
        if (answer == null || nonce == null || tsi == null || tsr == null) {
            throw new DecodeException("CREATE_CHILD_SA", "SA, Nr, TSi or TSr missing");
        }
        if (answer.proposals().size() != 1
                || !EspSuite.of(answer.proposals().getFirst()).equals(sent.suite())) {
            throw new DecodeException("SA", "answer " + answer + " to " + sent.suite());
        }
        Octets spi = answer.proposals().getFirst().spi();
        // Never more than was asked for, whatever the answer says (RFC 7296 §2.9).
        Narrowing.Agreed selectors =
                Narrowing.agree(
                        Narrowing.decode(tsi),
                        Narrowing.decode(tsr),
                        sent.old().local(),
                        sent.old().remote());
        if (selectors == null || spi.length() != 4) {
            throw new DecodeException("TS", "nothing in common with what was asked for");
        }
        io.flexaaa.protocol.wire.Secret shared = null;
        if (sent.keyPair() != null) {
            KeyExchange ke = response.first(KeyExchange.class);
            if (ke == null) {
                throw new DecodeException("KE", "missing");
            }
            shared = sent.keyPair().shared(ke.data());
        }
        ChildKeys keys = ChildCreate.derive(sa, sent.suite(), sent.ni(), nonce.value(), shared);
        return new Agreed(
                ChildCreate.Spis.ofOctets(spi),
                selectors,
                keys,
                Nonces.lower(sent.ni(), nonce.value()));
    }

    private static void made(
            Host host, Session session, Phase.Login login, Asked sent, Agreed agreed) {
        Child old = sent.old();
        boolean oldIsThere = session.byInbound(old.inboundSpi()) == old;
        Child.PeerRekey theirs = old.peerRekey();
        // RFC 7296 §2.8.1: the pair made with the lowest of the four nonces is closed by its maker.
        boolean oursIsRedundant =
                theirs != null
                        && session.children().contains(theirs.fresh())
                        && Nonces.compare(agreed.lowestNonce(), theirs.lowestNonce()) < 0;
        Child fresh =
                ChildCreate.install(
                        host,
                        session,
                        login,
                        new ChildCreate.Spis(sent.inboundSpi(), agreed.outboundSpi()),
                        sent.suite(),
                        old.mode(),
                        agreed.selectors(),
                        agreed.keys(),
                        true,
                        !oursIsRedundant);
        host.counters().childRekeys++;
        host.act(
                new Action.Report(
                        new Outcome.ChildMade(session.id(), fresh.inboundSpi(), old.inboundSpi())));
        if (oursIsRedundant) {
            DeleteChild.begin(session, fresh);
            if (oldIsThere) {
                // The peer deletes it, as it began the exchange that survives.
                old.become(Child.State.REPLACED);
            }
            return;
        }
        if (theirs != null) {
            // Its maker, the peer, deletes it; do not rekey it meanwhile.
            theirs.fresh().become(Child.State.REPLACED);
        }
        if (oldIsThere) {
            DeleteChild.begin(session, old);
        }
    }

    private void refused(Host host, Session session, IkeSa sa, Asked sent, NotifyPayload error) {
        Child old = sent.old();
        if (session.byInbound(old.inboundSpi()) != old) {
            return;
        }
        if (old.peerRekey() != null) {
            // The peer refused ours because its own replaced the pair.
            old.become(Child.State.REPLACED);
            return;
        }
        switch (error.notifyType()) {
            case NotifyType.TEMPORARY_FAILURE -> tryLater(host, session, old);
            case NotifyType.CHILD_SA_NOT_FOUND -> {
                // RFC 7296 §2.25: "SHOULD silently delete the Child SA".
                session.removeChild(host, old);
                Childless.check(host, session);
            }
            case NotifyType.INVALID_KE_PAYLOAD -> {
                KeyExchangeGroup wanted =
                        error.data().length() == 2
                                ? KeyExchangeGroup.of(error.data().u8(0) << 8 | error.data().u8(1))
                                : null;
                again(host, session, old, wanted, error);
            }
            // Without PFS refused: the peer may want one, which IKE_AUTH could not tell us.
            case NotifyType.NO_PROPOSAL_CHOSEN ->
                    again(host, session, old, group == null ? sa.suite().group() : null, error);
            default -> again(host, session, old, null, error);
        }
    }

    /** Once more with another group, or leave the pair to run out. */
    private void again(
            Host host,
            Session session,
            Child old,
            @Nullable KeyExchangeGroup other,
            NotifyPayload error) {
        old.become(Child.State.INSTALLED);
        old.rekeyAt(Step.NEVER);
        if (firstTry && other != null && other != group) {
            session.enqueueFirst(new ChildRekey(oldInboundSpi, other, false));
            return;
        }
        report(
                host,
                session,
                new Reason.MalformedMessage(
                        "CREATE_CHILD_SA",
                        "the peer refused to rekey child SA 0x%08x with %s"
                                .formatted(oldInboundSpi, NotifyType.name(error.notifyType()))));
    }

    private static void tryLater(Host host, Session session, Child old) {
        if (session.byInbound(old.inboundSpi()) == old) {
            old.become(Child.State.INSTALLED);
            old.rekeyAt(Jitter.retryAtMs(host));
        }
    }

    private static void report(Host host, Session session, Reason why) {
        host.act(new Action.Report(new Outcome.ChildRefused(session.id(), session.remote(), why)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChildRekey r && r.oldInboundSpi == oldInboundSpi;
    }

    @Override
    public int hashCode() {
        return oldInboundSpi;
    }
}
