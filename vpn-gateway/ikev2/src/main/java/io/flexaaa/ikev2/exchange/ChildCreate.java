package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.crypto.ChildKeymat;
import io.flexaaa.ikev2.crypto.ChildKeys;
import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.crypto.ProposalChooser;
import io.flexaaa.ikev2.crypto.ProposalChooser.Choice;
import io.flexaaa.ikev2.crypto.ProposalChooser.Purpose;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Clockwork.Timer;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Phase.Login;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A child SA made at the peer's request: inside IKE_AUTH, or by CREATE_CHILD_SA (RFC 7296 §1.3).
 */
final class ChildCreate {
    /** What came of it; the IKE SA lives on either way. */
    sealed interface Result {
        record Made(Child child, List<Payload> payloads) implements Result {}

        record Refused(int notifyType, Octets data, @Nullable Reason why) implements Result {}
    }

    private ChildCreate() {}

    /**
     * Inside IKE_AUTH: the nonces are IKE_SA_INIT's and there is no key exchange (RFC 7296 §2.17).
     */
    static Result first(
            Host host, Session session, Login login, IkeMessage request, Octets ni, Octets nr) {
        Choice choice = choose(login, request, Purpose.FIRST_CHILD, 0);
        return switch (choice) {
            case Choice.NoMatch no -> noProposal(no);
            case Choice.Match(Proposal chosen) -> {
                try {
                    EspSuite suite = EspSuite.of(chosen);
                    yield make(host, session, login, request, chosen, suite, ni, nr, null, true);
                } catch (DecodeException e) {
                    yield malformed(e);
                }
            }
        };
    }

    /**
     * By CREATE_CHILD_SA. {@code useOutbound} false: a rekey, where the old pair carries our
     * packets until the peer shows that it has the new one.
     */
    static Result additional(
            Host host,
            Session session,
            Login login,
            IkeMessage request,
            Octets ni,
            Octets nr,
            boolean useOutbound) {
        KeyExchange ke = request.first(KeyExchange.class);
        Choice choice = choose(login, request, Purpose.CHILD, ke == null ? 0 : ke.group());
        return switch (choice) {
            case Choice.NoMatch no -> noProposal(no);
            case Choice.Match(Proposal chosen) -> {
                try {
                    EspSuite suite = EspSuite.of(chosen);
                    if (suite.group() == null) {
                        // A KE beside a proposal chosen without a group has no use (RFC 7296
                        // §1.3.1).
                        yield make(
                                host,
                                session,
                                login,
                                request,
                                chosen,
                                suite,
                                ni,
                                nr,
                                null,
                                useOutbound);
                    }
                    int group = suite.group().number();
                    if (ke == null || ke.group() != group) {
                        yield new Result.Refused(
                                NotifyType.INVALID_KE_PAYLOAD, IkeInit.groupNumber(group), null);
                    }
                    KeyExchangeMethod.Response exchange =
                            suite.group().method().respond(ke.data(), host.entropy());
                    yield make(
                            host,
                            session,
                            login,
                            request,
                            chosen,
                            suite,
                            ni,
                            nr,
                            exchange,
                            useOutbound);
                } catch (DecodeException e) {
                    yield malformed(e);
                }
            }
        };
    }

    private static Choice choose(Login login, IkeMessage request, Purpose purpose, int keGroup) {
        SecurityAssociation sa = request.first(SecurityAssociation.class);
        List<Proposal> offered = sa == null ? List.of() : sa.proposals();
        return ProposalChooser.choose(Offers.esp(login.esp(), keGroup), offered, purpose);
    }

    private static Result make(
            Host host,
            Session session,
            Login login,
            IkeMessage request,
            Proposal chosen,
            EspSuite suite,
            Octets ni,
            Octets nr,
            KeyExchangeMethod.@Nullable Response exchange,
            boolean useOutbound) {
        TrafficSelectors tsi = request.trafficSelectors(true);
        TrafficSelectors tsr = request.trafficSelectors(false);
        List<Selector> offeredRemote = tsi == null ? List.of() : Narrowing.decode(tsi);
        List<Selector> offeredLocal = tsr == null ? List.of() : Narrowing.decode(tsr);
        Narrowing.Agreed agreed =
                Narrowing.agree(
                        offeredLocal, offeredRemote, login.allowedLocal(), login.allowedRemote());
        if (agreed == null) {
            return new Result.Refused(
                    NotifyType.TS_UNACCEPTABLE,
                    Octets.EMPTY,
                    new Reason.SelectorsUnacceptable(offeredLocal, offeredRemote));
        }
        int outboundSpi = Spis.ofOctets(chosen.spi());
        if (outboundSpi == 0 || session.byOutbound(outboundSpi) != null) {
            return malformed(new DecodeException("SA", "ESP SPI " + chosen.spi()));
        }
        boolean transport =
                login.esp().transportAllowed()
                        && request.hasNotification(NotifyType.USE_TRANSPORT_MODE);
        int inboundSpi = host.newEspSpi(session);
        ChildKeys keys =
                derive(session.sa(), suite, ni, nr, exchange == null ? null : exchange.shared());
        Child child =
                install(
                        host,
                        session,
                        login,
                        new Spis(inboundSpi, outboundSpi),
                        suite,
                        transport ? ChildSa.Mode.TRANSPORT : ChildSa.Mode.TUNNEL,
                        agreed,
                        keys,
                        false,
                        useOutbound);
        List<Payload> payloads = new ArrayList<>();
        payloads.add(SecurityAssociation.of(chosen.withSpi(Spis.toOctets(inboundSpi))));
        if (exchange != null && suite.group() != null) {
            payloads.add(new Nonce(nr));
            payloads.add(new KeyExchange(suite.group().number(), exchange.publicValue()));
        } else if (request.first(Nonce.class) != null) {
            payloads.add(new Nonce(nr));
        }
        payloads.add(Narrowing.encode(true, agreed.remote()));
        payloads.add(Narrowing.encode(false, agreed.local()));
        if (transport) {
            payloads.add(NotifyPayload.of(NotifyType.USE_TRANSPORT_MODE));
        }
        payloads.add(NotifyPayload.of(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED));
        return new Result.Made(child, payloads);
    }

    static ChildKeys derive(
            IkeSa sa, EspSuite suite, Octets ni, Octets nr, @Nullable Secret shared) {
        ChildKeys keys = ChildKeymat.derive(sa.suite().prf(), sa.keys().d(), suite, ni, nr, shared);
        if (shared != null) {
            shared.close();
        }
        return keys;
    }

    /** Our inbound and outbound SPI of one child. */
    record Spis(int inbound, int outbound) {
        static int ofOctets(Octets spi) {
            return spi.u8(0) << 24 | spi.u8(1) << 16 | spi.u8(2) << 8 | spi.u8(3);
        }

        static Octets toOctets(int spi) {
            return new WireWriter().u32(spi & 0xffff_ffffL).toOctets();
        }
    }

    /** Hands the pair to the data plane. {@code byUs}: we began the exchange that made it. */
    static Child install(
            Host host,
            Session session,
            Login login,
            Spis spis,
            EspSuite suite,
            ChildSa.Mode mode,
            Narrowing.Agreed agreed,
            ChildKeys keys,
            boolean byUs,
            boolean useOutbound) {
        EspPolicy esp = login.esp();
        ChildSa sa =
                new ChildSa(
                        session.id(),
                        spis.inbound(),
                        spis.outbound(),
                        suite,
                        mode,
                        byUs ? keys.responderEncryption() : keys.initiatorEncryption(),
                        byUs ? keys.responderIntegrity() : keys.initiatorIntegrity(),
                        byUs ? keys.initiatorEncryption() : keys.responderEncryption(),
                        byUs ? keys.initiatorIntegrity() : keys.responderIntegrity(),
                        agreed.local(),
                        agreed.remote(),
                        session.path().local(),
                        session.path().remote(),
                        session.udpEncapsulated(),
                        esp.replayWindow(),
                        esp.lifetimeKilobytes());
        long now = host.nowMs();
        long expireAtMs =
                esp.lifetimeSeconds() == 0 ? Step.NEVER : now + esp.lifetimeSeconds() * 1000;
        long rekeyAtMs =
                esp.responderOnly()
                        ? Step.NEVER
                        : Jitter.rekeyAtMs(host, now, esp.lifetimeSeconds());
        Child child = new Child(sa, useOutbound, now, rekeyAtMs, expireAtMs);
        session.children().add(child);
        session.timers().stop(Timer.CHILDLESS);
        host.act(new Action.InstallChild(sa, useOutbound));
        return child;
    }

    private static Result noProposal(Choice.NoMatch no) {
        return new Result.Refused(
                NotifyType.NO_PROPOSAL_CHOSEN,
                Octets.EMPTY,
                new Reason.NoProposal("ESP proposal", no.offered(), List.of(no.acceptable())));
    }

    private static Result malformed(DecodeException e) {
        return new Result.Refused(
                NotifyType.NO_PROPOSAL_CHOSEN,
                Octets.EMPTY,
                new Reason.MalformedMessage("child SA", String.valueOf(e.getMessage())));
    }
}
