package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.policy.ReplyAttributes;
import io.flexaaa.server.policy.ReplyPlan;
import io.flexaaa.server.policy.ReplyPlan.Outcome;
import io.flexaaa.server.pool.LeaseRequest;
import io.flexaaa.server.pool.LeaseResult;
import io.flexaaa.server.pool.LeaseService;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.PoolRefs;
import io.flexaaa.server.snapshot.UserEntry;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** By the snapshot's plans and the database's leases. */
@Component
final class PolicyGrants implements Grants {

    private final LeaseService leases;

    PolicyGrants(LeaseService leases) {
        this.leases = leases;
    }

    @Override
    public void grant(UserEntry user, At at, Consumer<Grant> done) {
        grant(user.name(), outcome(user, at), at.snapshot().pools(user), at, done);
    }

    @Override
    public void grant(PeerEntry peer, At at, Consumer<Grant> done) {
        Outcome outcome = outcome(peer, at);
        if (outcome instanceof Outcome.Ready(Attributes all, _) && peer.psk() != null) {
            Attributes found = withoutKeys(all);
            outcome = new Outcome.Ready(found, ReplyAttributes.octets(found));
        }
        grant(peer.name(), outcome, at.snapshot().pools(peer), at, done);
    }

    private static Outcome outcome(UserEntry user, At at) {
        if (user.plan() == null) return new Outcome.Ready(user.attributes(), user.octets());
        GroupEntry group = user.group() == null ? null : at.snapshot().group(user.group());
        return user.plan().resolve(group == null ? List.of() : group.layers(), request(at));
    }

    private static Outcome outcome(PeerEntry peer, At at) {
        return peer.plan() == null
                ? new Outcome.Ready(peer.attributes(), peer.octets())
                : peer.plan().resolve(request(at));
    }

    private static ReplyPlan.Request request(At at) {
        return new ReplyPlan.Request(
                at.nas().facts(), at.callingStationId(), Instant.ofEpochMilli(at.nowMs()), null);
    }

    private void grant(String name, Outcome outcome, PoolRefs pools, At at, Consumer<Grant> done) {
        switch (outcome) {
            case Outcome.Unresolved(String sentence) ->
                    done.accept(new Grant.Refused(Reason.TEMPLATE_UNRESOLVED, sentence));
            case Outcome.Ready(Attributes attributes, int octets) -> {
                LeaseRequest wanted =
                        LeaseAttributes.wanted(
                                name, pools, attributes, at.nas(), at.callingStationId());
                if (wanted == null) done.accept(new Grant.Given(attributes, octets));
                else leases.lease(wanted, lent -> done.accept(leased(attributes, pools, lent)));
            }
        }
    }

    private static Grant leased(Attributes attributes, PoolRefs pools, LeaseResult lent) {
        return switch (lent) {
            case LeaseResult.Granted granted -> {
                Attributes all = LeaseAttributes.with(attributes, granted);
                yield new Grant.Given(all, ReplyAttributes.octets(all));
            }
            case LeaseResult.Exhausted _ ->
                    new Grant.Refused(
                            Reason.POOL_EXHAUSTED, "pool " + pools.names() + " is fully leased");
            case LeaseResult.Unavailable _ -> new Grant.Later();
        };
    }

    private static Attributes withoutKeys(Attributes all) {
        Attributes.Builder out = Attributes.builder();
        for (Attribute attribute : all) {
            if (attribute.type() == Attr.TUNNEL_TYPE
                    || attribute.type() == Attr.TUNNEL_MEDIUM_TYPE
                    || isPassword(attribute)) {
                continue;
            }
            out.add(attribute);
        }
        return out.build();
    }

    private static boolean isPassword(Attribute attribute) {
        if (attribute.type() != Attr.VENDOR_SPECIFIC) return false;
        for (String pair : Attributes.builder().add(attribute).build().avPairs()) {
            if (pair.startsWith("ipsec:ikev2-password-")) return true;
        }
        return false;
    }
}
