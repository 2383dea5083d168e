package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.sa.Clockwork.Timer;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Our rekey of the IKE SA, RFC 7296 §1.3.2, §2.8, §2.18. */
final class IkeRekey implements OwnExchange {
    /** How long a replaced SA waits for its Delete. */
    private static final long RETIRED_MS = 60_000;

    private @Nullable Asked asked;

    private record Asked(long localSpi, Octets ni, KeyExchangeMethod.KeyPair keyPair) {}

    @Override
    public int exchangeType() {
        return ExchangeType.CREATE_CHILD_SA;
    }

    @Override
    public @Nullable List<Payload> request(Host host, Session session, IkeSa sa) {
        if (session.login() == null) {
            return null;
        }
        long localSpi = host.newIkeSpi();
        Octets ni = host.entropy().octets(IkeInit.NONCE_OCTETS);
        KeyExchangeMethod.KeyPair keyPair = sa.suite().group().method().generate(host.entropy());
        asked = new Asked(localSpi, ni, keyPair);
        return List.of(
                SecurityAssociation.of(sa.suite().proposal(1, octets(localSpi))),
                new Nonce(ni),
                new KeyExchange(sa.suite().group().number(), keyPair.publicValue()));
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
            failed(
                    host,
                    session,
                    login,
                    error.notifyType() == NotifyType.TEMPORARY_FAILURE,
                    "the peer refused to rekey the IKE SA with "
                            + NotifyType.name(error.notifyType()));
            return;
        }
        try {
            SecurityAssociation answer = response.first(SecurityAssociation.class);
            Nonce nonce = response.first(Nonce.class);
            KeyExchange ke = response.first(KeyExchange.class);
            if (answer == null || nonce == null || ke == null || answer.proposals().size() != 1) {
                throw new DecodeException("CREATE_CHILD_SA", "SA, Nr or KE missing");
            }
            IkeSuite suite = IkeSuite.of(answer.proposals().getFirst());
            if (!suite.equals(sa.suite())) {
                throw new DecodeException("SA", "answer " + suite + " to " + sa.suite());
            }
            IkeSa fresh =
                    successor(
                            sa,
                            suite,
                            sent.localSpi(),
                            spi(answer.proposals().getFirst().spi()),
                            true,
                            sent.ni(),
                            nonce.value(),
                            sent.keyPair().shared(ke.data()));
            host.register(fresh, session);
            settle(host, session, sa, login, fresh, Nonces.lower(sent.ni(), nonce.value()));
        } catch (DecodeException e) {
            failed(host, session, login, true, String.valueOf(e.getMessage()));
        }
    }

    /** The old SA went away under the request: the peer's own rekey won, or it is all over. */
    @Override
    public void abandoned(Host host, Session session) {}

    /** Both SAs exist now, or only ours: which one stays? */
    private static void settle(
            Host host, Session session, IkeSa old, Phase.Login login, IkeSa ours, Octets lowest) {
        Session.Rival rival = session.rival();
        session.rival(null);
        long retireAtMs = host.nowMs() + RETIRED_MS;
        if (rival != null && Nonces.compare(lowest, rival.lowestNonce()) < 0) {
            // §2.8.1, §2.25.2: ours has the lowest nonce; we made it, we close it, and the peer
            // deletes the old one.
            adopt(host, session, login, rival.sa(), false);
            session.retire(ours, retireAtMs);
            DeleteIke.onRetired(host, session, ours);
            return;
        }
        if (rival != null) {
            session.retire(rival.sa(), retireAtMs);
        }
        adopt(host, session, login, ours, true);
        // §2.8: the Delete "MUST be the last request sent over the old IKE SA".
        DeleteIke.onRetired(host, session, old);
    }

    private static void failed(
            Host host, Session session, Phase.Login login, boolean retry, String detail) {
        Session.Rival rival = session.rival();
        if (rival != null) {
            session.rival(null);
            adopt(host, session, login, rival.sa(), false);
            return;
        }
        if (retry) {
            session.timers().set(Timer.IKE_REKEY, Jitter.retryAtMs(host));
        }
        host.act(
                new Action.Report(
                        new Outcome.ChildRefused(
                                session.id(),
                                session.remote(),
                                new Reason.MalformedMessage("CREATE_CHILD_SA", detail))));
    }

    /** {@code fresh} carries the session from now on; the child SAs are inherited as they are. */
    static void adopt(Host host, Session session, Phase.Login login, IkeSa fresh, boolean byUs) {
        session.adopt(fresh, host.nowMs() + RETIRED_MS);
        Lifetimes.start(host, session, login);
        host.counters().ikeRekeys++;
        host.act(new Action.Report(new Outcome.IkeRekeyed(session.id(), fresh.localSpi(), byUs)));
    }

    static IkeSa successor(
            IkeSa old,
            IkeSuite suite,
            long localSpi,
            long peerSpi,
            boolean byUs,
            Octets ni,
            Octets nr,
            Secret shared) {
        long spiI = byUs ? localSpi : peerSpi;
        long spiR = byUs ? peerSpi : localSpi;
        try (shared) {
            IkeKeys keys =
                    SkeyseedDerivation.rekeyed(
                            old.suite().prf(), old.keys().d(), suite, ni, nr, shared, spiI, spiR);
            return new IkeSa(localSpi, peerSpi, byUs, suite, keys, old.fragmentation());
        }
    }

    static Octets octets(long spi) {
        return new WireWriter().u64(spi).toOctets();
    }

    /** An IKE SPI in a rekey's proposal: eight octets, not all zero (RFC 7296 §3.1, §3.3.1). */
    static long spi(Octets spi) throws DecodeException {
        long value = 0;
        for (int i = 0; i < spi.length(); i++) {
            value = value << 8 | spi.u8(i);
        }
        if (spi.length() != 8 || value == 0) {
            throw new DecodeException("SA", "IKE SPI " + spi);
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IkeRekey;
    }

    @Override
    public int hashCode() {
        return IkeRekey.class.hashCode();
    }
}
