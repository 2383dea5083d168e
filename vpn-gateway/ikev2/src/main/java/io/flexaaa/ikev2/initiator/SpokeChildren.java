package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.ikev2.message.Delete;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.KeyExchange;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The spoke's child SAs: what makes and ends them, and what the shell is told of it. */
final class SpokeChildren {
    private final InitiatorConfig config;
    private final List<Action> actions;
    private final List<ChildSa> all = new ArrayList<>();

    /**
     * @param actions where news for the shell go
     */
    SpokeChildren(InitiatorConfig config, List<Action> actions) {
        this.config = config;
        this.actions = actions;
    }

    List<ChildSa> all() {
        return List.copyOf(all);
    }

    boolean contains(ChildSa child) {
        return all.contains(child);
    }

    void clear() {
        all.clear();
    }

    void add(
            Channel channel,
            IkeMessage m,
            Octets ourSpi,
            Octets ni,
            Octets nr,
            @Nullable Secret shared) {
        try {
            ChildSa child = ChildExchange.read(config, channel, m, ourSpi, ni, nr, shared);
            all.add(child);
            actions.add(new Action.ChildUp(child));
        } catch (DecodeException e) {
            actions.add(new Action.ChildRefused("unusable answer: " + e.getMessage()));
        }
    }

    /** The pair that is to be deleted, because the answer brought its successor. */
    @Nullable ChildSa answered(Channel channel, Pending.Child sent, IkeMessage m) {
        NotifyPayload error = m.firstError();
        Nonce nr = m.first(Nonce.class);
        if (error != null || nr == null) {
            String name = error == null ? "INVALID_SYNTAX" : NotifyType.name(error.notifyType());
            actions.add(new Action.ChildRefused(name));
            return null;
        }
        KeyExchange ke = m.first(KeyExchange.class);
        Secret shared = null;
        KeyExchangeMethod.KeyPair pair = sent.pair();
        if (pair != null && ke != null) {
            try {
                shared = pair.shared(ke.data());
            } catch (DecodeException e) {
                actions.add(new Action.ChildRefused("unusable KE: " + e.getMessage()));
                return null;
            }
        }
        add(channel, m, sent.newSpi(), sent.ni(), nr.value(), shared);
        return sent.old();
    }

    void remove(ChildSa child) {
        if (all.remove(child)) {
            actions.add(new Action.ChildDown(child));
        }
    }

    /** Takes the hub's Delete; the answer names our halves of the pairs (RFC 7296 §1.4.1). */
    List<Payload> deleted(Delete d) {
        if (d.protocol() != ProtocolId.ESP) {
            return List.of();
        }
        List<Octets> ours = new ArrayList<>();
        for (ChildSa child : all()) {
            if (d.spis().contains(child.outboundSpi())) {
                ours.add(child.inboundSpi());
                remove(child);
            }
        }
        return ours.isEmpty() ? List.of() : List.of(Delete.esp(ours));
    }
}
