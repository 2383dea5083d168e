package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.IkeKeys;
import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.NatDetection;
import io.flexaaa.ikev2.crypto.SkeyseedDerivation;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeCodec;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** IKE_SA_INIT, RFC 7296 §1.2: what we send and what an answer means. */
final class InitExchange {
    private final InitiatorConfig config;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    InitExchange(InitiatorConfig config, InetSocketAddress local, InetSocketAddress remote) {
        this.config = config;
        this.local = local;
        this.remote = remote;
    }

    /** The group a first attempt bets on. */
    KeyExchangeGroup firstGroup() {
        for (Transform t : config.ike().getFirst().ofType(TransformType.DH)) {
            KeyExchangeGroup group = KeyExchangeGroup.of(t);
            if (group != null) {
                return group;
            }
        }
        throw new IllegalArgumentException("no runnable group in " + config.ike().getFirst());
    }

    byte[] request(
            long spiI,
            KeyExchangeGroup group,
            Octets publicValue,
            Octets ni,
            @Nullable Octets cookie) {
        List<Payload> payloads = new ArrayList<>();
        if (cookie != null) {
            // RFC 7296 §2.6: the cookie comes first, the rest is unchanged.
            payloads.add(NotifyPayload.of(NotifyType.COOKIE, cookie));
        }
        payloads.add(new SecurityAssociation(config.ike()));
        payloads.add(new KeyExchange(group.number(), publicValue));
        payloads.add(new Nonce(ni));
        payloads.add(nat(NotifyType.NAT_DETECTION_SOURCE_IP, spiI, local));
        payloads.add(nat(NotifyType.NAT_DETECTION_DESTINATION_IP, spiI, remote));
        payloads.add(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED));
        payloads.addAll(config.vendorIds());
        return IkeCodec.encode(
                new IkeMessage(spiI, 0, ExchangeType.IKE_SA_INIT, true, false, 0, payloads));
    }

    private static NotifyPayload nat(int notifyType, long spiI, InetSocketAddress address) {
        return NotifyPayload.of(
                notifyType, NatDetection.hash(spiI, 0, address.getAddress(), address.getPort()));
    }

    /** What the hub's answer asks of us. */
    sealed interface Answer {
        record Cookie(Octets value) implements Answer {}

        record OtherGroup(KeyExchangeGroup group) implements Answer {}

        record Accepted(
                IkeSuite suite, Octets publicValue, Octets nr, boolean nat, boolean fragmentation)
                implements Answer {}

        record Refused(String notifyName) implements Answer {}
    }

    /**
     * Reads an answer.
     *
     * @throws DecodeException when it is none of the answers the RFC knows: to be dropped, it is
     *     not authenticated
     */
    Answer read(IkeMessage m) throws DecodeException {
        NotifyPayload cookie = m.notification(NotifyType.COOKIE);
        NotifyPayload group = m.notification(NotifyType.INVALID_KE_PAYLOAD);
        NotifyPayload error = m.firstError();
        if (cookie != null && error == null) {
            return new Answer.Cookie(cookie.data());
        }
        if (group != null) {
            return new Answer.OtherGroup(offeredGroup(group));
        }
        if (error != null) {
            return new Answer.Refused(NotifyType.name(error.notifyType()));
        }
        SecurityAssociation sa = m.first(SecurityAssociation.class);
        KeyExchange ke = m.first(KeyExchange.class);
        Nonce nr = m.first(Nonce.class);
        if (sa == null || sa.proposals().size() != 1 || ke == null || nr == null) {
            throw new DecodeException("IKE_SA_INIT", "answer without SA, KE or Nr: " + m);
        }
        Proposal chosen = sa.proposals().getFirst();
        requireOffered(config.ike(), chosen);
        IkeSuite suite = IkeSuite.of(chosen);
        if (ke.group() != suite.group().number()) {
            throw new DecodeException("KE", "group " + ke.group() + " beside " + suite.group());
        }
        boolean fragmentation = m.hasNotification(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED);
        return new Answer.Accepted(suite, ke.data(), nr.value(), nat(m), fragmentation);
    }

    /** The IKE SA that was agreed on, RFC 7296 §2.14. */
    Channel channel(Pending.Init sent, Answer.Accepted accepted, long spiI, long spiR)
            throws DecodeException {
        Secret shared = sent.pair().shared(accepted.publicValue());
        IkeKeys keys =
                SkeyseedDerivation.initial(
                        accepted.suite(), sent.nonce(), accepted.nr(), shared, spiI, spiR);
        int max = accepted.fragmentation() ? config.maxFragmentOctets() : Integer.MAX_VALUE;
        return new Channel(spiI, spiR, accepted.suite(), keys, max, 1);
    }

    private KeyExchangeGroup offeredGroup(NotifyPayload n) throws DecodeException {
        int number = n.data().length() == 2 ? n.data().u8(0) << 8 | n.data().u8(1) : 0;
        KeyExchangeGroup group = KeyExchangeGroup.of(number);
        // §1.2: only a group we offered, or a man in the middle could pick a weak one.
        if (group == null
                || config.ike().stream()
                        .noneMatch(p -> p.transforms().contains(group.transform()))) {
            throw new DecodeException("INVALID_KE_PAYLOAD", "names group " + number);
        }
        return group;
    }

    /** RFC 7296 §3.3.6: the initiator must check that the answer is a subset of what it offered. */
    static void requireOffered(List<Proposal> offered, Proposal chosen) throws DecodeException {
        boolean known =
                offered.stream()
                        .anyMatch(p ->
                                p.number() == chosen.number()
                                        && p.transforms().containsAll(real(chosen)));
        if (!known) {
            throw new DecodeException("SA", "not what was offered: " + chosen);
        }
    }

    /** INTEG_NONE and DH_NONE may be spelt out in an answer. */
    private static List<Transform> real(Proposal chosen) {
        return chosen.transforms().stream()
                .filter(t -> t.id() != TransformType.ID_NONE || t.type() == TransformType.ESN)
                .toList();
    }

    /**
     * RFC 7296 §2.23: a NAT is before us, or before the hub, when a hash is not that of the address
     * used.
     */
    private boolean nat(IkeMessage m) {
        List<NotifyPayload> sources =
                m.all(NotifyPayload.class).stream()
                        .filter(n -> n.notifyType() == NotifyType.NAT_DETECTION_SOURCE_IP)
                        .toList();
        NotifyPayload destination = m.notification(NotifyType.NAT_DETECTION_DESTINATION_IP);
        if (sources.isEmpty() || destination == null) {
            return false;
        }
        boolean hubIsDirect = sources.stream().anyMatch(n -> n.data().equals(hash(m, remote)));
        return !hubIsDirect || !destination.data().equals(hash(m, local));
    }

    private static Octets hash(IkeMessage m, InetSocketAddress address) {
        return NatDetection.hash(m.spiI(), m.spiR(), address.getAddress(), address.getPort());
    }
}
