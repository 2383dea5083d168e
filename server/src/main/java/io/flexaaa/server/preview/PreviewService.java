package io.flexaaa.server.preview;

import io.flexaaa.protocol.policy.AuthorizationData;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Merge;
import io.flexaaa.protocol.policy.NameMangling;
import io.flexaaa.protocol.policy.PolicyLines;
import io.flexaaa.protocol.policy.Source;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.server.access.LeaseAttributes;
import io.flexaaa.server.access.LookUpPreview;
import io.flexaaa.server.access.LookUpPreview.Question;
import io.flexaaa.server.pool.Lease;
import io.flexaaa.server.pool.LeaseRequest;
import io.flexaaa.server.pool.LeaseResult;
import io.flexaaa.server.pool.LeaseService;
import io.flexaaa.server.preview.PolicyPreview.BeatenValue;
import io.flexaaa.server.preview.PolicyPreview.EffectiveValue;
import io.flexaaa.server.preview.PolicyPreview.LookUp;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Plays a hub's look-ups against the configuration in force: the same decision, and the merge that
 * the gateway itself runs.
 */
@Service
public class PreviewService {
    private final SnapshotService snapshots;
    private final LeaseService leases;
    private final Clock clock;

    PreviewService(SnapshotService snapshots, LeaseService leases, Clock clock) {
        this.snapshots = snapshots;
        this.leases = leases;
        this.clock = clock;
    }

    public PolicyPreview of(String identity, String nas, ProfileOptions options) {
        return of(identity, nas, options, snapshots.current());
    }

    /** Of a configuration that need not be in force. */
    PolicyPreview of(String identity, String nasName, ProfileOptions options, Snapshot snapshot) {
        NasEntry nas =
                snapshot.nasEntries().stream()
                        .filter(n -> n.name().equals(nasName))
                        .findFirst()
                        .orElseThrow(() -> new Problem.NotFound("NAS", nasName));
        return new Play(identity, nas, options, snapshot).run();
    }

    /** One session's look-ups in the hub's order. */
    private final class Play {
        private final String identity;
        private final NasEntry nas;
        private final ProfileOptions options;
        private final Snapshot snapshot;
        private final Instant at;
        private final Check check = new Check();
        private final List<LookUp> lookUps = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable String peer;
        private @Nullable String failure;

        private Play(String identity, NasEntry nas, ProfileOptions options, Snapshot snapshot) {
            this.identity = identity;
            this.nas = nas;
            this.options = options;
            this.snapshot = snapshot;
            this.at = options.at() == null ? clock.instant() : options.at();
        }

        private record Name(@Nullable String text, String how) {}

        PolicyPreview run() {
            String method =
                    options.method() == null ? "psk" : options.method().toLowerCase(Locale.ROOT);
            check.require(
                    method.matches("psk|cert|eap"),
                    "method",
                    method,
                    "is no authentication method",
                    "write psk, cert or eap");
            Name pskName = name("pskMangler", options.pskMangler());
            boolean explicit = options.user() != null || options.userMangler() != null;
            Name userName =
                    options.user() != null
                            ? new Name(options.user(), "literal name of the profile")
                            : name("userMangler", options.userMangler());
            boolean cached =
                    options.cached() != null
                            ? options.cached()
                            : !explicit && !method.equals("cert");
            check.require(
                    !cached || !method.equals("cert"),
                    "cached",
                    true,
                    "has nothing to reuse with certificates",
                    "leave it out: IOS knows no cached for cert");
            check.done();
            Attributes implicit =
                    switch (method) {
                        case "psk" -> ask("psk", pskName);
                        case "eap" -> eap();
                        default -> Attributes.EMPTY;
                    };
            boolean asksUser = explicit || method.equals("cert") && !cached;
            Attributes user = asksUser ? ask("user", userName) : Attributes.EMPTY;
            Attributes group = groups();
            if (!cached && !method.equals("cert")) {
                notes.add(
                        "without cached, what came with the key or the EAP accept is not used,"
                                + " as on IOS");
            }
            EffectivePolicy policy =
                    Merge.merge(
                            new AuthorizationData(Source.GROUP, group),
                            new AuthorizationData(
                                    Source.IMPLICIT, cached ? implicit : Attributes.EMPTY),
                            new AuthorizationData(Source.USER, user),
                            Boolean.TRUE.equals(options.override()));
            return new PolicyPreview(
                    identity,
                    NameMangling.kindOf(identity).name().toLowerCase(Locale.ROOT),
                    nas.name(),
                    failure == null,
                    failure == null
                            ? "the session would come up"
                            : "the session would not come up: " + failure,
                    lookUps,
                    failure == null ? values(policy) : List.of(),
                    policy.problems(),
                    notes);
        }

        private Name name(String field, @Nullable String mangler) {
            if (mangler == null || mangler.isBlank())
                return new Name(identity, "the whole identity");
            try {
                NameMangling.Rule rule = NameMangling.parse(mangler);
                String made =
                        NameMangling.fits(rule, NameMangling.kindOf(identity))
                                ? NameMangling.apply(rule, identity)
                                : null;
                return new Name(
                        made,
                        made == null
                                ? "name-mangler " + rule.words() + " makes no name of " + identity
                                : "name-mangler " + rule.words() + " of " + identity);
            } catch (DecodeException e) {
                check.require(
                        false,
                        field,
                        mangler,
                        String.valueOf(e.getMessage()),
                        "write it as in crypto ikev2 name-mangler");
                return new Name(null, "");
            }
        }

        private Attributes ask(String purpose, Name name) {
            String userName = name.text();
            if (userName == null) {
                fail(name.how());
                lookUps.add(
                        new LookUp(
                                purpose,
                                "",
                                name.how(),
                                "reject",
                                "name-mangler-no-result",
                                "the hub asks nobody: " + name.how(),
                                List.of()));
                return Attributes.EMPTY;
            }
            Question question =
                    new Question(userName, identity, options.callingStationId(), peer, at);
            LookUpPreview.Result result = LookUpPreview.of(question, nas, snapshot);
            if (result.kind().equals("peer")) peer = userName;
            Attributes attributes = result.attributes();
            if (!result.accepted()) fail(result.sentence());
            LeaseRequest lease = result.lease();
            if (lease != null) attributes = leased(attributes, lease);
            lookUps.add(
                    new LookUp(
                            purpose,
                            userName,
                            name.how(),
                            result.accepted() ? "accept" : "reject",
                            result.reason(),
                            result.sentence(),
                            AttributeViews.of(attributes)));
            return attributes;
        }

        private Attributes leased(Attributes attributes, LeaseRequest wanted) {
            Lease v4 = held(wanted.v4Pool(), wanted.holder(), "IPv4");
            Lease v6 = held(wanted.v6Pool(), wanted.holder(), "IPv6");
            return LeaseAttributes.with(attributes, new LeaseResult.Granted(v4, v6));
        }

        private @Nullable Lease held(@Nullable Long pool, String holder, String family) {
            if (pool == null) return null;
            Lease lease = leases.held(pool, holder).orElse(null);
            if (lease == null) {
                notes.add("the " + family + " address is lent from the pool when the hub asks");
            }
            return lease;
        }

        /** The accept of an EAP login carries what the user has here. */
        private Attributes eap() {
            UserEntry user = snapshot.user(identity);
            if (user == null) {
                notes.add(
                        identity + " is no user here; the EAP accept is shown without attributes");
                return Attributes.EMPTY;
            }
            lookUps.add(
                    new LookUp(
                            "eap",
                            identity,
                            "the EAP identity",
                            "accept",
                            null,
                            "user " + identity + ", once the EAP method succeeded",
                            AttributeViews.of(user.attributes())));
            return user.attributes();
        }

        private Attributes groups() {
            List<Name> names = new ArrayList<>();
            List<String> literal = options.groups() == null ? List.of() : options.groups();
            for (String group : literal) {
                if (!group.isBlank()) names.add(new Name(group, "literal name of the profile"));
            }
            if (options.groupMangler() != null) {
                names.add(name("groupMangler", options.groupMangler()));
                check.done();
            }
            PeerEntry known = peer == null ? null : snapshot.peer(peer);
            if (names.isEmpty() && known != null && known.group() != null) {
                names.add(
                        new Name(known.group(), "the peer's group here; the hub must ask for it"));
            }
            Attributes.Builder all = Attributes.builder();
            for (Name name : names) all.addAll(ask("group", name));
            return all.build();
        }

        private void fail(String why) {
            if (failure == null) failure = why;
        }
    }

    private static List<EffectiveValue> values(EffectivePolicy policy) {
        return PolicyLines.of(policy).stream()
                .map(line ->
                        new EffectiveValue(
                                line.name(),
                                line.value(),
                                lower(line.source()),
                                line.beaten().stream()
                                        .map(b -> new BeatenValue(b.value(), lower(b.source())))
                                        .toList()))
                .toList();
    }

    private static String lower(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }
}
