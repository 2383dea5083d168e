package io.flexaaa.server.policy;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.policy.ReplyPlan.Encoder;
import io.flexaaa.server.policy.ReplyPlan.Layer;
import io.flexaaa.server.policy.ReplyPlan.Outcome;
import io.flexaaa.server.policy.ReplyPlan.PeerFacts;
import io.flexaaa.server.policy.ReplyPlan.Request;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a person gets at login: its own settings over those of its group. Most gateways never ask
 * for the group by itself, so unlike the look-up of a peer the answer has it all. The plan is made
 * at the first login and again when the group has changed.
 */
public final class LoginPlan {

    private final List<Layer> own;
    private final Encoder encoder;
    private final PeerFacts owner;
    private volatile @Nullable Made made;

    /**
     * @param group the layers it was made with
     * @param plan null where every login gets the same
     */
    private record Made(List<Layer> group, @Nullable ReplyPlan plan, Outcome fixed) {}

    public LoginPlan(List<Layer> own, Encoder encoder, String name) {
        this.own = List.copyOf(own);
        this.encoder = encoder;
        this.owner = new PeerFacts(name, Map.of());
    }

    /**
     * @param group the layers of the user's group, its parents' first; the same list as long as the
     *     group stays as it is
     */
    @SuppressWarnings("ReferenceEquality")
    public Outcome resolve(List<Layer> group, Request request) {
        Made current = made;
        if (current == null || current.group != group) {
            current = make(group);
            made = current;
        }
        return current.plan == null ? current.fixed : current.plan.resolve(request);
    }

    private Made make(List<Layer> group) {
        List<Layer> all = new ArrayList<>(group);
        all.addAll(own);
        if (!ReplyPlan.fixed(all)) {
            return new Made(
                    group,
                    new ReplyPlan(all, encoder, owner),
                    new Outcome.Unresolved("depends on the request"));
        }
        Attributes attributes = ReplyPlan.encode(all, encoder);
        return new Made(
                group, null, new Outcome.Ready(attributes, ReplyAttributes.octets(attributes)));
    }
}
