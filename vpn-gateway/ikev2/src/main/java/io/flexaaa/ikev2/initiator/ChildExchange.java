package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.ChildKeymat;
import io.flexaaa.ikev2.crypto.ChildKeys;
import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The SA, TSi, TSr part that IKE_AUTH and CREATE_CHILD_SA share, RFC 7296 §1.2 and §1.3.1. */
final class ChildExchange {
    private ChildExchange() {}

    /** Our ESP proposals; without DH transforms in IKE_AUTH, which has no KE payload (§1.2). */
    static SecurityAssociation offer(InitiatorConfig config, Octets spi, boolean withGroups) {
        List<Proposal> proposals =
                config.esp().stream()
                        .map(p -> new Proposal(p.number(), p.protocol(), spi, keep(p, withGroups)))
                        .toList();
        return new SecurityAssociation(proposals);
    }

    private static List<Transform> keep(Proposal p, boolean withGroups) {
        return p.transforms().stream()
                .filter(t -> withGroups || t.type() != TransformType.DH)
                .toList();
    }

    /** The group for PFS, null when we offer none. */
    static @Nullable KeyExchangeGroup group(InitiatorConfig config) {
        for (Transform t : config.esp().getFirst().ofType(TransformType.DH)) {
            KeyExchangeGroup group = KeyExchangeGroup.of(t);
            if (group != null) {
                return group;
            }
        }
        return null;
    }

    /** CREATE_CHILD_SA for a new child, in place of {@code old} when that is not null. */
    static List<Payload> request(
            InitiatorConfig config,
            @Nullable ChildSa old,
            Octets spi,
            Octets ni,
            @Nullable KeyExchangeGroup group,
            KeyExchangeMethod.@Nullable KeyPair pair) {
        List<Payload> payloads = new ArrayList<>();
        if (old != null) {
            payloads.add(NotifyPayload.forEsp(NotifyType.REKEY_SA, old.inboundSpi()));
        }
        payloads.add(offer(config, spi, true));
        payloads.add(new Nonce(ni));
        if (group != null && pair != null) {
            payloads.add(new KeyExchange(group.number(), pair.publicValue()));
        }
        payloads.add(
                new TrafficSelectors(true, old == null ? config.trafficSelectorsI() : old.local()));
        payloads.add(
                new TrafficSelectors(
                        false, old == null ? config.trafficSelectorsR() : old.remote()));
        return payloads;
    }

    /** Builds the child out of an answer that carries SA, TSi and TSr. */
    static ChildSa read(
            InitiatorConfig config,
            Channel channel,
            IkeMessage m,
            Octets ourSpi,
            Octets ni,
            Octets nr,
            @Nullable Secret shared)
            throws DecodeException {
        SecurityAssociation sa = m.first(SecurityAssociation.class);
        TrafficSelectors tsi = m.trafficSelectors(true);
        TrafficSelectors tsr = m.trafficSelectors(false);
        if (sa == null || sa.proposals().size() != 1 || tsi == null || tsr == null) {
            throw new DecodeException("child SA", "answer without SA, TSi or TSr: " + m);
        }
        Proposal chosen = sa.proposals().getFirst();
        InitExchange.requireOffered(config.esp(), chosen);
        EspSuite suite = EspSuite.of(chosen);
        if (shared == null && suite.group() != null) {
            throw new DecodeException("child SA", "PFS chosen where no KE was exchanged");
        }
        ChildKeys keys =
                ChildKeymat.derive(channel.suite.prf(), channel.keys.d(), suite, ni, nr, shared);
        return new ChildSa(
                ourSpi,
                chosen.spi(),
                suite,
                keys.responderEncryption(),
                keys.responderIntegrity(),
                keys.initiatorEncryption(),
                keys.initiatorIntegrity(),
                tsi.selectors(),
                tsr.selectors(),
                m.hasNotification(NotifyType.USE_TRANSPORT_MODE));
    }
}
