package io.flexaaa.server.identity;

import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.server.credential.PskKeys;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.credential.PskService;
import io.flexaaa.server.credential.PskStatus;
import io.flexaaa.server.identity.store.GroupEntity;
import io.flexaaa.server.identity.store.GroupRepository;
import io.flexaaa.server.identity.store.PeerActivityStore;
import io.flexaaa.server.identity.store.PeerActivityStore.Activity;
import io.flexaaa.server.identity.store.PeerEntity;
import io.flexaaa.server.identity.store.PeerRepository;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.policy.ConditionalSets;
import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.Presence;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Peers: list, create, replace, delete, and the PSK of each. */
@Service
public class PeerService {

    private final PeerRepository rows;
    private final GroupRepository groups;
    private final PeerActivityStore activities;
    private final PskService psks;
    private final Presence presence;
    private final IdentityNames names;
    private final PoolService addressPools;
    private final ObjectProvider<ChangeGuard> guards;
    private final Clock clock;

    PeerService(
            PeerRepository rows,
            GroupRepository groups,
            PeerActivityStore activities,
            PskService psks,
            Presence presence,
            IdentityNames names,
            PoolService addressPools,
            ObjectProvider<ChangeGuard> guards,
            Clock clock) {
        this.rows = rows;
        this.groups = groups;
        this.activities = activities;
        this.psks = psks;
        this.presence = presence;
        this.names = names;
        this.addressPools = addressPools;
        this.guards = guards;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<Peer> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<PeerEntity> found = rows.page(after, page.like(), Limit.of(page.limit() + 1));
        Page<PeerEntity> cut = Page.cut(found, page.limit(), PeerEntity::name);
        return new Page<>(views(cut.items()), cut.next(), page.q() == null ? rows.count() : null);
    }

    @Transactional(readOnly = true)
    public Peer get(String name) {
        return view(find(name));
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public Peer put(String name, PeerWrite write, @Nullable Long ifVersion) {
        return put(name, write, ifVersion, null);
    }

    /**
     * @param override lets policy tests that no longer hold pass and is told which; null refuses
     */
    @Transactional
    public Peer put(
            String name,
            PeerWrite write,
            @Nullable Long ifVersion,
            @Nullable Consumer<List<String>> override) {
        PeerEntity row = rows.findByName(name).orElse(null);
        if (row != null && ifVersion != null && ifVersion != row.version()) {
            throw new Problem.StaleVersion("peer", name, view(row));
        }
        GroupEntity group = groupOf(write);
        Check check = new Check();
        IdentityRules.name(check, name);
        IdentityRules.peer(check, write);
        Map<String, String> values = write.values();
        if (values == null) values = row == null ? Map.of() : Map.copyOf(row.values());
        List<ConditionalSet> conditional = write.conditional();
        if (conditional == null) {
            conditional = row == null ? List.of() : ConditionalSets.read(row.conditional());
        }
        IdentityRules.policy(
                check,
                write.avPairs(),
                write.framedPool(),
                conditional,
                TemplateValues.ofPeer(name, withoutNulls(values)));
        PoolLinks pools =
                PoolLinks.of(check, addressPools, write.addressPool(), write.addressPoolV6())
                        .keeping(
                                write.addressPool() == null && row != null
                                        ? row.addressPoolId()
                                        : null,
                                write.addressPoolV6() == null && row != null
                                        ? row.addressPoolV6Id()
                                        : null);
        String groupName = write.group();
        check.require(
                groupName == null || groupName.isBlank() || group != null,
                "group",
                groupName,
                "does not exist",
                "create the group first, or leave it out");
        if (row == null) names.requireFree(check, "peer", name);
        check.done();
        Instant now = clock.instant();
        if (row == null) row = new PeerEntity(name, now);
        row.setDescription(write.description() == null ? "" : write.description());
        row.setEnabled(write.enabled() == null || write.enabled());
        row.setGroup(group);
        row.setAddressing(
                blankToNull(write.framedIp()),
                blankToNull(write.framedNetmask()),
                blankToNull(write.framedPool()),
                blankToNull(write.addrV6()));
        row.setAvPairs(write.avPairs() == null ? List.of() : write.avPairs());
        row.setAddressPools(pools.v4(), pools.v6());
        row.setValues(values);
        row.setConditional(ConditionalSets.write(conditional));
        row.setAcctInterimSeconds(write.acctInterimSeconds());
        row.setValidUntil(write.validUntil());
        row.touch(now);
        row = rows.saveAndFlush(row);
        if (write.psk() != null) {
            psks.set(row.id(), write.psk(), "replaced");
        }
        Guards.ask(
                guards.orderedStream().toList(),
                new ChangeGuard.Change(ChangeGuard.Kind.PEER, row.id(), name),
                override);
        return view(row);
    }

    @Transactional
    public void delete(String name) {
        rows.delete(find(name));
    }

    @Transactional
    public PskKeys generatePsk(
            String name, PskKind kind, @Nullable Integer length, @Nullable Instant expiresAt) {
        return psks.generate(find(name).id(), kind, length, expiresAt);
    }

    /** The caller has checked the permission and writes the audit entry. */
    @Transactional(readOnly = true)
    public PskKeys revealPsk(String name) {
        return psks.reveal(find(name).id(), name);
    }

    @Transactional(readOnly = true)
    public List<PskService.Past> pskHistory(String name) {
        return psks.history(find(name).id());
    }

    private PeerEntity find(String name) {
        return rows.findByName(name).orElseThrow(() -> new Problem.NotFound("peer", name));
    }

    private @Nullable GroupEntity groupOf(PeerWrite write) {
        String name = blankToNull(write.group());
        return name == null ? null : groups.findByName(name).orElse(null);
    }

    private Peer view(PeerEntity row) {
        return views(List.of(row)).getFirst();
    }

    private List<Peer> views(List<PeerEntity> found) {
        List<Long> ids = found.stream().map(PeerEntity::id).toList();
        Map<Long, Activity> activity = activities.of(ids);
        Map<Long, Instant> used = new HashMap<>();
        activity.forEach((id, a) -> {
            if (a.pskLastUsedAt() != null) used.put(id, a.pskLastUsedAt());
        });
        Map<Long, PskStatus> psk = psks.status(ids, used);
        return found.stream()
                .map(row ->
                        view(
                                row,
                                psk.getOrDefault(row.id(), PskStatus.NONE),
                                activity.get(row.id())))
                .toList();
    }

    private Peer view(PeerEntity row, PskStatus psk, @Nullable Activity activity) {
        GroupEntity group = row.group();
        return new Peer(
                row.id(),
                row.name(),
                row.description(),
                row.enabled(),
                group == null ? null : group.name(),
                psk,
                row.framedIp(),
                row.framedNetmask(),
                row.framedPool(),
                row.addrV6(),
                List.copyOf(row.avPairs()),
                row.acctInterimSeconds(),
                row.validUntil(),
                addressPools.nameOf(row.addressPoolId()),
                addressPools.nameOf(row.addressPoolV6Id()),
                Map.copyOf(row.values()),
                ConditionalSets.read(row.conditional()),
                row.version(),
                row.createdAt(),
                row.updatedAt(),
                activity == null ? null : activity.lastSeenAt(),
                presence.online(row.name()));
    }

    /** A null value is refused with its key; here it must only not end the check. */
    private static Map<String, String> withoutNulls(Map<String, String> values) {
        Map<String, String> copy = new HashMap<>(values);
        copy.values().removeIf(java.util.Objects::isNull);
        return copy;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
