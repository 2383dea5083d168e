package io.flexaaa.server.identity;

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
import io.flexaaa.server.policy.ConditionalSets;
import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.Presence;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final Clock clock;

    PeerService(
            PeerRepository rows,
            GroupRepository groups,
            PeerActivityStore activities,
            PskService psks,
            Presence presence,
            IdentityNames names,
            PoolService addressPools,
            Clock clock) {
        this.rows = rows;
        this.groups = groups;
        this.activities = activities;
        this.psks = psks;
        this.presence = presence;
        this.names = names;
        this.addressPools = addressPools;
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

    /** Like {@link #get} for many, by name; those that are not there are left out. */
    @Transactional(readOnly = true)
    public Map<String, Peer> named(Collection<String> names) {
        Map<String, Peer> found = new HashMap<>();
        for (Peer peer : views(rows.named(names))) found.put(peer.name(), peer);
        return found;
    }

    /** Creates or replaces. {@code ifVersion}, when given, must be the stored version. */
    @Transactional
    public Peer put(String name, PeerWrite write, @Nullable Long ifVersion) {
        PeerEntity row = rows.findByName(name).orElse(null);
        if (row != null && ifVersion != null && ifVersion != row.version()) {
            throw new Problem.StaleVersion("peer", name, view(row));
        }
        PeerDraft draft = PeerDraft.of(name, write, row == null ? null : kept(row), lookUps());
        Instant now = clock.instant();
        if (row == null) row = new PeerEntity(name, now);
        row.setDescription(draft.description());
        row.setEnabled(draft.enabled());
        Long group = draft.groupId();
        row.setGroup(group == null ? null : groups.getReferenceById(group));
        row.setAddressing(
                draft.framedIp(), draft.framedNetmask(), draft.framedPool(), draft.addrV6());
        row.setAvPairs(draft.avPairs());
        row.setAddressPools(draft.pools().v4(), draft.pools().v6());
        row.setValues(draft.values());
        row.setConditional(draft.conditional());
        row.setAcctInterimSeconds(draft.acctInterimSeconds());
        row.setValidUntil(draft.validUntil());
        row.touch(now);
        row = rows.saveAndFlush(row);
        if (write.psk() != null) {
            psks.set(row.id(), write.psk(), "replaced");
        }
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

    private PeerLookUps lookUps() {
        return new PeerLookUps(groups, addressPools, names::holder);
    }

    private static PeerDraft.Kept kept(PeerEntity row) {
        return new PeerDraft.Kept(
                Map.copyOf(row.values()),
                ConditionalSets.read(row.conditional()),
                new PoolLinks(row.addressPoolId(), row.addressPoolV6Id()));
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
}
