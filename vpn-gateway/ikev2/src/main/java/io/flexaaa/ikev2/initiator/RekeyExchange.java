package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.List;

/** CREATE_CHILD_SA that replaces the IKE SA, RFC 7296 §1.3.2. */
final class RekeyExchange {
    private RekeyExchange() {}

    static List<Payload> request(
            InitiatorConfig config,
            KeyExchangeGroup group,
            long newSpi,
            Octets ni,
            Octets publicValue) {
        Octets spi = new WireWriter().u64(newSpi).toOctets();
        List<Proposal> offer = config.ike().stream().map(p -> p.withSpi(spi)).toList();
        return List.of(
                new SecurityAssociation(offer),
                new Nonce(ni),
                new KeyExchange(group.number(), publicValue));
    }

    /** The new SA's channel. */
    static Channel read(InitiatorConfig config, Channel old, Pending.RekeyIke sent, IkeMessage m)
            throws DecodeException {
        SecurityAssociation sa = m.first(SecurityAssociation.class);
        KeyExchange ke = m.first(KeyExchange.class);
        Nonce nr = m.first(Nonce.class);
        if (m.firstError() != null
                || sa == null
                || sa.proposals().size() != 1
                || ke == null
                || nr == null) {
            throw new DecodeException("CREATE_CHILD_SA", "IKE rekey refused: " + m);
        }
        Proposal chosen = sa.proposals().getFirst();
        InitExchange.requireOffered(config.ike(), chosen);
        IkeSuite suite = IkeSuite.of(chosen);
        long newSpiR = new WireReader(chosen.spi()).u64();
        Secret shared = sent.pair().shared(ke.data());
        IkeKeys keys =
                SkeyseedDerivation.rekeyed(
                        old.suite.prf(),
                        old.keys.d(),
                        suite,
                        sent.ni(),
                        nr.value(),
                        shared,
                        sent.newSpiI(),
                        newSpiR);
        return new Channel(sent.newSpiI(), newSpiR, suite, keys, old.maxOctets(), 0);
    }
}
