package io.flexaaa.server.identity;

import io.flexaaa.server.credential.PskKeys;
import io.flexaaa.server.credential.PskService;
import io.flexaaa.server.credential.PskWrite;
import io.flexaaa.server.identity.store.GroupRepository;
import io.flexaaa.server.identity.store.PeerBatchStore;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes hundreds of peers in a few statements, by the same rules as {@link PeerService}. The
 * caller has a transaction, keeps no entities of peers in it, and asks the policy tests itself.
 */
@Service
public class PeerBatch {
    private final PeerService peers;
    private final PeerBatchStore store;
    private final PskService psks;
    private final GroupRepository groups;
    private final PoolService pools;
    private final IdentityNames names;
    private final Clock clock;

    PeerBatch(
            PeerService peers,
            PeerBatchStore store,
            PskService psks,
            GroupRepository groups,
            PoolService pools,
            IdentityNames names,
            Clock clock) {
        this.peers = peers;
        this.store = store;
        this.psks = psks;
        this.groups = groups;
        this.pools = pools;
        this.names = names;
        this.clock = clock;
    }

    /**
     * @param before the peer as {@link #locked} found it; null for a new one
     */
    public record Put(String name, PeerWrite write, @Nullable Peer before) {}

    /** By name; nobody else changes them until the transaction ends. */
    public Map<String, Peer> locked(Collection<String> wanted) {
        store.lock(wanted);
        return peers.named(wanted);
    }

    /** The keys in force by peer id. The caller has checked the permission. */
    public Map<Long, PskKeys> keys(Collection<Peer> of) {
        return psks.revealAll(of.stream().map(Peer::id).toList());
    }

    /**
     * Writes those that may be written. Throws what the database throws; then none is.
     *
     * @param puts no two of one name
     * @return why the others were refused, by name
     */
    public Map<String, Problem> put(List<Put> puts) {
        Map<String, Problem> refused = new HashMap<>();
        List<String> fresh = puts.stream().filter(p -> p.before() == null).map(Put::name).toList();
        Map<String, String> holders = names.holders(fresh);
        PeerLookUps lookUps = new PeerLookUps(groups, pools, holders::get);
        List<Put> good = new ArrayList<>(puts.size());
        List<PeerDraft> drafts = new ArrayList<>(puts.size());
        for (Put put : puts) {
            try {
                Peer before = put.before();
                PeerDraft draft =
                        PeerDraft.of(
                                put.name(),
                                put.write(),
                                before == null ? null : kept(before, lookUps),
                                lookUps);
                PskWrite psk = put.write().psk();
                if (psk != null) PskService.check(psk);
                good.add(put);
                drafts.add(draft);
            } catch (Problem e) {
                refused.put(put.name(), e);
            }
        }
        if (!good.isEmpty()) write(good, drafts);
        return refused;
    }

    private void write(List<Put> puts, List<PeerDraft> drafts) {
        List<Long> ids = store.ids((int) puts.stream().filter(p -> p.before() == null).count());
        List<PeerBatchStore.Row> rows = new ArrayList<>(puts.size());
        Map<Long, PskWrite> keys = new LinkedHashMap<>();
        int next = 0;
        for (int i = 0; i < puts.size(); i++) {
            Put put = puts.get(i);
            Peer before = put.before();
            long id = before == null ? ids.get(next++) : before.id();
            rows.add(row(id, before == null, drafts.get(i)));
            PskWrite psk = put.write().psk();
            if (psk != null) keys.put(id, psk);
        }
        store.write(rows, clock.instant());
        psks.setAll(keys, "replaced");
    }

    public void delete(Collection<String> gone) {
        store.delete(gone);
    }

    private static PeerDraft.Kept kept(Peer before, PeerLookUps lookUps) {
        List<ConditionalSet> conditional = before.conditional();
        return new PeerDraft.Kept(
                before.values(),
                conditional,
                new PoolLinks(
                        id(before.addressPool(), lookUps), id(before.addressPoolV6(), lookUps)));
    }

    private static @Nullable Long id(@Nullable String pool, PeerLookUps lookUps) {
        return pool == null ? null : lookUps.pool(pool).map(PoolService.Known::id).orElse(null);
    }

    private static PeerBatchStore.Row row(long id, boolean fresh, PeerDraft draft) {
        return new PeerBatchStore.Row(
                id,
                fresh,
                draft.name(),
                draft.description(),
                draft.enabled(),
                draft.groupId(),
                draft.framedIp(),
                draft.framedNetmask(),
                draft.framedPool(),
                draft.addrV6(),
                draft.acctInterimSeconds(),
                draft.validUntil(),
                draft.pools().v4(),
                draft.pools().v6(),
                draft.conditional(),
                draft.avPairs(),
                draft.values());
    }
}
